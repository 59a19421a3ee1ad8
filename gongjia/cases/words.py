"""A case in sentences: where it stands, who has it, until when, what happened, what happens by itself."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gongjia.cases.access import HOLDERS, asked_if_late, holder_of, union_of_holder
from gongjia.cases.actions.clocks import limit_of
from gongjia.cases.kinds import CaseKind, Identity, Limit, Role, Step, Words
from gongjia.cases.models import Case, Due, Entry
from gongjia.foundation.clock import today
from gongjia.law.access import rule, rule_version
from gongjia.law.kinds import ClockWarning, RuleMissing
from gongjia.law.models import Rule
from gongjia.unions.access import unions_above

# What the engine itself writes into a timeline; a kind's own moves bring their words along.
HAPPENED: dict[str, Words] = {
    "opened": gettext_lazy("The matter was raised"),
    "note": gettext_lazy("Internal note"),
    "message": gettext_lazy("Message"),
    "chase": gettext_lazy("Asked to get on with it, time no. %(count)s"),
    "document": gettext_lazy("Added a paper"),
    "document_removed": gettext_lazy("Removed a paper"),
    "assigned": gettext_lazy("Now in the hands of %(name)s"),
    "office_ended": gettext_lazy("The office of %(name)s has ended. %(to)s has the matter now"),
    "hand_over": gettext_lazy("Handed over from %(from)s to %(to)s"),
    "overdue": gettext_lazy("The day %(due_on)s passed. The platform asked %(above)s to look into it"),
    "paid": gettext_lazy("%(amount)s yuan reached the worker on %(paid_on)s"),
    "signed": gettext_lazy("Signed a paper"),
}
LAWYER_ASKED = gettext_lazy("%(name)s, a lawyer, was asked to look at it")


WORKERS_LINE = "12351"


@dataclass(frozen=True)
class Hands:
    """Who has a case: a person's name where somebody is assigned, the union, and the number to ring."""

    name: str
    union: str
    telephone: str


def hands_of(case: Case, role: Role | None = None) -> Hands:
    role = role or case.current_step.holder
    holder = holder_of(case, role) if role in HOLDERS else None
    holder = holder or holder_of(case, Role.OFFICER) or holder_of(case, Role.MEDIATOR)
    if holder is None:
        return Hands("", case.union.label, telephone_of(case))
    return Hands(holder.name, union_of_holder(case, holder).label, telephone_of(case))


def whose_turn(case: Case, reader: Role) -> str:
    """What stands over the union's name where the next step is not the union's own; empty where it is."""
    holder = case.current_step.holder
    if holder not in (Role.APPLICANT, Role.RESPONDENT):
        return ""
    if holder == reader:
        return _("It is your turn. At the union:")
    if holder == Role.RESPONDENT:
        return _("Waiting for the employer. At the union:")
    return _("Waiting for the worker. At the union:")


def telephone_of(case: Case) -> str:
    """The number of the union that has the case, else of the nearest one above it, else the workers' line."""
    near = [case.union, *unions_above(case.union)]
    return next((union.telephone for union in near if union.telephone), WORKERS_LINE)


def sentence(case: Case, to_respondent: bool = False) -> str:
    """Where the case stands, in one sentence to the applicant, or to the employer."""
    hands, step = hands_of(case), case.current_step
    words = (to_respondent and step.to_respondent) or step.sentence
    holder = _("%(name)s of %(union)s") % {"name": hands.name, "union": hands.union} if hands.name else hands.union
    return str(words) % {"holder": holder, "union": case.union.label}


# ---- clocks ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Clock:
    """A running clock as a page shows it."""

    due: Due
    title: str
    law: str  # article and length: 《…》第22条，3个工作日
    case: Case
    limit: Limit | None
    warnings: list[str]
    pause: str  # why it stands still; empty while it runs

    @property
    def is_right(self) -> bool:
        """A door that opens or closes: nobody is late for it, and no days are counted down."""
        return not self.due.is_duty

    @property
    def is_past(self) -> bool:
        return self.due.due_on is not None and self.due.due_on < today()

    @property
    def is_overdue(self) -> bool:
        return self.is_past and not self.is_right

    @property
    def holder(self) -> str:
        return str(Role(self.due.holder).label)

    @cached_property
    def on_expiry(self) -> str:
        return on_expiry(self.case, self.limit) if self.limit is not None else ""


