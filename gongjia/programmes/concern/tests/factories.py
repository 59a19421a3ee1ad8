"""A concern and the people around it."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import time_machine

from gongjia.cases.actions import make_move, open_case
from gongjia.cases.actions.escalations import escalate
from gongjia.cases.kinds import Actor, Identity
from gongjia.cases.models import Due
from gongjia.foundation.clock import today
from gongjia.people.tests.factories import a_person
from gongjia.unions.tests.factories import a_contact, a_member, a_tree, an_employer, an_officer

RAISED = date(2026, 3, 2)  # a Monday, no holiday near
COUNTY = "220202"


@contextmanager
def on(day: date, hour: int = 9):
    with time_machine.travel(f"{day.isoformat()}T{hour:02}:00+08:00", tick=False):
        yield


@dataclass
class Scene:
    tree: dict[str, Any]
    sender: Any
    officer: Any
    above: Any
    employer: Any
    contact: Any

    def actor(self, who: str) -> Actor:
        person = getattr(self, who)
        return Actor(account=person.account, person=person)

    def does(self, who: str, move: str, case: Any, **facts: Any) -> Any:
        return make_move(case.pk, move, self.actor(who), facts=facts)


def a_scene() -> Scene:
    tree = a_tree()
    employer = an_employer(name="演示北山配送有限公司")
    return Scene(
        tree,
        a_member(tree["grassroots"], a_person("演示金骑手")),
        an_officer(tree["county"], person=a_person("演示李敏")),
        an_officer(tree["prefecture"], person=a_person("演示王市干")),
        employer,
        a_contact(employer),
    )


def answers(**changes: Any) -> dict[str, Any]:
    return {
        "sort": "complaint",
        "text": "站点的充电柜坏了两个月，没有人修，骑手们自己拉电线。",
        "wish": "请换一个新的充电柜。",
        "county_code": COUNTY,
        "identity": "named",
    } | changes


def raise_concern(scene: Scene, day: date = RAISED, identity: str = Identity.NAMED, **changes: Any) -> Any:
    with on(day):
        intake = answers(identity=identity, employer=scene.employer.pk, **changes)
        return open_case("concern", scene.actor("sender"), intake=intake, union=scene.tree["county"], identity=identity)


def night_job(case: Any, day: date) -> None:
    """What the platform does by itself on a day: every duty that is overdue."""
    with on(day):
        for due in Due.objects.overdue(today()).filter(case=case, escalated_at=None):
            escalate(due.pk)
