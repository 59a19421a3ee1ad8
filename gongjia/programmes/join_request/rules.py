"""What the moves of a join request do, and what may never be a ground for refusing."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjia.cases.kinds import Actor, Refused, Turn
from gongjia.cases.models import Case
from gongjia.people.actions import tell_about_work, tell_name
from gongjia.programmes.join_request.access import other_application
from gongjia.unions import actions as unions
from gongjia.unions.access import employer_shown, membership_of
from gongjia.unions.models import Membership
from gongjia.unions.ways import HOW, Way

# The grounds that the law leaves (《工会法》第3条; 工会会员会籍管理办法第3、4条). There is no “other”.
GROUNDS = {
    "no_wages": gettext_lazy("Does not live mainly on wages or on work for others"),
    "elsewhere": gettext_lazy("Works or lives elsewhere: another union takes the person in"),
    "not_the_person": gettext_lazy("It could not be made sure who the person is"),
}
# Nobody may be kept out for these (《工会法》第3条；《吉林省实施〈工会法〉若干规定》第2条). Words that give such a ground away:
FORBIDDEN = {
    "户籍": gettext_lazy("household registration"),
    "户口": gettext_lazy("household registration"),
    "民族": gettext_lazy("ethnicity"),
    "宗教": gettext_lazy("religion"),
    "信教": gettext_lazy("religion"),
    "性别": gettext_lazy("sex"),
    "女工": gettext_lazy("sex"),
    "学历": gettext_lazy("education"),
    "文化程度": gettext_lazy("education"),
    "年龄": gettext_lazy("age"),
    "60岁": gettext_lazy("age"),
    "六十岁": gettext_lazy("age"),
    "超龄": gettext_lazy("age"),
    "临时工": gettext_lazy("form of employment"),
    "派遣": gettext_lazy("form of employment"),
    "灵活就业": gettext_lazy("form of employment"),
    "非全日制": gettext_lazy("form of employment"),
    "没有劳动合同": gettext_lazy("form of employment"),
    "无劳动合同": gettext_lazy("form of employment"),
}


def forbidden_ground(text: str) -> Any:
    """The forbidden ground that a reason gives away, in words; None where it gives none."""
    plain = re.sub(r"\s", "", text)
    return next((ground for word, ground in FORBIDDEN.items() if word in plain), None)


def opened(turn: Turn) -> None:
    """Take the application: the name and work as told, the employer, one application at a time."""
    person, case, intake = turn.actor.applicant, turn.case, turn.case.intake
    unions.lock_person(person)
    if membership := membership_of(person):
        raise Refused(
            _(
                "You are already a member of %(union)s. Your membership can move to another union; you need not join again."
            )
            % {"union": membership.union.label}
        )
    if earlier := other_application(person, case):
        raise Refused(
            _("Your application %(number)s to %(union)s is still open. You can withdraw it there and apply anew.")
            % {"number": earlier.number, "union": earlier.union.label}
        )
    if intake["name"]:
        tell_name(person, intake["name"], by=turn.actor.account if turn.actor.on_behalf_of else None)
    if intake["way"] == Way.PLATFORM and not person.is_new_form_worker:
        tell_about_work(person, is_new_form_worker=True, is_migrant_worker=person.is_migrant_worker)
    case.employer = employer_shown(intake["employer"]) if intake["employer"] else case.union.employer


def approve(turn: Turn) -> None:
    """Enter the person as a member, in the same transaction as the approval."""
    case = turn.case
    how = Membership.How.COUNTER if case.by_agent else HOW[Way(case.intake["way"])]
    membership = unions.join(case.applicant, case.union, how, by=turn.actor.account)
    turn.entry.facts = {"membership": membership.pk}
    case.outcome, case.settled_on = "approved", turn.today


def refuse(turn: Turn) -> None:
    turn.entry.facts = {"ground": turn.facts["ground"]}
    turn.case.outcome, turn.case.settled_on = "refused", turn.today


def mend(turn: Turn) -> None:
    """The applicant answers what the union asked back."""
    turn.case.intake = {**turn.case.intake, "name": turn.facts["name"], "employer_name": turn.facts["employer_name"]}
    tell_name(turn.case.applicant, turn.facts["name"], by=turn.actor.account if turn.actor.on_behalf_of else None)


def withdraw(turn: Turn) -> None:
    turn.case.outcome = "withdrawn"


def question_to_read(case: Case) -> dict[str, Any] | None:
    """What the union asked, for the applicant who is to answer it."""
    if case.step != "returned":
        return None
    asked = case.entries.filter(verb="return_for_fix").order_by("-id")[0]
    return {"title": _("What the union asks you"), "text": asked.text, "at": asked.at}


def identity_of(case: Case) -> dict[str, Any]:
    """Whether it is made sure who applies, for whoever decides."""
    return {"person": case.applicant, "back": f"/cases/{case.pk}/desk/"}


def not_a_member_yet(case: Case, actor: Actor) -> Any:
    """Whoever became a member elsewhere meanwhile needs a transfer instead."""
    membership = membership_of(case.applicant)
    if membership is None:
        return None
    return _("The person is a member of %(union)s meanwhile. What is needed is a transfer.") % {
        "union": membership.union.label
    }
