"""Where the work was performed: labour standards follow that place (劳动合同法实施条例14条)."""

from dataclasses import dataclass

NATIONAL = "CN"


@dataclass(frozen=True)
class Place:
    """A province and, where known, the district or county in it; both empty for a nationwide question."""

    province: str = ""
    region: str = ""

    @property
    def name(self) -> str:
        return "·".join(part for part in (self.province, self.region) if part) or NATIONAL

    def with_region(self, region: str | None) -> "Place":
        """The same province with the region that the facts name."""
        return Place(self.province, region.strip()) if region and region.strip() != self.province else self


def place_of(jurisdiction: str) -> Place:
    """`吉林·长春市区`, `吉林省`, `北京` or `CN`."""
    text = jurisdiction.strip()
    if text in ("", NATIONAL, "全国", "中国"):
        return Place()
    province, _, region = text.partition("·")
    for ending in ("省", "市"):
        if len(province) > 2:
            province = province.removesuffix(ending)
    return Place(province.strip(), region.strip())
