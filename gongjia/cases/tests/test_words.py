from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.utils.translation import override

from gongjia.cases import words
from gongjia.cases.actions import make_move
from gongjia.cases.actions.assignments import assign
from gongjia.cases.kinds import Role
from gongjia.cases.models import Case, Document
from gongjia.cases.tests import kinds
from gongjia.notices.models import Notice
from gongjia.notices.words import title_and_text
from gongjia.unions.models import Union

FACTS = {
    "number": "TW26-0001-0002", "case_kind": kinds.KEY, "step": "waiting", "union": "演示昌邑区总工会", "verb": "accept",
    "name": "演示李敏", "before": "演示工会", "amount": "499.50", "paid_on": "2026-03-02", "above": "演示市总工会", "days": 1,
    "due_on": "2026-03-05", "by": "2026-03-23", "count": 2, "to": "演示王芳", "role": "officer",
}  # fmt: skip
NOTICES = [
    "opened", "arrived", "moved", "document", "message", "chased", "assigned", "lawyer_asked", "handed_over", "paid", "signed",
    "overdue", "overdue_above", "overdue_holder", "reminder", "call_back", "called_back", "draft_ages", "counter_started",
    "office_ended",
]  # fmt: skip
OTHERWISE = [
    ("reminder", {"verb": ""}), ("reminder", {"verb": "", "above": ""}), ("handed_over", {"to_employer": True}),
    ("handed_over", {"lost_mediator": True}), ("office_ended", {"role": "mediator"}), ("office_ended", {"role": "lawyer"}),
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh-hans", "ko"])
@pytest.mark.parametrize(("kind", "changed"), [*((kind, {}) for kind in NOTICES), *OTHERWISE])
def test_every_notice_reads_whole_in_every_language(kind, changed, language):
    with override(language):
        title, text = title_and_text(Notice(kind=f"cases.{kind}", facts=FACTS | changed))
    assert title
    assert text
    for gap in ("%(", "{{", "None", "2026-03"):
        assert gap not in title + text
    if language != "en":
        assert "Open the matter" not in text


def test_the_tracker_speaks_chinese(place, client_of):
    member = client_of("member")
    member.cookies["django_language"] = "zh-hans"
    page = member.get(f"/cases/{place.case.pk}/").content.decode()
    for sentence in ("如果逾期", "到了这天还没办，平台会自动请演示市总工会来过问，也会告诉您。",
                     "《企业劳动争议协商调解规定》第22条，3个工作日", "3月5日", "您现在可以", "催办", "谁看过"):  # fmt: skip
        assert sentence in page, sentence


def test_the_telephone_is_that_of_the_nearest_union_that_has_one(place):
    assert words.telephone_of(place.case) == "12351"
    Union.objects.filter(pk=place.tree["prefecture"].pk).update(telephone="0432-62000000")
    assert words.telephone_of(Case.objects.get(pk=place.case.pk)) == "0432-62000000"


def test_the_steps_show_what_was_what_is_and_what_usually_comes(place):
    assign(place.case.pk, place.actor("officer"), place.officer)
    case = make_move(place.case.pk, "accept", place.actor("officer"))
    shown = [(str(step["title"]), step["state"]) for step in words.steps_of(case)]
    assert shown[:2] == [("Waiting", "done"), ("Talking", "now")]
    assert all(state == "next" for _, state in shown[2:])
    assert words.steps_of(case)[1]["who"] == f"{place.officer.name} · 演示昌邑区总工会"
    pondering = make_move(case.pk, "ponder", place.actor("officer"))
    now = words.steps_of(pondering)[2]
    assert (now["who"], now["state"]) == ("Applicant", "now")
    assert [step["law"] for step in words.steps_of(pondering) if step["title"] == "Settled"] == ["agreement, item 1"]
    done = make_move(place.case.pk, "settle", place.actor("officer"), facts={"amount": 1})
    done = make_move(done.pk, "finish", place.actor("officer"))
    assert words.steps_of(done)[-1]["state"] == "done"


def test_a_clock_in_words(place):
    case = make_move(place.case.pk, "accept", place.actor("officer"))
    make_move(case.pk, "stop", place.actor("officer"), facts={"text": "The mediator is ill."})
    clocks = {clock.due.rule: clock for clock in words.clocks_of(case)}
    assert clocks["mediation.finish"].pause == "The mediator is ill."
    assert clocks["mediation.finish"].on_expiry == "It counts as failed."  # the platform's own move, no union above
    assert clocks["mediation.right_to_arbitrate"].is_overdue is False
    assert clocks["mediation.finish"].holder == "Mediator"
    case.dues.filter(rule="mediation.finish").update(rule_version=99)
    assert words.clock_of(case.dues.get(rule="mediation.finish"), case).title == "Agreed day"


@pytest.mark.parametrize(
    ("value", "said"),
    [("2026-03-05", "March 5, 2026"), (date(2026, 3, 5), "March 5, 2026"), ("1234.50", "1,234.50"), (Decimal(3), "3.00"),
     ("13800000000", "13800000000"), ("2026-99-99", "2026-99-99"), ("a.b", "a.b"), ("officer", "officer")],
)  # fmt: skip
def test_a_fact_is_spoken(value, said):
    assert words.spoken(value) == said


def test_an_answer_is_spoken_by_its_label():
    grouped = forms.ChoiceField(choices=[("Money", [("pay", "Back pay")]), ("time", "Rest")])
    assert words.answer_words(grouped, "pay") == "Back pay"
    assert words.answer_words(grouped, "time") == "Rest"
    assert words.answer_words(grouped, "gone") == "gone"
    assert words.answer_words(forms.BooleanField(), True) == "Yes"
    assert words.answer_words(forms.BooleanField(), False) == "No"
    assert words.answer_words(forms.CharField(), "") == "—"


def test_who_did_it_as_the_reader_may_know(place):
    entry = place.case.entries.get()
    assert words.who_did(entry, place.case, {Role.APPLICANT}) == "You"
    assert words.who_did(entry, place.case, {Role.OFFICER}) == f"{place.member.name} · Applicant"
    entry.on_behalf_of, entry.author = place.member, place.officer.account
    assert (
        words.who_did(entry, place.case, {Role.OFFICER})
        == f"{place.member.name}, through {place.officer.name} at the counter"
    )


def test_an_entry_of_a_verb_that_is_no_more_still_reads(place):
    entry = place.case.entries.get()
    entry.verb, entry.facts = "forgotten", {}
    assert words.happened(entry, kinds.WISH) == "forgotten"
    entry.verb = "hand_over"  # its facts are missing
    assert words.happened(entry, kinds.WISH)


def test_every_row_has_a_name(place):
    assign(place.case.pk, place.actor("officer"), place.officer)
    assert str(place.case) == place.case.number
    assert str(place.case.assignments.get()) == f"officer of case {place.case.pk}"
    assert str(place.case.entries.first()) == f"opened in case {place.case.pk}"
    assert str(Document(name="a.pdf")) == "a.pdf"
