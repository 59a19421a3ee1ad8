"""What the moves of a transfer do. The receiving union decides; the old one is told and may question identity alone."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjia.cases.access import officers_of
from gongjia.cases.kinds import Refused, Turn
from gongjia.cases.models import Case
from gongjia.notices.actions import tell
from gongjia.programmes.membership_transfer.access import old_union_of, other_request
from gongjia.unions import actions as unions
from gongjia.unions.access import employer_shown, membership_of

# A transfer follows the work (工会会员会籍管理办法第3条: 会员劳动关系在哪里，会籍就在哪里), so these are the only grounds.
GROUNDS = {
    "elsewhere": gettext_lazy("Works or lives elsewhere: another union takes the person in"),
    "not_the_person": gettext_lazy("It could not be made sure who the person is"),
}


def opened(turn: Turn) -> None:
    """Take the request; tell the old union at once, so that it can speak up if the person is not who they say."""
    person, case = turn.actor.applicant, turn.case
    unions.lock_person(person)
    membership = membership_of(person)
    if membership is None:
        raise Refused(
            _("You are not a member of a union now, so there is nothing to move. You can join in three steps.")
        )
    if membership.union_id == case.union_id:
        raise Refused(_("You are a member of %(union)s already.") % {"union": case.union.label})
    if earlier := other_request(person, case):
        raise Refused(
            _("Your request %(number)s to move to %(union)s is still open. You can withdraw it there and ask anew.")
            % {"number": earlier.number, "union": earlier.union.label}
        )
    intake = {**case.intake, "from_union": membership.union_id, "from_union_name": membership.union.name}
    case.intake = intake
    case.employer = employer_shown(intake["employer"]) if intake["employer"] else case.union.employer
    tell(officers_of(membership.union), "membership_transfer.asked", about=case,
         link=f"/transfer/{case.pk}/identity/", **_facts(case))  # fmt: skip


def take_in(turn: Turn) -> None:
    """Move the membership, in the same transaction as the decision, and tell the old union."""
    case = turn.case
    old_union = old_union_of(case)
    membership = unions.transfer(case.applicant, case.union, by=turn.actor.account)
    turn.entry.facts = {"membership": membership.pk, "from_union": membership.transferred_from.union_id}
    case.outcome, case.settled_on = "transferred", turn.today
    tell(officers_of(old_union), "membership_transfer.done", about=case, **_facts(case))


def refuse(turn: Turn) -> None:
    turn.entry.facts = {"ground": turn.facts["ground"]}
    turn.case.outcome, turn.case.settled_on = "refused", turn.today


def question_identity(turn: Turn) -> None:
    """The old union's word that this may not be the same person: it goes to the receiving union, which checks."""
    turn.entry.facts = {"from_union": turn.case.intake["from_union"]}


def withdraw(turn: Turn) -> None:
    turn.case.outcome = "withdrawn"


def still_a_member(case: Case, actor: Any) -> Any:
    membership = membership_of(case.applicant)
    if membership is None:
        return _("The person has left the union meanwhile. What is needed is an application to join.")
    if membership.union_id == case.union_id:
        return _("The person is a member here already.")
    return None


def _facts(case: Case) -> dict[str, Any]:
    return {"number": case.number, "person": case.applicant.name, "to_union": case.union.name}
