import uuid
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongjia.cases.actions.payments import pay, take_back
from gongjia.cases.kinds import Refused
from gongjia.cases.models import Case
from gongjia.cases.tests.conftest import a_place
from gongjia.cases.tests.test_open_case import press_together
from gongjia.notices.models import Notice

DAY = date(2026, 3, 2)
amounts = st.decimals("0.01", "9999.99", places=2)


def test_paid_is_the_sum_of_what_arrived(place):
    pay(place.case.pk, place.actor("officer"), Decimal("1000.50"), DAY)
    case = pay(place.case.pk, place.actor("member"), Decimal("499.50"), DAY)
    assert (case.paid, case.payments.count()) == (Decimal("1500.00"), 2)
    assert case.claimed == 3000  # claimed, agreed and paid are three figures
    assert case.entries.latest("id").facts == {"amount": "499.50", "paid_on": "2026-03-02"}
    assert Notice.objects.filter(person=place.member, kind="cases.paid").count() == 1
    assert Notice.objects.filter(person=place.officer, kind="cases.paid").count() == 1


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(amounts, min_size=1, max_size=4))
def test_paid_is_always_the_sum_of_its_rows(place, several):
    case = Case.objects.get(pk=place.case.pk)
    for amount in several:
        case = pay(case.pk, place.actor("officer"), amount, DAY)
    assert case.paid == sum(payment.amount for payment in case.payments.all())


def test_what_is_taken_back_is_in_no_sum_and_no_list(place, client_of):
    pay(place.case.pk, place.actor("officer"), Decimal("30000.00"), DAY)
    case = pay(place.case.pk, place.actor("member"), Decimal("499.50"), DAY)
    take_back(case, case.payments.get(amount=30000), place.actor("member"))
    case.save()
    assert (case.paid, case.payments.count()) == (Decimal("499.50"), 2)
    assert pay(case.pk, place.actor("officer"), Decimal("0.50"), DAY).paid == 500
    for who, page in (("member", ""), ("officer", "desk/")):
        read = client_of(who).get(f"/cases/{case.pk}/{page}").content.decode()
        assert "¥499.50</span></span></div></li>" in read
        assert "¥30,000.00</span></span></div></li>" not in read


@pytest.mark.parametrize(
    ("amount", "day", "words"),
    [("0", DAY, "more than zero"), ("-5", DAY, "more than zero"), ("1.005", DAY, "two decimals"),
     ("5", date(2026, 3, 3), "not come yet"), ("9999999999", DAY, "impossibly large")],
)  # fmt: skip
def test_what_cannot_be_is_refused(place, amount, day, words):
    with pytest.raises(Refused, match=words):
        pay(place.case.pk, place.actor("officer"), Decimal(amount), day)
    assert not place.case.payments.exists()


def test_a_kind_may_confirm_money_by_its_own_moves(place):
    from dataclasses import replace

    from gongjia.cases.tests import kinds

    with kinds.registered(replace(kinds.WISH, takes_payments=False)), pytest.raises(Refused, match="step by step"):
        pay(place.case.pk, place.actor("officer"), Decimal(5), DAY)


def test_a_second_press_pays_once(place):
    once = uuid.uuid4()
    for _ in range(2):
        case = pay(place.case.pk, place.actor("officer"), Decimal(5), DAY, once=once)
    assert case.paid == 5


def test_payments_confirmed_at_the_same_moment_are_all_in_the_sum(transactional_db):
    place = a_place()
    today = place.case.opened_on
    press_together(4, lambda: pay(place.case.pk, place.actor("officer"), Decimal(100), today).pk)
    assert Case.objects.get(pk=place.case.pk).paid == 400


def test_by_its_page(place, client_of):
    member, url = client_of("member"), f"/cases/{place.case.pk}/payments"
    wrong = member.post(url, {"amount": "12", "paid_on": "2026-03-05"}).content.decode()
    assert "too late" in wrong
    assert 'value="12"' in wrong
    assert member.post(url, {"amount": "12", "paid_on": "2026年3月2日"}).status_code == 302
    assert "¥12.00" in member.get(f"/cases/{place.case.pk}/").content.decode()
