"""A kind of case for the tests of the engine: a question, a first limit, a joint limit, a paper to sign, an end."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from django import forms
from pydantic import BaseModel

from gongjia.cases.actions import clocks, documents
from gongjia.cases.kinds import (
    CaseKind,
    Limit,
    Move,
    Panel,
    Paper,
    PaperKind,
    Question,
    Role,
    Step,
    Turn,
    _kinds,
    register,
)  # fmt: skip
from gongjia.unions.models import Union

KEY = "test_wish"


class WishForm(forms.Form):
    wish = forms.CharField(label="What do you wish?", max_length=100)
    urgent = forms.BooleanField(label="Is it urgent?", required=False)


class SumForm(forms.Form):
    amount = forms.DecimalField(label="How much?", min_value=Decimal("0.01"), max_digits=12, decimal_places=2)
    since = forms.DateField(label="Since when?", required=False)


class ProofForm(forms.Form):
    have = forms.MultipleChoiceField(
        label="What do you have?", choices=[("slip", "Payslip"), ("chat", "Chat")], required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class IdentityForm(forms.Form):
    identity = forms.ChoiceField(
        label="Who may know?", choices=[("named", "All"), ("masked", "Not the employer"), ("anonymous", "Nobody")],
        widget=forms.RadioSelect,
    )  # fmt: skip


class Wish(BaseModel):
    wish: str
    urgent: bool = False
    amount: Decimal | None = None
    since: date | None = None
    have: list[str] = []
    identity: str = "named"
    note: str = ""


class RefuseForm(forms.Form):
    text = forms.CharField(label="Why?", widget=forms.Textarea)


class SettleForm(forms.Form):
    amount = forms.DecimalField(label="How much is agreed?", max_digits=12, decimal_places=2)
    agreement = forms.FileField(label="The signed paper", required=False)


def settle(turn: Turn) -> None:
    turn.case.agreed = turn.facts["amount"]
    turn.case.outcome = "settled"
    turn.case.settled_on = turn.today
    paper = Paper("agreement.txt", "text/plain", f"agreed {turn.facts['amount']}".encode())
    documents.keep_paper(turn.case, paper, "agreement", turn.actor.account)


def stop(turn: Turn) -> None:
    clocks.pause(turn.case, "mediation.finish", turn.facts.get("text", "") or "ill")


def go_on(turn: Turn) -> None:
    clocks.resume(turn.case, "mediation.finish")


def is_named_well(case, actor):
    return "Say first how much it is." if case.claimed is None else None


def note_claim(turn: Turn) -> None:
    turn.case.claimed = Decimal(turn.case.intake["amount"]) if turn.case.intake["amount"] else None


WISH = CaseKind(
    key=KEY,
    title="A wish",
    prefix="TW",
    steps=(
        Step("waiting", "Waiting", "%(holder)s decides whether to take it up.", Role.OFFICER, (
            Limit("mediation.accept", Role.OFFICER),
            Limit("mediation.right_to_arbitrate", Role.APPLICANT, "You may go to arbitration.", is_duty=False,
                  starts=lambda case: case.opened_on, until=("settled",)),
        )),
        Step("talking", "Talking", "%(holder)s talks with both sides.", Role.MEDIATOR, (
            Limit("mediation.finish", Role.MEDIATOR, "It counts as failed.", expiry_move="fail", until=("settled",)),
        )),
        Step("pondering", "Pondering", "You ponder.", Role.APPLICANT, (
            Limit("mediation.finish", Role.MEDIATOR, "It counts as failed.", until=("settled",)),
        )),
        Step("settled", "Settled", "It is agreed; the money is to come.", Role.RESPONDENT, (
            Limit("test.instalment", Role.RESPONDENT, "You are told.", article="agreement, item 1",
                  agreed=lambda case: date(2026, 4, 30) if case.paid < (case.agreed or 0) else None),
        )),
        Step("done", "Done", "It is done.", Role.SYSTEM, is_final=True),
        Step("failed", "Failed", "No agreement.", Role.SYSTEM, is_final=True),
        Step("withdrawn", "Withdrawn", "You withdrew.", Role.SYSTEM, is_final=True),
    ),
    moves=(
        Move("accept", "Accept", "It starts.", "The union took it up.", ("waiting",), "talking", (Role.OFFICER,),
             is_main=True, when=is_named_well, for_respondent=True),
        Move("refuse", "Refuse", "It ends.", "The union did not take it up.", ("waiting",), "failed", (Role.OFFICER,),
             form=RefuseForm),
        Move("withdraw", "Withdraw", "It ends.", "You withdrew it.", ("waiting", "talking"), "withdrawn",
             (Role.APPLICANT,)),
        Move("ponder", "Ponder", "You think.", "Time to think.", ("talking",), "pondering", (Role.MEDIATOR, Role.OFFICER)),
        Move("stop", "Stop the clock", "The clock stands still.", "The clock stands still.", ("talking",), "",
             (Role.MEDIATOR, Role.OFFICER), then=stop),
        Move("go_on", "Go on", "The clock runs.", "The clock runs on.", ("talking",), "", (Role.OFFICER,), then=go_on),
        Move("ask_employer", "Ask the employer", "They are told.", "The employer was asked.", ("talking",), "",
             (Role.OFFICER,), is_public=False),
        Move("settle", "Settle", "Both are bound.", "It was settled.", ("talking", "pondering"), "settled",
             (Role.MEDIATOR, Role.OFFICER), form=SettleForm, then=settle),
        Move("sign", "Sign", "You are bound.", "It was signed.", ("settled",), "",
             (Role.APPLICANT, Role.RESPONDENT), signs="agreement", for_respondent=True),
        Move("fail", "Give up", "It ends.", "No agreement in time.", ("talking",), "failed",
             (Role.MEDIATOR, Role.SYSTEM)),
        Move("hurry", "Hurry", "It goes faster.", "It is urgent.", ("waiting",), "", (Role.APPLICANT, Role.OFFICER),
             offered=lambda case: case.intake["urgent"]),
        Move("finish", "Finish", "It ends.", "All is paid.", ("settled",), "done", (Role.OFFICER,)),
    ),
    intake=Wish,
    questions=(
        Question("wish", "What do you wish?", WishForm, help="In your own words."),
        Question("sum", "How much is it?", SumForm, asked_if=lambda answers: answers.get("wish") != "nothing"),
        Question("proof", "What do you have?", ProofForm, takes_files=True),
        Question("identity", "Who may know?", IdentityForm),
    ),
    first_step=lambda intake: "waiting",
    on_open=note_claim,
    outcomes={"settled": "Settled"},
    promises=("Somebody reads it.", "You hear from us."),
    papers={"letter": PaperKind("A letter", lambda case: Paper("letter.txt", "text/plain", case.number.encode()))},
    summary=lambda case: case.intake["wish"],
    route=lambda answers, applicant: Union.objects.filter(name="演示昌邑区总工会").order_by("-pk").first(),
    panels=(Panel("cases/tests/panel.html", lambda case: None),),
)  # fmt: skip


@contextmanager
def registered(kind: CaseKind = WISH) -> Iterator[CaseKind]:
    register(kind)
    try:
        yield kind
    finally:
        _kinds.pop(kind.key, None)