def clocks_of(case: Case) -> list[Clock]:
    """The running clocks, duties first, the nearest day first."""
    running = sorted(
        case.dues.running(), key=lambda due: (not due.is_duty, due.due_on is None, due.due_on or date.max, due.pk)
    )
    return [clock_of(due, case) for due in running]


def nearest(clocks: Iterable[Clock]) -> Clock | None:
    """The clock that a page shows large: of clocks_of the first, but no right whose day has passed."""
    return next((clock for clock in clocks if not (clock.is_right and clock.is_past)), None)


def clock_of(due: Due, case: Case) -> Clock:
    law, limit = _rule_of(due), limit_of(due)
    last_pause = due.pauses[-1] if due.pauses and due.due_on is None else None
    return Clock(
        due=due,
        title=law.label if law is not None else str(limit.on_expiry if limit and not due.is_duty else _("Agreed day")),
        law=law_words(due.article, law),
        case=case,
        limit=limit,
        warnings=[str(ClockWarning(warning).label) for warning in due.warnings],
        pause=last_pause["reason"] if last_pause else "",
    )


def on_expiry(case: Case, limit: Limit) -> str:
    """What happens by itself when the day passes; said beforehand to everybody (如果逾期)."""
    if limit.on_expiry or limit.expiry_move or not limit.is_duty:
        return str(limit.on_expiry)
    above = asked_if_late(case, limit.holder)[0].name
    asked = _("If it is not done by then, the platform by itself asks %(above)s to look into it, and tells you.")
    return asked % {"above": above}


def law_words(article: str, law: Rule | None) -> str:
    """The citation with the length of the period."""
    return _("%(article)s, %(length)s") % {"article": article, "length": law.length} if law is not None else article


def _rule_of(due: Due) -> Rule | None:
    try:
        return rule_version(due.rule, due.rule_version, due.jurisdiction) if due.rule_version else None
    except Rule.DoesNotExist:
        return None


# ---- the steps ------------------------------------------------------------------------------------------------------


def steps_of(case: Case, reader: Role | None = None) -> list[dict[str, Any]]:
    """The way of the case for web/parts/steps.html: done with its date, now, and the way it usually goes on.

    To `reader`, a side of the case, its own step is "You".
    """
    kind = case.case_kind
    shown: list[dict[str, Any]] = []
    for entry in case.entries.exclude(step_from="").exclude(step_to="").order_by("id"):
        if entry.step_from != entry.step_to:
            shown.append({"title": kind.step(entry.step_from).title, "state": "done", "date": entry.at})
    step = case.current_step
    shown.append({"title": step.title, "state": "done" if step.is_final else "now", "who": _who(case, step, reader),
                  "date": case.closed_on if step.is_final else case.step_since, **_due_of_step(case)})  # fmt: skip
    return shown + [_next_step(case, step) for step in way_on(kind, case.step)]


def way_on(kind: CaseKind, key: str) -> list[Step]:
    """The steps that usually follow: along the main moves, else the first that does not end the case."""
    seen, way = [key], []
    while not kind.step(key).is_final:
        onward = [move for move in kind.moves if key in move.source and move.to and move.to not in seen]
        if not onward:
            break
        key = min(onward, key=lambda move: (not move.is_main, kind.step(move.to).is_final)).to
        seen.append(key)
        way.append(kind.step(key))
    return way


def _due_of_step(case: Case) -> dict[str, Any]:
    clock = nearest(clocks_of(case)) if case.is_open else None
    if clock is None:
        return {}
    return {"due": None if clock.is_right else clock.due.due_on, "law": clock.law}


def _next_step(case: Case, step: Step) -> dict[str, Any]:
    laws = []
    for limit in step.limits:
        try:
            law = rule(limit.rule, today(), case.union.division_code or "22")
            laws.append(law_words(law.article, law))
        except RuleMissing:  # an agreed day: its article is in the declaration
            laws.append(str(limit.article))
    return {"title": step.title, "state": "next", "law": _("; ").join(law for law in laws if law)}


def _who(case: Case, step: Step, reader: Role | None) -> str:
    if step.is_final:
        return ""
    if step.holder == reader:
        return _("You")
    hands = hands_of(case, step.holder)
    if step.holder in HOLDERS:
        return f"{hands.name} · {hands.union}" if hands.name else hands.union
    return str(Role(step.holder).label)


# ---- the story ------------------------------------------------------------------------------------------------------


