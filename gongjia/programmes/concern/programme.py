"""诉求: a question, a complaint or a suggestion, with a name, kept from the employer, or without one (12351).

Three classes with a clock each, one answer that can be rejected once, and it closes on the sender's word or by time.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongjia.cases.kinds import CaseKind, Limit, Move, Panel, Role, Step, register
from gongjia.law.words import with_periods
from gongjia.programmes.concern import forms, rules
from gongjia.programmes.concern.intake import ConcernIntake, Sort, route
from gongjia.programmes.concern.papers import PAPERS

APPLICANT, OFFICER, SYSTEM = Role.APPLICANT, Role.OFFICER, Role.SYSTEM
CLASSES = ("ordinary", "difficult", "very_complex")
ANSWERED = ("answered", "answered_again")
OPEN = ("received", *CLASSES, *ANSWERED, "rework")


def raised(case: Any) -> date:
    """The clock of every class runs from the day it was raised: putting it into a class wins no time."""
    opened_on: date = case.opened_on
    return opened_on


def in_hand(key: str, title: Any) -> Step:
    return Step(
        key,
        title,
        _("%(holder)s is looking into it."),
        OFFICER,
        limits=(Limit(f"concern.{key}", OFFICER, starts=raised),),
    )


def waits_for_sender(key: str, title: Any, sentence: Any) -> Step:
    return Step(
        key,
        title,
        sentence,
        APPLICANT,
        limits=(
            Limit(
                "concern.confirm",
                APPLICANT,
                _("Without a word from you it closes by itself. It then counts neither as solved nor as satisfied."),
                expiry_move="no_word",
            ),
        ),
    )


STEPS = (
    Step(
        "received",
        _("Received"),
        _("It has reached %(union)s. Somebody there reads it and writes to you."),
        OFFICER,
        limits=(Limit("concern.first_contact", OFFICER),),
    ),
    in_hand("ordinary", _("Being looked into")),
    in_hand("difficult", _("Being looked into (difficult)")),
    in_hand("very_complex", _("Being looked into (very complex)")),
    waits_for_sender("answered", _("Answered"), _("%(union)s has answered. Does the answer help you?")),
    Step(
        "rework",
        _("Looked into anew"),
        _("You did not accept the answer. Now %(union)s, the union above, looks into it."),
        OFFICER,
        limits=(Limit("concern.rework", OFFICER),),
    ),
    waits_for_sender("answered_again", _("Answered anew"), _("%(union)s has looked into it anew and answered.")),
    Step(
        "closed",
        _("Concern closed"),
        _("The matter is closed. The answer stays here for you to read."),
        SYSTEM,
        is_final=True,
    ),
    Step("withdrawn", _("Withdrawn"), _("You have withdrawn it."), SYSTEM, is_final=True),
)


def take_up(key: str, title: Any, consequence: Any, source: tuple[str, ...], is_main: bool = False) -> Move:
    return Move(
        f"as_{key}",
        title,
        consequence,
        _("Somebody is looking into it"),
        source,
        key,
        (OFFICER,),
        form=forms.FirstWordsForm,
        is_main=is_main,
    )


MOVES = (
    take_up(
        "ordinary",
        _("Take up: ordinary"),
        with_periods(_("The sender reads your line. To be answered within %(days)s."), days="concern.ordinary"),
        ("received",),
        is_main=True,
    ),
    take_up(
        "difficult",
        _("Take up: difficult"),
        with_periods(
            _("For what needs inquiries. To be answered within %(days)s; the sender reads why."),
            days="concern.difficult",
        ),
        ("received", "ordinary"),
    ),
    take_up(
        "very_complex",
        _("Take up: very complex"),
        with_periods(
            _("For what several offices must settle. To be answered within %(days)s; the sender reads why."),
            days="concern.very_complex",
        ),
        ("received", "ordinary", "difficult"),
    ),
    Move(
        "answer",
        _("Send the answer"),
        _(
            "The sender reads it and says whether it helps. It can be rejected once; then the union "
            "above looks into it."
        ),
        _("The answer"),
        ("received", *CLASSES),
        "answered",
        (OFFICER,),
        form=forms.WordsForm,
        is_main=True,
    ),
    Move(
        "accept_answer",
        _("That will do"),
        _("The matter is closed. Your word decides whether it counts as solved."),
        _("The sender has closed the matter"),
        ANSWERED,
        "closed",
        (APPLICANT,),
        form=forms.AcceptForm,
        then=rules.closed_by_sender,
        is_main=True,
    ),
    Move(
        "reject_answer",
        _("This does not help me"),
        with_periods(
            _("The union above looks into it anew and answers within %(days)s. This is possible once."),
            days="concern.rework",
        ),
        _("The answer was not accepted; %(above)s takes it on"),
        ("answered",),
        "rework",
        (APPLICANT,),
        form=forms.WhyNotForm,
        then=rules.to_union_above,
    ),
    Move(
        "answer_again",
        _("Answer anew"),
        _("The sender reads it. It is the last word of the unions in this matter; other ways stay open."),
        _("The new answer"),
        ("rework",),
        "answered_again",
        (OFFICER,),
        form=forms.WordsForm,
        is_main=True,
    ),
    Move(
        "no_word",
        _("No word from the sender"),
        _("It closes by itself."),
        _("It closed by itself, without a word from the sender"),
        ANSWERED,
        "closed",
        (SYSTEM,),
        then=rules.closed_by_time,
    ),
    Move(
        "withdraw",
        _("Withdraw this matter"),
        _("Nobody looks into it any further."),
        _("The sender has withdrawn it"),
        OPEN,
        "withdrawn",
        (APPLICANT,),
        form=forms.OptionalWordsForm,
        then=rules.withdrawn,
    ),
)

OUTCOMES = {
    "solved": _("Solved, the sender says"),
    "explained": _("Explained, the sender says"),
    "not_solved": _("Not solved, the sender says"),
    "no_word": _("Closed without a word from the sender"),
    "withdrawn": _("Withdrawn"),
}


def summary(case: Any) -> Any:
    return Sort(case.intake["sort"]).label


CONCERN = register(
    CaseKind(
        key="concern",
        title=_("Concern"),
        prefix="SQ",
        steps=STEPS,
        moves=MOVES,
        intake=ConcernIntake,
        questions=forms.QUESTIONS,
        first_step=rules.first_step,
        route=route,
        why_not_with=rules.why_not_with,
        on_open=rules.opened,
        outcomes=OUTCOMES,
        promises=(
            with_periods(_("Somebody writes to you within %(days)s."), days="concern.first_contact"),
            with_periods(
                _(
                    "An ordinary matter is answered within %(ordinary)s, a difficult one within %(difficult)s, a very "
                    "complex one within %(very_complex)s."
                ),
                ordinary="concern.ordinary",
                difficult="concern.difficult",
                very_complex="concern.very_complex",
            ),
            _("If the answer does not help, say so: the union above looks into it anew."),
        ),
        domain="rights",
        papers=PAPERS,
        panels=(
            Panel(
                "cases/parts/words_to_read.html",
                rules.answer_to_read,
                readers=frozenset({APPLICANT}),
                moves=("accept_answer", "reject_answer"),
            ),
        ),
        summary=summary,
    )
)
