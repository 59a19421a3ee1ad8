"""Turns of phrase that every paper shares. Chinese, because the papers are."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone, translation

from gongjia.cases.kinds import Role
from gongjia.foundation.clock import today
from gongjia.people.display import masked_id, masked_phone
from gongjia.people.divisions import full_name
from gongjia.programmes.dispute_mediation.intake import DisputeIntake, Matter, intake_of
from gongjia.programmes.dispute_mediation.terms import Terms, terms_of

UNKNOWN = "（未填写）"


def chinese_day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "____年__月__日"


def chinese_moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{chinese_day(local.date())}{local:%H:%M}"


def chinese_yuan(amount: Decimal | None) -> str:
    return "—" if amount is None else f"{amount:,.2f}元"


# What the law calls the matters that the intake asks for in plain words (劳动争议调解仲裁法 第2条).
CAUSES = {
    Matter.WAGES: "劳动报酬",
    Matter.OVERTIME: "加班费",
    Matter.DISMISSAL: "解除或者终止劳动合同",
    Matter.INJURY: "工伤待遇",
    Matter.CONTRACT: "订立、履行或者变更劳动合同",
    Matter.INSURANCE: "社会保险",
    Matter.OTHER: "其他劳动权利义务",
}


def cause_of(case: Any) -> str:
    """案由: as the official papers name it."""
    return CAUSES[Matter(intake_of(case).matter)]


def in_chinese(label: Any) -> str:
    """A translated label as the papers need it, whatever language the page has."""
    with translation.override("zh-hans"):
        return str(label)


def in_chinese_period(law: Any) -> str:
    with translation.override("zh-hans"):
        return str(law.length)


def committee(case: Any) -> str:
    union = case.union.name
    return f"{union}劳动争议调解委员会" if case.union.has_mediation_committee else union


def respondent_of(case: Any) -> Any:
    """The one who speaks for the employer in this case; the last one named where it changed."""
    return case.parties.filter(role=Role.RESPONDENT).select_related("person").order_by("-id").first()


def holder_of(case: Any, role: Role) -> Any:
    """The person in whose hands the case is or was last, as officer or as mediator."""
    held = case.assignments.filter(role=role).select_related("person").order_by("-id").first()
    return held.person if held else None


def worker_facts(case: Any) -> list[tuple[str, str]]:
    """双方当事人基本情况: the worker. Numbers stay masked; the originals are shown at the table."""
    worker, intake = case.applicant, intake_of(case)
    return [
        ("姓名", worker.name or UNKNOWN),
        ("性别", {"female": "女", "male": "男"}.get(worker.sex, UNKNOWN)),
        ("出生日期", chinese_day(worker.birth_date) if worker.birth_date else UNKNOWN),
        ("居民身份证号", masked_id(worker) or UNKNOWN),
        ("联系电话", masked_phone(worker) or UNKNOWN),
        ("住址", intake.address or UNKNOWN),
        ("工作地点", full_name(intake.county_code)),
    ]


def working_life(case: Any) -> list[tuple[str, str]]:
    """What 劳动争议调解仲裁法 第28条 wants of the worker besides; the occupation is asked nowhere and filled in by hand."""
    intake, born, day = intake_of(case), case.applicant.birth_date, today()
    age = f"{day.year - born.year - ((day.month, day.day) < (born.month, born.day))}周岁" if born else UNKNOWN
    has_left = f"（{chinese_day(intake.ended_on)}离职）" if intake.ended_on else ""
    return [("年龄", age), ("职业", UNKNOWN), ("工作单位", f"{case.employer.name}{has_left}")]


def position_of_head(case: Any) -> str:
    contact = respondent_of(case)
    return (contact.title if contact is not None and terms_of(case).respondent_is_head else "") or UNKNOWN


def employer_facts(case: Any, terms: Terms | None = None) -> list[tuple[str, str]]:
    employer, contact = case.employer, respondent_of(case)
    terms = terms or terms_of(case)
    facts = [
        ("名称", employer.name),
        ("统一社会信用代码", employer.credit_code or UNKNOWN),
        ("住所", employer.address or UNKNOWN),
        ("法定代表人或者主要负责人", terms.head or (contact.name if contact and terms.respondent_is_head else UNKNOWN)),
    ]
    if contact is not None:
        role = "法定代表人" if terms.respondent_is_head else "委托代理人"
        facts.append((role, "，".join(part for part in (contact.name, contact.title, contact.telephone) if part)))
    return facts


def money_lines(intake: DisputeIntake) -> list[tuple[str, str]]:
    lines = []
    if intake.monthly_pay is not None:
        lines.append(("每月应发工资", chinese_yuan(intake.monthly_pay)))
    if intake.claimed is not None:
        lines.append(("请求金额", chinese_yuan(intake.claimed)))
    return lines


def entry_of(case: Any, *verbs: str) -> Any:
    """The last entry of one of these moves; None where it was not made."""
    return case.entries.filter(verb__in=verbs).order_by("-id").first()


def entered_on(case: Any, *verbs: str) -> date | None:
    entry = entry_of(case, *verbs)
    return timezone.localtime(entry.at).date() if entry else None
