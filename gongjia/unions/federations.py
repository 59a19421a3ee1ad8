"""The federations of Jilin as they are to stand: derived from the divisions, but a tree of its own.

Where the union tree leaves the division tree:
* 梅河口市 lies in 通化市 on the map, and 长白山保护开发区 is no division at all; both are governed by the province, so
  their federations hang from the province. With the nine prefectures they are the eleven regions of the published
  figures (F22).
* The provincial industry unions stand beside the prefectures and reach into all of them through dated places of
  grassroots unions (LeagueMember).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from gongjia.people import divisions
from gongjia.people.divisions import PROVINCE, Division
from gongjia.unions.models import Union

Kind, Level = Union.Kind, Union.Level

PROVINCE_NAME = "吉林省总工会"
DIRECTLY_GOVERNED = {"220581": PROVINCE}  # 梅河口市
YANBIAN = "222400"
# Governed by the province though no division: its own county for the scope of personal data.
SPECIAL_AREAS = (("长白山保护开发区总工会", "장백산보호개발구총공회"),)
INDUSTRIES = (
    ("吉林省直属机关工会", "길림성직속기관공회"),
    ("吉林省教科文卫体工会", "길림성교육과학문화위생체육공회"),
    ("吉林省交通建设工会", "길림성교통건설공회"),
    ("吉林省能源化学地质工会", "길림성에너지화학지질공회"),
    ("吉林省机械冶金建材工会", "길림성기계야금건재공회"),
    ("吉林省财贸轻纺工会", "길림성재정무역경공업방직공회"),
    ("吉林省农林水利气象工会", "길림성농림수리기상공회"),
)


@dataclass(frozen=True)
class Planned:
    """A union that is to stand. `key` is its division code, or its name where it has none."""

    key: str
    parent: str  # key of the union above; "" over the province
    name: str
    name_ko: str
    kind: str
    level: str
    division_code: str = ""


def planned() -> Iterator[Planned]:
    """Every federation and industry union of the province, each after the one above it."""
    yield _federation(divisions.division(PROVINCE), "", Level.PROVINCE)
    for name, name_ko in SPECIAL_AREAS:
        yield Planned(name, PROVINCE, name, name_ko, Kind.FEDERATION, Level.COUNTY)
    for name, name_ko in INDUSTRIES:
        yield Planned(name, PROVINCE, name, name_ko, Kind.INDUSTRY, Level.PREFECTURE)
    for place in divisions.divisions("prefecture"):
        yield _federation(place, PROVINCE, Level.PREFECTURE)
    for place in divisions.divisions("county"):
        yield _federation(place, DIRECTLY_GOVERNED.get(place.code, place.parent), Level.COUNTY)
    for place in divisions.divisions("township"):
        yield _federation(place, place.parent, Level.TOWNSHIP)


def _federation(place: Division, parent: str, level: str) -> Planned:
    """Streets and towns have a 总工会; townships, farms and zones a 工会联合会."""
    short, short_ko = ("延边州", "연변주") if place.code == YANBIAN else (place.name, place.name_ko)
    is_full = level != Level.TOWNSHIP or place.name.endswith(("街道", "镇"))
    ending, ending_ko = ("总工会", "총공회") if is_full else ("工会联合会", "공회련합회")
    name_ko = short_ko + ending_ko if short_ko else ""
    return Planned(place.code, parent, short + ending, name_ko, Kind.FEDERATION, level, place.code)
