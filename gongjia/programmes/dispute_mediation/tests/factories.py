"""A dispute and the people in it, each step by the verbs that the pages use."""

import re
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import time_machine

from gongjia.cases.actions import make_move, open_case
from gongjia.cases.actions.escalations import escalate
from gongjia.cases.actions.signatures import send_code
from gongjia.cases.kinds import Actor
from gongjia.cases.models import Due
from gongjia.foundation import sms
from gongjia.foundation.clock import today
from gongjia.people.sealing import unseal
from gongjia.people.tests.factories import a_person
from gongjia.unions.models import Office
from gongjia.unions.tests.factories import a_member, a_tree, an_account, an_employer, an_officer

KIND = "dispute_mediation"
RAISED = date(2026, 5, 20)  # a Wednesday
COUNTY = "220202"  # 昌邑区


@contextmanager
def on(day: date, hour: int = 9):
    """The day on which something happens, at an hour of office time."""
    with time_machine.travel(f"{day.isoformat()}T{hour:02}:00+08:00", tick=False):
        yield


@dataclass
class Scene:
    tree: dict[str, Any]
    worker: Any
    officer: Any
    mediator: Any
    contact: Any
    employer: Any

    def actor(self, who: str) -> Actor:
        person = getattr(self, who)
        return Actor(account=person.account, person=person)

    def does(self, who: str, move: str, case: Any, **facts: Any) -> Any:
        return make_move(case.pk, move, self.actor(who), facts=facts)


def a_scene() -> Scene:
    tree = a_tree()
    tree["county"].has_mediation_committee = True
    tree["county"].save()
    county = tree["county"]
    worker = a_member(tree["grassroots"], a_person("演示马骑手", sex="male", birth_date=date(1993, 4, 2)))
    contact = a_person("演示周经理")
    an_account(contact)
    return Scene(
        tree,
        worker,
        an_officer(county, person=a_person("演示李敏")),
        an_officer(county, Office.Role.MEDIATOR, person=a_person("演示赵调解")),
        contact,
        an_employer(name="演示松江配送有限公司"),
    )


def a_scene_with(make: Callable[[Scene], Any]) -> tuple[Scene, Any]:
    """A scene and the matter that `make` brings about in it."""
    scene = a_scene()
    return scene, make(scene)


def answers(**changes: Any) -> dict[str, Any]:
    """What a courier answers whose pay is three months late."""
    return {
        "matter": "wages",
        "story": "从三月起没有发工资，站长说下个月一起发，一直没有发。",
        "since": date(2026, 3, 15),
        "monthly_pay": "4500",
        "claimed": "13500",
        "employment": "still",
        "employer_name": "演示松江配送有限公司",
        "county_code": COUNTY,
        "asked": "straight",
        "evidence": ["payslip", "chat"],
        "request": "把三月到五月的工资发给我。",
        "workers": 1,
        "knows_employer_is_told": True,
        "reach": "any",
        "address": "演示市演示路1号",
    } | changes


def raise_dispute(scene: Scene, day: date = RAISED, **changes: Any) -> Any:
    with on(day):
        intake = answers(employer=scene.employer.pk, **changes)
        return open_case(KIND, scene.actor("worker"), intake=intake, union=scene.tree["county"])


def invite(scene: Scene, case: Any, is_head: bool = True) -> Any:
    return scene.does("officer", "invite", case, name=scene.contact.name, title="经理", phone=phone_of(scene.contact),
                      respondent_is_head=is_head, head="演示周经理")  # fmt: skip


def ask(scene: Scene, case: Any) -> Any:
    """The union asks the employer on the worker's behalf."""
    return scene.does("officer", "ask_employer", case, name=scene.contact.name, title="经理",
                      phone=phone_of(scene.contact), respondent_is_head=True, head="演示周经理")  # fmt: skip


def accept(scene: Scene, case: Any, day: date = date(2026, 5, 25)) -> Any:
    with on(day):
        invite(scene, case)
        return scene.does("officer", "accept", case, mediator=str(scene.mediator.pk), employer_agreed_on=day,
                          how="周经理来电话说同意。")  # fmt: skip


def draft(
    scene: Scene, case: Any, *amounts: str, due_on: date = date(2026, 6, 15), basis: str = "每月4500元，三个月"
) -> Any:
    items = [
        {
            "what": "支付拖欠的工资",
            "amount": amount,
            "basis": basis,
            "due_on": due_on + timedelta(days=30 * number),
            "way": "bank",
        }
        for number, amount in enumerate(amounts or ("12000",))
    ]
    return scene.does(
        "mediator", "draft", case, facts="双方确认三月到五月工资未发。", items=items, otherwise="", ends_dispute=True
    )


def phone_of(person: Any) -> str:
    return unseal("phone", person.phone_sealed)


def code_sent_to(person: Any) -> str:
    """The code in the newest short message to this person."""
    return re.search(r"\d{6}", sms.demo_messages(phone_of(person))[0])[0]


def sign(scene: Scene, who: str, move: str, case: Any) -> Any:
    """Sign as the page does: a code to the phone, then the move with that code."""
    document = case.documents.filter(kind="agreement", removed_at=None).latest("id")
    send_code(document.pk, scene.actor(who))
    return make_move(case.pk, move, scene.actor(who), code=code_sent_to(getattr(scene, who)))


def to_sign(scene: Scene, *amounts: str, day: date = date(2026, 6, 1), **how: Any) -> Any:
    case = accept(scene, raise_dispute(scene))
    with on(day):
        draft(scene, case, *amounts, **how)
        return scene.does("mediator", "send_to_sign", case)


MONEY = {"what": "支付拖欠的工资", "amount": "12000", "basis": "每月4500元", "due_on": date(2026, 6, 30), "way": "bank"}
DEED = {"what": "开具离职证明", "amount": None, "basis": "", "due_on": date(2026, 6, 15), "way": "deed"}


def agreed_on(scene: Scene, *items: dict[str, Any], day: date = date(2026, 6, 1)) -> Any:
    """An agreement in force that says these things."""
    case = accept(scene, raise_dispute(scene))
    with on(day):
        scene.does("mediator", "draft", case, facts="双方确认。", items=list(items), otherwise="", ends_dispute=True)
        case = scene.does("mediator", "send_to_sign", case)
        for who, move in (("worker", "sign"), ("contact", "sign"), ("mediator", "conclude")):
            case = sign(scene, who, move, case)
        return case


def in_force(scene: Scene, *amounts: str, day: date = date(2026, 6, 1), **how: Any) -> Any:
    case = to_sign(scene, *amounts, day=day, **how)
    with on(day):
        sign(scene, "worker", "sign", case)
        sign(scene, "contact", "sign", case)
        return sign(scene, "mediator", "conclude", case)


def night_job(case: Any, day: date) -> None:
    """What the platform does by itself on a day: every duty that is overdue."""
    with on(day):
        for due in Due.objects.overdue(today()).filter(case=case, escalated_at=None):
            escalate(due.pk)
