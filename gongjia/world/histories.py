"""How a matter of the demo went: the moves it made, one after the other, with plausible days between them."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from gongjia.cases.kinds import Role
from gongjia.world.days import later

APPLICANT, OFFICER, MEDIATOR, SYSTEM = Role.APPLICANT, Role.OFFICER, Role.MEDIATOR, Role.SYSTEM

# outcome -> how many in a hundred, and the moves from "applied" on: verb, to, by, least and most days after the last.
ENDINGS: dict[str, tuple[int, tuple[tuple[str, str, str, int, int], ...]]] = {
    "agreed": (64, (
        ("accept", "mediating", OFFICER, 0, 3), ("session", "", MEDIATOR, 1, 6), ("send_to_sign", "signing", MEDIATOR, 1, 5),
        ("sign", "", APPLICANT, 0, 1), ("conclude", "performing", MEDIATOR, 0, 2), ("all_performed", "performed", APPLICANT, 2, 30),
    )),
    "settled": (9, (("accept", "mediating", OFFICER, 0, 3), ("session", "", MEDIATOR, 1, 6), ("withdraw", "withdrawn", APPLICANT, 1, 6))),
    "failed": (15, (("accept", "mediating", OFFICER, 0, 3), ("session", "", MEDIATOR, 1, 8), ("fail", "failed", MEDIATOR, 1, 6))),
    "unwilling": (5, (("employer_unwilling", "unwilling", OFFICER, 1, 3),)),
    "not_accepted": (4, (("refuse", "not_accepted", OFFICER, 1, 3),)),
    "withdrawn": (3, (("accept", "mediating", OFFICER, 0, 3), ("withdraw", "withdrawn", APPLICANT, 1, 9))),
}  # fmt: skip
NEVER_PAID = 6  # of a hundred agreements: the agreed day passes and not everything is done


# What ends a matter, and what settles it without ending it.
FINAL = ("performed", "withdrawn", "failed", "unwilling", "not_accepted", "closed")
SETTLING = ("performing", *FINAL)

Moves = tuple[tuple[str, str, str, int, int], ...]


@dataclass
class Happening:
    on: date
    verb: str
    step_from: str
    step_to: str
    by: str


@dataclass
class History:
    """A matter's way so far; a recent one has not reached its end."""

    opened_on: date
    outcome: str = ""
    settled_on: date | None = None
    closed_on: date | None = None
    step: str = ""
    step_since: date | None = None
    happenings: list[Happening] = field(default_factory=list)

    def day_of(self, verb: str) -> date | None:
        return next((one.on for one in self.happenings if one.verb == verb), None)


def dispute(random: Random, opened_on: date, today: date) -> History:
    """One dispute from the day it was raised until today or its end, whichever comes first."""
    outcome = random.choices(list(ENDINGS), [share for share, _moves in ENDINGS.values()])[0]
    moves = ENDINGS[outcome][1]
    if outcome == "agreed" and random.randrange(100) < NEVER_PAID:
        moves = (*moves[:-1], ("not_performed", "unpaid", SYSTEM, 31, 31))
    return live(random, "applied", moves, outcome, opened_on, today)


def concern(random: Random, opened_on: date, today: date) -> History:
    outcome = random.choices(["solved", "explained", "not_solved", "no_word"], [62, 22, 6, 10])[0]
    last = (
        ("no_word", "closed", SYSTEM, 15, 15) if outcome == "no_word" else ("accept_answer", "closed", APPLICANT, 0, 6)
    )
    moves = (("as_ordinary", "ordinary", OFFICER, 0, 1), ("answer", "answered", OFFICER, 1, 4), last)
    return live(random, "received", moves, outcome, opened_on, today)


def live(random: Random, first_step: str, moves: Moves, outcome: str, opened_on: date, today: date) -> History:
    """Make the moves one after the other, until there is none left or its day has not come yet."""
    history = History(opened_on, step=first_step, step_since=opened_on)
    history.happenings.append(Happening(opened_on, "opened", "", first_step, APPLICANT))
    day = opened_on
    for verb, to, by, least, most in moves:
        day = later(random, day, least, most, date.max)
        if day > today:
            return history
        _happen(history, Happening(day, verb, history.step, to, by), outcome)
    return history


def _happen(history: History, happening: Happening, outcome: str) -> None:
    history.happenings.append(happening)
    if happening.step_to:
        history.step, history.step_since = happening.step_to, happening.on
    if happening.step_to in SETTLING and history.settled_on is None:
        history.outcome, history.settled_on = outcome, happening.on
    if happening.step_to in FINAL:
        history.closed_on = happening.on
