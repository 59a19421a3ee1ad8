"""Why the employment ended, and what that means for compensation (劳动合同法36-46, 48, 71条; 劳部发〔1994〕481号)."""

from dataclasses import dataclass
from enum import StrEnum


class Ground(StrEnum):
    """The article under which the employment ended."""

    ART_36_EMPLOYER = "LCL36_EMPLOYER"
    ART_36_EMPLOYEE = "LCL36_EMPLOYEE"
    ART_37 = "LCL37"
    ART_38_CONDITIONS = "LCL38_1_1"
    ART_38_ARREARS = "LCL38_1_2"
    ART_38_SOCIAL_INSURANCE = "LCL38_1_3"
    ART_38_UNLAWFUL_RULES = "LCL38_1_4"
    ART_38_VOID_CONTRACT = "LCL38_1_5"
    ART_38_OTHER = "LCL38_1_6"
    ART_38_FORCE = "LCL38_2"
    ART_39 = "LCL39"
    ART_40_ILLNESS = "LCL40_1"
    ART_40_INCOMPETENCE = "LCL40_2"
    ART_40_CIRCUMSTANCES = "LCL40_3"
    ART_41 = "LCL41"
    EXPIRY_EMPLOYER = "LCL44_1_EXPIRY_EMPLOYER"
    EXPIRY_WORKER_REFUSES = "LCL44_1_EXPIRY_WORKER_REFUSES_SAME_TERMS"
    RETIREMENT = "LCL44_2_RETIREMENT"
    DEATH = "LCL44_3_DEATH"
    BANKRUPTCY = "LCL44_4_BANKRUPT"
    DISSOLUTION = "LCL44_5_DISSOLUTION"
    TASK_DONE = "TASK_DONE"
    ART_46_UNSPECIFIED = "LCL46"
    UNLAWFUL = "LCL48_UNLAWFUL"
    PART_TIME = "LCL71_PART_TIME"


ART_38 = frozenset(ground for ground in Ground if ground.value.startswith("LCL38"))
ART_40 = frozenset(ground for ground in Ground if ground.value.startswith("LCL40"))

# 劳动合同法46条 and, for task contracts, 实施条例22条.
OWES_COMPENSATION = (
    ART_38
    | ART_40
    | {
        Ground.ART_36_EMPLOYER,
        Ground.ART_41,
        Ground.EXPIRY_EMPLOYER,
        Ground.BANKRUPTCY,
        Ground.DISSOLUTION,
        Ground.TASK_DONE,
        Ground.ART_46_UNSPECIFIED,
    }
)

ARTICLE_OF_NOTHING = {
    Ground.EXPIRY_WORKER_REFUSES: "劳动合同法46条5项",
    Ground.PART_TIME: "劳动合同法71条",
    Ground.UNLAWFUL: "劳动合同法48、87条",
}


@dataclass(frozen=True)
class OldRule:
    """What the rules in force before 2008 paid for a ground: a month per year of service, up to `most` months."""

    article: str
    most: int | None = None
    pays: bool = True


NO_OLD_COMPENSATION = OldRule("劳动合同法97条3款（2008年前的规定没有这项补偿）", pays=False)

# 劳动合同法97条3款. A ground that is missing here has no settled old rule: the calculator asks.
OLD_RULES: dict[Ground, OldRule] = {
    Ground.ART_36_EMPLOYER: OldRule("劳部发〔1994〕481号5条", most=12),
    Ground.ART_40_INCOMPETENCE: OldRule("劳部发〔1994〕481号7条", most=12),
    Ground.ART_40_ILLNESS: OldRule("劳部发〔1994〕481号6条"),
    Ground.ART_40_CIRCUMSTANCES: OldRule("劳部发〔1994〕481号8条"),
    Ground.ART_41: OldRule("劳部发〔1994〕481号9条"),
    Ground.EXPIRY_EMPLOYER: NO_OLD_COMPENSATION,
    Ground.DISSOLUTION: NO_OLD_COMPENSATION,
    Ground.ART_38_SOCIAL_INSURANCE: NO_OLD_COMPENSATION,
    Ground.TASK_DONE: NO_OLD_COMPENSATION,
}
