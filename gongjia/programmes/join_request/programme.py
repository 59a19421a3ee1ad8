"""入会申请: three short answers, and a reply within three working days.

The period is the platform's promise (rule membership.join); who applies need not prove more than who they are.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from gongjia.cases.kinds import Actor, CaseKind, Limit, Move, Panel, Question, Role, Step, register
from gongjia.programmes.join_request import rules
from gongjia.programmes.join_request.forms import MendForm, NameForm, RefuseForm, ReturnForm
from gongjia.unions import ways
from gongjia.unions.ways import Way


class JoinIntake(BaseModel):
    """What was answered: the way, the union or employer it led to, the name where it was not known."""

    way: Way
    code: str = ""
    union: int | None = None
    union_name: str = ""
    employer: int | None = None
    employer_name: str = ""
    name: str = ""


def known(actor: Actor) -> dict[str, Any]:
    """The name is not asked for again."""
    return {"known_name": getattr(actor.applicant, "name", "")}


def route(answers: Mapping[str, Any], applicant: Any) -> Any:
    return ways.union_of(answers)


STEPS = (
    Step(
        "applied",
        _("With the union"),
        _("Your application is with %(holder)s."),
        Role.OFFICER,
        limits=(
            Limit(
                "membership.join",
                Role.OFFICER,
                until=("approved", "refused", "withdrawn", "returned"),
            ),
        ),
    ),
    Step("returned", _("A question to you"), _("%(union)s needs something from you."), Role.APPLICANT),
    Step("approved", _("Taken in"), _("You are a member of %(union)s."), Role.SYSTEM, is_final=True),
    Step(
        "refused",
        _("Refused"),
        _("%(union)s did not take you in. The reason stands below."),
        Role.SYSTEM,
        is_final=True,
        leads_anew=True,
    ),
    Step(
        "withdrawn",
        _("Withdrawn"),
        _("You withdrew your application."),
        Role.SYSTEM,
        is_final=True,
        leads_anew=True,
    ),
)
OFFICE = (Role.OFFICER, Role.SUPERIOR)
MOVES = (
    Move(
        "approve",
        _("Approve"),
        _("The person becomes a member today and is told at once."),
        _("Approved: a member from this day."),
        source=("applied",), to="approved", by=OFFICE, when=rules.not_a_member_yet, then=rules.approve, is_main=True,
    ),
    Move(
        "return_for_fix",
        _("Ask back"),
        _("The applicant reads your question and answers; your three days begin anew with the answer."),
        _("The union asked back."),
        source=("applied",), to="returned", by=OFFICE, form=ReturnForm,
    ),
    Move(
        "refuse",
        _("Refuse"),
        _("Only on a lawful ground. The applicant reads your reason and can apply again or elsewhere."),
        _("Refused."),
        source=("applied",), to="refused", by=OFFICE, form=RefuseForm, then=rules.refuse,
    ),
    Move(
        "mend",
        _("Answer the union"),
        _("Your application goes back to the union, which has three working days again."),
        _("The applicant answered."),
        source=("returned",), to="applied", by=(Role.APPLICANT,), form=MendForm, then=rules.mend, is_main=True,
    ),
    Move(
        "withdraw",
        _("Withdraw"),
        _("The application ends. You can apply again at any time, here or elsewhere."),
        _("Withdrawn by the applicant."),
        source=("applied", "returned"), to="withdrawn", by=(Role.APPLICANT,), then=rules.withdraw,
    ),
)  # fmt: skip
QUESTIONS = (
    Question("way", _("How do you want to belong to a union?"), ways.WayForm),
    Question("code", _("Which code is on the poster?"), ways.CodeForm, asked_if=ways.chose(Way.CODE)),
    Question(
        "workplace", _("Where do you work?"), ways.EmployerForm, asked_if=ways.chose(Way.WORKPLACE),
        help=_("If your workplace has no union yet, the union of its street takes you in."),
    ),
    Question(
        "platform", _("For which platform or partner firm?"), ways.EmployerForm, asked_if=ways.chose(Way.PLATFORM),
        help=_("The name in the app, or the firm on your agreement. No contract is needed."),
    ),
    Question("street", _("In which street or town?"), ways.StreetForm, asked_if=ways.needs_street),
    Question("league", _("Which trade?"), ways.LeagueForm, asked_if=ways.chose(Way.LEAGUE)),
    Question(
        "name", _("What is your name?"), NameForm, asked_if=lambda answers: not answers.get("known_name"),
        help=_("As on the identity card. Your phone number we know from your sign-in."),
    ),
)  # fmt: skip

JOIN_REQUEST = register(
    CaseKind(
        key="join_request",
        title=_("Application to join"),
        prefix="RH",
        steps=STEPS,
        moves=MOVES,
        intake=JoinIntake,
        questions=QUESTIONS,
        known=known,
        route=route,
        panels=(
            Panel("join_request/panels/identity.html", rules.identity_of, frozenset(OFFICE)),
            Panel(
                "cases/parts/words_to_read.html", rules.question_to_read, frozenset({Role.APPLICANT}), moves=("mend",)
            ),
        ),
        first_step=lambda answers: "applied",
        on_open=rules.opened,
        outcomes={"approved": _("Approved"), "refused": _("Refused"), "withdrawn": _("Withdrawn")},
        promises=(
            _("The union replies within 3 working days. If not, the union above is asked by itself."),
            _(
                "Nobody is refused for household registration, kind of work, sex, ethnicity, religion, education or age."
            ),
            _("When you are taken in, your card stands under “My membership”."),
        ),
        opens_by=frozenset({"stranger", "member", "officer"}),
        one_at_a_time=True,
        asks_rating=False,
        domain="services",
        summary=lambda case: Way(case.intake["way"]).label,
    )
)
