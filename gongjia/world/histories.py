"""How a dispute of the demo went: the moves it made, one after the other, with plausible days between them."""

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


@dataclass
class Happening:
    on: date
    verb: str
    step_from: str
    step_to: str
    by: str


@dataclass
class History:
    """A dispute's way so far; a recent one has not reached its end."""

    opened_on: date
    outcome: str = ""
    settled_on: date | None = None
    closed_on: date | None = None
    step: str = "applied"
    step_since: date | None = None
    happenings: list[Happening] = field(default_factory=list)

    def day_of(self, verb: str) -> date | None:
        return next((one.on for one in self.happenings if one.verb == verb), None)


def live(random: Random, opened_on: date, today: date) -> History:
    """One dispute from the day it was raised until today or its end, whichever comes first."""
    outcome = random.choices(list(ENDINGS), [share for share, _moves in ENDINGS.values()])[0]
    moves = ENDINGS[outcome][1]
    if outcome == "agreed" and random.randrange(100) < NEVER_PAID:
        moves = (*moves[:-1], ("not_performed", "unpaid", SYSTEM, 31, 31))
    history = History(opened_on, step_since=opened_on)
    history.happenings.append(Happening(opened_on, "opened", "", "applied", APPLICANT))
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
    if happening.step_to in ("performing", "withdrawn", "failed", "unwilling", "not_accepted"):
        history.outcome, history.settled_on = outcome, happening.on
    if happening.step_to in ("performed", "withdrawn", "failed", "unwilling", "not_accepted"):
        history.closed_on = happening.on
