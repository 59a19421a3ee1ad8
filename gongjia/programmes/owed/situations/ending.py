"""公司让我走, 我自己走的: why the employment ended decides what is owed for it, and only one of N, N+1 and 2N is."""

from dataclasses import replace

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjia.programmes.owed.kinds import ClaimAsked, Facts, known, number_of


class Dismissal(models.TextChoices):
    """How the employer put it; each stands for an article."""

    NO_GROUND = "no_ground", _("No reason, or a reason I do not accept")
    MISCONDUCT = "misconduct", _("They say I broke the rules, and there is something in it")
    AGREED = "agreed", _("They asked me to go, and I agreed")
    EXPIRED = "expired", _("The contract ran out and they do not renew it")
    INCOMPETENT = "incompetent", _("They say I cannot do the work, even after training or another post")
    ILLNESS = "illness", _("I was ill or hurt for long and could not do the work any more")
    CIRCUMSTANCES = "circumstances", _("The place moved, the work was stopped, and we found no other way")
    LAY_OFF = "lay_off", _("Many of us were laid off at once")
    TASK_DONE = "task_done", _("The contract was for one task, and it is done")
    CLOSED = "closed", _("The employer closed down or was dissolved")
    BANKRUPT = "bankrupt", _("The employer is bankrupt")


class Leaving(models.TextChoices):
    ARREARS = "arrears", _("My pay was late or not in full")
    INSURANCE = "insurance", _("They did not pay my social insurance")
    CONDITIONS = "conditions", _("The work was unsafe, or not what the contract says")
    UNLAWFUL_RULES = "unlawful_rules", _("Their rules broke the law and harmed me")
    FORCE = "force", _("I was forced, threatened or locked in")
    ASKED_TO = "asked_to", _("They asked me to write the resignation myself")
    WORSE_RENEWAL = "worse_renewal", _("The contract ran out, and they offered worse terms")
    SAME_RENEWAL = "same_renewal", _("The contract ran out, they offered the same, I did not want to")
    OWN_WISH = "own_wish", _("I wanted to leave, for reasons of my own")


class UnionTold(models.TextChoices):
    NOT_TOLD = "not_told", _("There is a union, and it was not told beforehand")
    TOLD = "told", _("The union was told beforehand")
    NO_UNION = "no_union", _("There is no union at the employer")
    UNKNOWN = "unknown", _("I do not know")


GROUNDS = {
    Dismissal.NO_GROUND: "LCL48_UNLAWFUL",
    Dismissal.MISCONDUCT: "LCL39",
    Dismissal.AGREED: "LCL36_EMPLOYER",
    Dismissal.EXPIRED: "LCL44_1_EXPIRY_EMPLOYER",
    Dismissal.INCOMPETENT: "LCL40_2",
    Dismissal.ILLNESS: "LCL40_1",
    Dismissal.CIRCUMSTANCES: "LCL40_3",
    Dismissal.LAY_OFF: "LCL41",
    Dismissal.TASK_DONE: "TASK_DONE",
    Dismissal.CLOSED: "LCL44_5_DISSOLUTION",
    Dismissal.BANKRUPT: "LCL44_4_BANKRUPT",
    Leaving.ARREARS: "LCL38_1_2",
    Leaving.INSURANCE: "LCL38_1_3",
    Leaving.CONDITIONS: "LCL38_1_1",
    Leaving.UNLAWFUL_RULES: "LCL38_1_4",
    Leaving.FORCE: "LCL38_2",
    Leaving.ASKED_TO: "LCL36_EMPLOYER",
    Leaving.WORSE_RENEWAL: "LCL44_1_EXPIRY_EMPLOYER",
    Leaving.SAME_RENEWAL: "LCL44_1_EXPIRY_WORKER_REFUSES_SAME_TERMS",
    Leaving.OWN_WISH: "LCL37",
}
PART_TIME = "LCL71_PART_TIME"
UNLAWFUL = "LCL48_UNLAWFUL"
BY_EMPLOYER_ALONE = ("LCL39", "LCL40_1", "LCL40_2", "LCL40_3", "LCL41")  # 第43条: the union is told beforehand
WITH_NOTICE = ("LCL40_1", "LCL40_2", "LCL40_3")
ACT_IN_FORCE = "2008-01-01"

N = _("Compensation for the end of the work (N)")
N_PLUS_1 = _("Compensation for the end of the work, and a month for missing notice (N+1)")
TWO_N = _("Damages for an unlawful dismissal (2N)")


def ground_of(facts: Facts) -> str:
    """The article under which it ended; part-time work ends without compensation (第71条)."""
    happened = facts.get("situations", ())
    if "part_time" in happened and is_part_time(facts):
        return PART_TIME
    reason = facts.get("dismissal") if "dismissed" in happened else facts.get("leaving") if "left" in happened else None
    return GROUNDS.get(reason or "", "")


def is_part_time(facts: Facts) -> bool:
    """第68条: at most four hours a day on average and 24 a week."""
    a_day, a_week = number_of(facts.get("hours_per_day")), number_of(facts.get("hours_per_week"))
    return (a_day or 0) <= 4 and (a_week or 0) <= 24


def service(facts: Facts) -> dict[str, object]:
    end = facts.get("ended_on")
    return known(service_start=facts.get("started_on"), service_end=end,
                 service_end_is_last_day=True if end else None, avg_wage_12m=facts.get("wage"),
                 region=facts.get("region"))  # fmt: skip


def ending(facts: Facts) -> list[ClaimAsked]:
    """One claim for the end of the work; what may be had in its place stands beside it and is never added."""
    ground, paid = ground_of(facts), facts.get("end_paid")
    if not ground:
        return []
    inputs = {**service(facts), "termination_ground": ground}
    plain = ClaimAsked("end", "economic_compensation", N, inputs, paid=paid)
    if ground in WITH_NOTICE:
        more = known(notice_days_given=30 if facts.get("notice") == "yes" else 0,
                     last_month_wage=facts.get("last_wage") or facts.get("wage"))  # fmt: skip
        plain = ClaimAsked("end", "payment_in_lieu", N_PLUS_1, {**inputs, **more}, paid=paid)
    if ground == UNLAWFUL:
        return [unlawful(inputs, paid), *lawful_after_all(facts, inputs, paid)]
    if ground not in BY_EMPLOYER_ALONE:
        return [plain]
    if facts.get("union_told") == UnionTold.NOT_TOLD:
        told = {**inputs, "union_exists": True, "union_notified": False}
        return [unlawful(told, paid), replace(plain, key="end_lawful", instead_of="end")]
    return [plain, replace(unlawful(inputs, paid), key="end_unlawful", instead_of="end")]


def unlawful(inputs: dict[str, object], paid: str | None) -> ClaimAsked:
    return ClaimAsked("end", "unlawful_termination", TWO_N, {**inputs, **known(already_paid=paid)})


def lawful_after_all(facts: Facts, inputs: dict[str, object], paid: str | None) -> list[ClaimAsked]:
    """N beside 2N where service began before 2008: its parts are counted by other rules than half of 2N."""
    if (facts.get("started_on") or ACT_IN_FORCE) >= ACT_IN_FORCE:
        return []
    return [ClaimAsked("end_lawful", "economic_compensation", N, {**inputs, "termination_ground": "LCL46"},
                       instead_of="end", paid=paid)]  # fmt: skip
