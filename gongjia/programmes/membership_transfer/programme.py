"""会籍接转: pulled by the receiving union, never vetoed by the old one.

会员劳动（工作）关系在哪里，会籍就在哪里 (工会会员会籍管理办法第3条). The old union is told when the request is made and when it is
done; it can question the identity of the person, and nothing else.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from gongjia.cases.kinds import CaseKind, Limit, Move, Question, Role, Step, register
from gongjia.programmes.membership_transfer import rules
from gongjia.programmes.membership_transfer.forms import CheckedForm, IdentityForm, RefuseForm
from gongjia.unions import ways
from gongjia.unions.ways import Way


class TransferIntake(BaseModel):
    """Where to; where from is entered by the platform."""

    way: Way
    code: str = ""
    union: int | None = None
    union_name: str = ""
    employer: int | None = None
    employer_name: str = ""
    from_union: int | None = None
    from_union_name: str = ""


def route(answers: Mapping[str, Any], applicant: Any) -> Any:
    return ways.union_of(answers)


ENDS = ("transferred", "refused", "withdrawn")
STEPS = (
    Step(
        "asked",
        _("With the new union"),
        _("Your request is with %(holder)s. Until it is decided you stay a member where you are."),
        Role.OFFICER,
        limits=(
            Limit("membership.transfer", Role.OFFICER, until=(*ENDS, "identity")),
        ),
    ),
    Step(
        "identity",
        _("Identity is checked"),
        _("Your old union asked %(union)s to make sure that it is you. You may be called."),
        Role.OFFICER,
        limits=(
            Limit("identity.check", Role.OFFICER, until=ENDS),
        ),
    ),
    Step("transferred", _("Moved"), _("You are a member of %(union)s."), Role.SYSTEM, is_final=True),
    Step("refused", _("Refused"), _("%(union)s did not take you in. The reason stands below; you stay a member where "
         "you were."), Role.SYSTEM, is_final=True, leads_anew=True),
    Step("withdrawn", _("Withdrawn"), _("You withdrew your request and stay a member where you were."), Role.SYSTEM,
         is_final=True, leads_anew=True),
)  # fmt: skip
OFFICE = (Role.OFFICER, Role.SUPERIOR)
MOVES = (
    Move(
        "take_in",
        _("Take in"),
        _("The membership moves here today. The old union is told; it need not agree."),
        _("Taken in: the membership moved this day."),
        source=("asked",), to="transferred", by=OFFICE, when=rules.still_a_member, then=rules.take_in, is_main=True,
    ),
    Move(
        "take_in_checked",
        _("It is the person: take in"),
        _("The membership moves here today. How it was made sure is kept."),
        _("Identity made sure; taken in this day."),
        source=("identity",), to="transferred", by=OFFICE, form=CheckedForm, when=rules.still_a_member,
        then=rules.take_in, is_main=True,
    ),
    Move(
        "refuse",
        _("Refuse"),
        _("Only where the person does not belong here or is not who they say. They stay a member where they were."),
        _("Refused."),
        source=("asked", "identity"), to="refused", by=OFFICE, form=RefuseForm, then=rules.refuse,
    ),
    Move(
        "question_identity",
        _("Question the identity"),
        _("The receiving union must make sure within 2 working days that it is the same person."),
        _("The old union asked that the identity be made sure."),
        source=("asked",), to="identity", by=(Role.SYSTEM,), form=IdentityForm, then=rules.question_identity,
    ),
    Move(
        "withdraw",
        _("Withdraw"),
        _("The request ends and you stay a member where you are."),
        _("Withdrawn by the applicant."),
        source=("asked", "identity"), to="withdrawn", by=(Role.APPLICANT,), then=rules.withdraw,
    ),
)  # fmt: skip
QUESTIONS = (
    Question("way", _("How do you want to belong to your new union?"), ways.WayForm),
    Question("code", _("Which code is on the poster?"), ways.CodeForm, asked_if=ways.chose(Way.CODE)),
    Question(
        "workplace", _("Where do you work now?"), ways.EmployerForm, asked_if=ways.chose(Way.WORKPLACE),
        help=_("If your workplace has no union yet, the union of its street takes you in."),
    ),
    Question(
        "platform", _("For which platform or partner firm?"), ways.EmployerForm, asked_if=ways.chose(Way.PLATFORM),
        help=_("The name in the app, or the firm on your agreement. No contract is needed."),
    ),
    Question("street", _("In which street or town?"), ways.StreetForm, asked_if=ways.needs_street),
    Question("league", _("Which trade?"), ways.LeagueForm, asked_if=ways.chose(Way.LEAGUE)),
)  # fmt: skip

MEMBERSHIP_TRANSFER = register(
    CaseKind(
        key="membership_transfer",
        title=_("Transfer of membership"),
        prefix="ZH",
        steps=STEPS,
        moves=MOVES,
        intake=TransferIntake,
        questions=QUESTIONS,
        route=route,
        first_step=lambda answers: "asked",
        on_open=rules.opened,
        outcomes={"transferred": _("Moved"), "refused": _("Refused"), "withdrawn": _("Withdrawn")},
        promises=(
            _("The new union decides within 3 working days. If not, the union above is asked by itself."),
            _("Your old union is told. It need not agree and cannot hold you."),
            _("You are a member without a gap: the old membership ends on the day the new one begins."),
        ),
        opens_by=frozenset({"member", "officer"}),
        one_at_a_time=True,
        asks_rating=False,
        domain="services",
        summary=lambda case: case.intake["from_union_name"],
    )
)
