"""The named cast of the demo, with sign-ins that everybody knows. They exist only where GONGJIA_DEMO=1."""

import time
from dataclasses import dataclass
from datetime import date

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from gongjia.people.actions import demo_sign_in, register_person
from gongjia.unions.kinds import Role
from gongjia.unions.models import EmployerContact, Membership, Office, Union
from gongjia.world.days import FIRST_DAY
from gongjia.world.ground import CAST_COUNTY as COUNTY
from gongjia.world.ground import Ground
from gongjia.world.names import MARK

PASSWORD = "gongjia-demo-2026"  # noqa: S105 - the demo's, on purpose


@dataclass(frozen=True)
class Player:
    key: str
    name: str
    phone: str
    does: str
    role: str = ""
    where: str = ""  # division code of the union of the office; "league": the couriers' league
    second_factor: str = ""  # base32; only who holds an office has one

    @property
    def is_officer(self) -> bool:
        return bool(self.role)


CAST = (
    Player("courier", "赵快" + MARK, "19900000001", "外卖骑手，还不是会员"),
    Player("grassroots", "钱勤" + MARK, "19900000002", "外卖骑手工会联合会干事", Role.OFFICER, "league", "MFRGGZDFMZTWQ2LKNNWG23TP"),
    Player("county", "李敏" + MARK, "19900000003", "昌邑区总工会权益保障部干事", Role.OFFICER, COUNTY, "NBSWY3DPO5XXE3DENBSWY3DP"),
    Player("mediator", "孙和" + MARK, "19900000004", "昌邑区总工会劳动争议调解员", Role.MEDIATOR, COUNTY, "ORSXG5BAORSXG5BAORSXG5BA"),
    Player("employer", "周行" + MARK, "19900000005", "用人单位的联系人"),
    Player("analyst", "吴数" + MARK, "19900000006", "省总工会数据分析员", Role.ANALYST, "220000", "KRUGKIDROVUWG2ZAKRUGKIDR"),
    Player("auditor", "郑核" + MARK, "19900000007", "省总工会经费审查员", Role.AUDITOR, "220000", "MJZG653OEBTG66BAMJZG653O"),
    Player("stranger", "王路" + MARK, "19900000008", "别处的会员，什么也不该看见"),
    Player("lawyer", "冯明" + MARK, "19900000009", "昌邑区总工会法律服务律师团律师", Role.LAWYER, COUNTY, "NRQXO6LFOIQGC5BANBQW4ZBB"),
)  # fmt: skip


def make(ground: Ground, today: date) -> None:
    """The cast in person, and an employer's contact at the demo's first workplace in the cast's county."""
    county = Union.objects.get(division_code=COUNTY, kind=Union.Kind.FEDERATION)
    workplace = ground.near_the_cast[0]
    people = {}
    for player in CAST:
        person = people[player.key] = register_person(player.name, phone=player.phone, is_demo=True)
        demo_sign_in(person, PASSWORD if player.is_officer else "", player.second_factor)
        if player.is_officer:
            union = _union_of(player, ground)
            Office.objects.create(person=person, union=union, role=player.role, title=player.does, since=FIRST_DAY)
    EmployerContact.objects.create(person=people["employer"], employer=workplace.employer, since=FIRST_DAY)
    elsewhere = next(union for union in ground.workplaces if not union.path.startswith(county.parent.path))
    Membership.objects.create(
        person=people["stranger"], union=elsewhere, county=elsewhere.county, started_on=today,
        how=Membership.How.SCAN, is_first=True,
    )  # fmt: skip


def _union_of(player: Player, ground: Ground) -> Union:
    if player.where == "league":
        prefecture = Union.objects.get(division_code=COUNTY[:4] + "00", kind=Union.Kind.FEDERATION)
        return next(union for union in ground.leagues if union.parent_id == prefecture.pk)
    return Union.objects.get(division_code=player.where, kind=Union.Kind.FEDERATION)


def code_now(player: Player) -> str:
    """The six digits that the player's authenticator shows at this moment; "" for who has none."""
    if not player.second_factor:
        return ""
    return format_hotp_value(hotp_value(player.second_factor, int(time.time()) // 30))


def sign_ins() -> str:
    """What `gongjia up` prints under the address."""
    lines = ["", "  Demo sign-ins (codes and second factors are shown at /demo/):"]
    for player in CAST:
        how = f"/sign-in/officer/  password {PASSWORD}" if player.is_officer else "/sign-in/          code"
        lines.append(f"    {player.phone}  {how:<48} {player.name} {player.does}")
    return "\n".join(lines)
