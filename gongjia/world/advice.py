"""One dispute of the demo whose worker worked out what is owed: the cast's lawyer was asked to look at it."""

from typing import Any

from gongjia.cases.actions.assignments import assign
from gongjia.cases.actions.documents import keep_paper
from gongjia.cases.kinds import Actor, Role
from gongjia.cases.models import Case
from gongjia.people.models import Person
from gongjia.programmes.owed.compare import story_of_answers
from gongjia.programmes.owed.models import Calculation
from gongjia.programmes.owed.papers import paper_to_hand_over
from gongjia.unions.kinds import Role as OfficeRole
from gongjia.unions.models import Office, Union
from gongjia.world.ground import CAST_COUNTY


def make() -> None:
    """The latest open dispute about pay in the cast's county, not yet agreed; a very small province may have none."""
    disputes = Case.objects.open().filter(kind="dispute_mediation", union__division_code=CAST_COUNTY)
    about_pay = disputes.filter(step__in=("applied", "mediating"), intake__matter__in=("wages", "overtime"))
    case = about_pay.order_by("-opened_on", "-pk").first()
    if case is None:
        return
    answers = _answers(case.intake)
    case.claimed = story_of_answers(answers)[1]["totals"]["employer"]
    case.intake["claimed"] = str(case.claimed)
    case.save(update_fields=["claimed", "intake"])
    paper = keep_paper(case, paper_to_hand_over(answers), "calculation", for_employer=False)
    Calculation.objects.create(person=case.applicant, answers=answers, paper=paper)
    officer, lawyer = _of_the_cast(OfficeRole.OFFICER), _of_the_cast(OfficeRole.LAWYER)
    assign(case.pk, Actor(account=officer.account, person=officer), lawyer, Role.LAWYER)


def _answers(intake: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    """Two months' wages and 44 hours of overtime, as somebody types it: page -> field -> values."""
    return {
        "happened": {"situations": ["wages", "overtime"]},
        "place": {"county": [CAST_COUNTY], "employer_name": [intake["employer_name"]]},
        "work": {"started_on": ["2024-03-05"], "employment": ["still"], "ended_on": [""]},
        "wage": {"wage": [intake["monthly_pay"]], "wage_overtime": [""]},
        "wages": {"unpaid_months": ["2"], "unpaid_days": [""], "unpaid_part_paid": [""]},
        "overtime": {"weekday_hours": ["44"], "rest_days": [""], "holidays": [""]},
        "overtime-paid": {"overtime_paid": [""], "overtime_base": [""]},
    }


def _of_the_cast(role: str) -> Person:
    """Whoever of the cast holds this office in its county: nobody else holds one there."""
    offices = Office.objects.filter(union__division_code=CAST_COUNTY, union__kind=Union.Kind.FEDERATION, role=role)
    return offices.select_related("person__account").get().person
