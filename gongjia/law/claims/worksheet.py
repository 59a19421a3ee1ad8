"""The sheet on which a claim is worked out: steps, the answer, other readings, warnings, questions, the last safe day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, NoReturn, TypeVar, cast

from gongjia.law.claims import messages as say
from gongjia.law.claims.dates import add_months
from gongjia.law.claims.figures import Figure, FigureKind, LocalFigures, Seen
from gongjia.law.claims.inputs import civil_date
from gongjia.law.claims.numerals import FEN, ZERO, exact, money, plain
from gongjia.law.claims.places import Place
from gongjia.law.claims.questions import Question
from gongjia.law.claims.rulebook import Rule, Unit, rule
from gongjia.law.claims.workdays import WorkCalendar, rolled

T = TypeVar("T")
Translate = Callable[[str], str]

ROUNDING = rule("rounding", "—（无条文规定，按裁判惯例）", "Rounded once, at the end, half-up to the fen")
LOCAL_FIGURE = rule("local_figure", "劳动合同法实施条例14条", "Local figure in force on the day", Unit.TEXT)
LIMITATION = rule("limitation_of_claim", "调解仲裁法27条", "Last safe day to file for arbitration", Unit.DATE)
FINAL_AWARD = rule(
    "final_award_of_claim", "调解仲裁法47条；人社部令33号50条", "Twelve local minimum wages: up to here final"
)


@dataclass(frozen=True)
class Note:
    """A sentence for people: an English msgid and what fills it."""

    msgid: str
    params: dict[str, str] = field(default_factory=dict)

    def text(self, translate: Translate = str) -> str:
        filled = {name: translate(value) if value else "" for name, value in self.params.items()}
        return (translate(self.msgid) % filled).strip()


@dataclass(frozen=True)
class Step:
    """`computed`: what the rules gave where a person put another value in its place; empty elsewhere."""

    rule: Rule
    inputs: dict[str, str]
    expression: str
    value: str
    seen: Seen
    computed: str = ""


@dataclass(frozen=True)
class Alternative:
    """What comes out under another reading or other facts."""

    condition: Note
    amount: Fraction | None = None
    months: Fraction | None = None
    days: int | None = None
    deadline: date | None = None


@dataclass(frozen=True)
class MissingFigure:
    kind: FigureKind
    place: Place
    on: date
    grade: int | None = None


class Refusal(Exception):
    """The law is open or a figure is missing: no number is better than a wrong one."""

    def __init__(self, note: Note, missing: MissingFigure | None = None) -> None:
        super().__init__(note.text())
        self.note = note
        self.missing = missing


def shown(value: object, unit: Unit = Unit.TEXT) -> str:
    """A value as a step prints it; money always with two decimals."""
    if isinstance(value, Fraction):
        return money(value) if unit is Unit.YUAN else plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return " + ".join(shown(part, unit) for part in value)
    return str(value)


def read_like(value: object, text: str) -> Any:
    """The text as a value of the same kind as `value`. Raises ValueError with what to type instead."""
    if isinstance(value, Fraction):
        return exact(text)
    if isinstance(value, date):
        return civil_date(text)
    if isinstance(value, int) and not isinstance(value, bool):
        number = exact(text)
        if number.denominator != 1:
            raise ValueError(say.NUMBER_LIKE_THIS)
        return int(number)
    if isinstance(value, str):
        return text.strip()
    raise ValueError(say.STEP_CANNOT_BE_REPLACED)


@dataclass
class Worksheet:
    """One claim in work. A calculator sets the fields of its answer; what stays None is not part of the answer.

    `replaced`: values that a lawyer puts in place of steps, by `rule` or, for a rule used more than once, `rule#2`.
    What is worked out from such a step follows it.
    """

    place: Place
    figures: LocalFigures
    calendar: WorkCalendar
    amount: Fraction | None = None
    amount_range: tuple[Fraction, Fraction] | None = None
    months: Fraction | None = None
    days: int | None = None
    deadline: date | None = None
    in_time: bool | None = None
    final: bool | dict[str, bool] | None = None
    parts: dict[str, Fraction] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    alternatives: list[Alternative] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    boundary: bool = False
    minimum_wage: Fraction | None = None
    limitation_date: date | None = None
    limitation_rolled: date | None = None
    final_award: bool | None = None
    refusal: Refusal | None = None
    replaced: Mapping[str, str] = field(default_factory=dict)

    def step(self, by: Rule, value: T, expression: str = "", **inputs: object) -> T:
        """Write a step down and hand its value back, or the value that was put in its place."""
        texts = {name: shown(given) for name, given in inputs.items() if given is not None}
        computed, used = "", value
        if (text := self.replaced.get(self.name_of_next(by))) is not None:
            computed, used = shown(value, by.unit), self.replacement(by, value, text)
        self.steps.append(Step(by, texts, expression, shown(used, by.unit), by.seen, computed))
        return used

    def name_of_next(self, by: Rule) -> str:
        """The name of the step that comes next: its rule, numbered from the second time on."""
        number = 1 + sum(step.rule.key == by.key for step in self.steps)
        return by.key if number == 1 else f"{by.key}#{number}"

    def replacement(self, by: Rule, value: T, text: str) -> T:
        try:
            return cast(T, read_like(value, text))
        except ValueError as problem:
            self.refuse(say.INPUT_WRONG, name=by.title, problem=str(problem))

    def warn(self, msgid: str, **params: object) -> None:
        note = Note(msgid, {name: shown(value) for name, value in params.items()})
        if note not in self.warnings:
            self.warnings.append(note)

    def ask(self, *questions: Question) -> None:
        self.questions.extend(question for question in questions if question not in self.questions)

    def otherwise(self, msgid: str, amount: Fraction | None = None, **answer: Any) -> None:
        """Another reading; one with the same sentence and answer is written once. `given` fills the sentence."""
        given = {name: shown(value) for name, value in answer.pop("given", {}).items()}
        other = Alternative(Note(msgid, given), amount=amount, **answer)
        if other not in self.alternatives:
            self.alternatives.append(other)

    def refuse(self, msgid: str, **params: object) -> NoReturn:
        raise Refusal(Note(msgid, {name: shown(value) for name, value in params.items()}))

    def at(self, region: str | None) -> None:
        """The facts name the district or county more exactly than the jurisdiction does."""
        self.place = self.place.with_region(region)

    def figure(self, kind: FigureKind, on: date | None, grade: int | None = None) -> Fraction | None:
        """The configured figure, with a step and a warning where its source is not certain; None if there is none."""
        if on is None:
            return None
        row = self.figures.find(kind, self.place, on, grade)
        if row is None:
            return None
        self.steps.append(Step(LOCAL_FIGURE, figure_inputs(row), row.source, shown(row.value), row.seen))
        if row.note or row.certainty != "high":
            self.warn(
                say.FIGURE_NOT_CERTAIN,
                figure=say.FIGURE_TITLES[kind.value],
                source=row.source,
                certainty=row.certainty,
                note=row.note,
            )
        return row.value

    def require(self, kind: FigureKind, on: date, grade: int | None = None) -> Fraction:
        """The figure, or a refusal that says which one to configure and by whom."""
        value = self.figure(kind, on, grade)
        if value is None:
            title = say.FIGURE_TITLES[kind.value]
            publisher = say.PUBLISHERS.get(kind.value, say.PUBLISHER)
            params = {"figure": title, "place": self.place.name, "day": on.isoformat(), "publisher": publisher}
            raise Refusal(Note(say.FIGURE_MISSING, params), MissingFigure(kind, self.place, on, grade))
        return value

    def limited_to_one_year(self, known: date | None) -> None:
        """调解仲裁法27条: one year; the unrolled day is shown as the safe one."""
        if known is None:
            return
        self.limitation_date = self.step(LIMITATION, add_months(known, 12), "known + 1 year", known=known)
        self.limitation_rolled = rolled(self.limitation_date, self.calendar)
        if not self.calendar.is_known(self.limitation_date):
            self.limitation_rolled = self.limitation_date
            self.warn(say.CALENDAR_UNKNOWN, day=self.limitation_date)

    def final_within_twelve_minimum_wages(self) -> None:
        """调解仲裁法47条1项: an item of money up to twelve local monthly minimum wages is final."""
        if self.minimum_wage is None or not self.amount:
            return
        wage = self.minimum_wage
        line = self.step(FINAL_AWARD, 12 * wage, "12 × minimum_wage", minimum_wage=wage)
        self.final_award = self.amount <= line

    def close(self) -> None:
        """The one rounding at the end; an amount is never below zero."""
        if self.amount is not None:
            due = max(self.amount, ZERO)
            if due % FEN:
                self.step(ROUNDING, due, "half-up to 0.01")
            self.amount = due

    @property
    def certainty(self) -> Seen:
        """The weakest source among the steps: T text, S copy, M memory, O open."""
        order = list(Seen)
        return max((step.seen for step in self.steps), key=order.index, default=Seen.TEXT)


def figure_inputs(row: Figure) -> dict[str, str]:
    until = row.valid_to.isoformat() if row.valid_to else ""
    return {
        "figure": row.kind.value,
        "place": row.place,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": until,
        "seen": row.seen.value,
        "certainty": row.certainty,
    }
