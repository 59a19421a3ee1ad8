"""好差评: one voluntary grade per case. A bad one is called back by somebody who had no hand in the case.

Nothing of it enters the timeline: whoever handled the case reads that, and must not learn who rated.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from gongjia.audit.actions import record
from gongjia.cases.access import above_all, call_back_for, case_for, sides_of, who_had_a_hand_in
from gongjia.cases.actions.messages import checked
from gongjia.cases.actions.story import is_anonymous, roles_among
from gongjia.cases.kinds import Actor, Refused, Role
from gongjia.cases.models import Case, Rating
from gongjia.foundation.clock import now, today
from gongjia.law.access import rule
from gongjia.law.clocks import deadline
from gongjia.notices.actions import tell

WORST_GOOD = Rating.Grade.FAIR


@transaction.atomic
def rate(case_id: int, actor: Actor, grade: int, text: str = "", solved: bool | None = None) -> Rating:
    """Grade a closed case, 5 best to 1; a second press gives back the first grade. Raises Refused."""
    case = case_for(actor, case_id, lock=True)
    roles = roles_among(case, actor, (Role.APPLICANT,))
    if (earlier := Rating.objects.filter(case=case).first()) is not None:
        return earlier
    if actor.on_behalf_of is not None:
        raise Refused(_("A grade is given without an officer looking on. The person can do it at home, or not at all."))
    if reason := why_no_rating(case):
        raise Refused(reason)
    is_bad = grade < WORST_GOOD
    law = rule("rating.call_back", today(), case.union.division_code or "22") if is_bad else None
    rating = Rating.objects.create(
        case=case, grade=grade, text=text.strip()[:2000], solved=solved,
        call_back_by=deadline(law, today()).due_on if law is not None else None,
    )  # fmt: skip
    record(None if is_anonymous(case, roles) else actor.account, "cases.rated", rating, union=case.union.parent or case.union,
           person=case.applicant)  # fmt: skip
    if is_bad:
        assert rating.call_back_by is not None  # noqa: S101 - no pause, so the clock has an end
        _above, told = above_all(case.union, [*who_had_a_hand_in(case), *sides_of(case)])
        tell(told, "cases.call_back", about=rating, union=case.union.name, by=rating.call_back_by.isoformat())
    return rating


def why_no_rating(case: Case) -> str | None:
    """Why the case cannot be rated now, in a sentence; None where it can."""
    if not case.case_kind.asks_rating:
        return _("This kind of matter is not rated.")
    if case.is_open:
        return _("You can rate it when the matter is closed.")
    return None


@transaction.atomic
def call_back(rating_id: int, actor: Actor, text: str) -> Rating:
    """Write down what came of calling the person back. Raises Http404 for whoever had a hand in the case, and Refused."""
    rating = call_back_for(actor, rating_id, lock=True)
    rating.call_back_text = checked(text)
    rating.called_back_at, rating.called_back_by = now(), actor.account
    rating.save(update_fields=["call_back_text", "called_back_at", "called_back_by"])
    case = rating.case
    record(actor.account, "cases.called_back", rating, union=case.union.parent or case.union, person=case.applicant)
    if case.applicant is not None:
        tell([case.applicant], "cases.called_back", about=case, number=case.number)
    return rating