def happened(entry: Entry, kind: CaseKind) -> str:
    """One entry of a timeline as a sentence."""
    move = next((move for move in kind.moves if move.key == entry.verb), None)
    words = move.done if move is not None else HAPPENED.get(entry.verb, entry.verb)
    if entry.verb == "assigned" and entry.facts.get("role") == Role.LAWYER:
        words = LAWYER_ASKED  # the matter stays in the hands it is in
    return filled(words, entry.facts)


def filled(words: Words, facts: Mapping[str, Any]) -> str:
    """A timeline's sentence with the facts of its entry in their places; a dash where one is missing or was forgotten."""
    text = str(words)
    names = re.findall(r"%\((\w+)\)s", text)
    return text % {name: spoken(facts[name]) if name in facts else "—" for name in names} if names else text


def who_did(entry: Entry, case: Case, readers: Iterable[Role]) -> str:
    """Who stands behind an entry, as the reader may know it; at the counter with the officer who acted."""
    role = Role(entry.author_role)
    if role == Role.SYSTEM or (role == Role.APPLICANT and case.identity == Identity.ANONYMOUS):
        return str(role.label)
    if role == Role.APPLICANT and Role.APPLICANT in set(readers):
        return _("You, through %(name)s at the counter") % {"name": _name(entry)} if entry.on_behalf_of_id else _("You")
    if entry.on_behalf_of is not None:
        return _("%(person)s, through %(name)s at the counter") % {
            "person": entry.on_behalf_of.name,
            "name": _name(entry),
        }
    return " · ".join(part for part in (_name(entry), str(role.label)) if part)


def _name(entry: Entry) -> str:
    return entry.author.person.name if entry.author is not None else ""


def story_of(entries: Iterable[Entry], case: Case, readers: Iterable[Role]) -> list[dict[str, Any]]:
    """A timeline for web/parts/entries.html, the latest first."""
    kind, readers = case.case_kind, set(readers)
    return [
        {"when": entry.at, "who": who_did(entry, case, readers), "title": happened(entry, kind), "text": entry.text,
         "internal": not entry.is_public}
        for entry in reversed(list(entries))
    ]  # fmt: skip


# ---- answers --------------------------------------------------------------------------------------------------------


def answers_shown(kind: CaseKind, answers: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What was answered, for the check page and the case page: question key, label, answer in words."""
    shown = []
    for question in kind.questions_for(answers):
        for name, field in question.form.base_fields.items():
            if name in answers and not field.widget.is_hidden:
                shown.append((question.key, str(field.label or question.title), answer_words(field, answers[name])))
    return shown


def answer_words(field: forms.Field, value: Any) -> str:
    """One answer as a person reads it: the label of a choice, yes or no, a date, a sum; a dash for nothing."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value in (None, "", []):
        return "—"
    if isinstance(field, forms.MultipleChoiceField):
        return _(", ").join(_choice(field, one) for one in value)
    if isinstance(field, forms.ChoiceField):
        return _choice(field, value)
    return spoken(value)


def _choice(field: forms.ChoiceField, value: Any) -> str:
    """The label of a chosen value; the value itself where the choice no longer exists."""
    for key, label in list(field.choices):  # type: ignore[arg-type]  # a form field's choices are always iterable
        group = dict(label) if isinstance(label, (list, tuple)) else {key: label}
        for one, words in group.items():
            if str(one) == str(value):
                return str(words)
    return str(value)


def spoken(value: Any) -> str:
    """A JSON value in words: ISO dates as dates, decimals with two places, roles by name."""
    if isinstance(value, str) and len(value) == 10 and (day := _day(value)) is not None:
        return date_format(day, "DATE_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, (Decimal, str)) and (amount := _amount(value)) is not None:
        return number_format(amount, decimal_pos=2, use_l10n=True, force_grouping=True)
    return str(value)


def _day(value: str) -> date | None:
    try:
        return parse_date(value)
    except ValueError:
        return None


def _amount(value: Decimal | str) -> Decimal | None:
    """A decimal number with a point, as pydantic writes money; "13800000000" is a telephone number and stays as it is."""
    if isinstance(value, str) and "." not in value:
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def chased(count: int) -> str:
    """How often the applicant asked to get on; empty for never."""
    return (
        ngettext("Asked %(count)d time to get on", "Asked %(count)d times to get on", count) % {"count": count}
        if count
        else ""
    )
