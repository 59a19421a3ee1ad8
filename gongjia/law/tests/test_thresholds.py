"""Quorum, half or more, more than half: the three that are most often confused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjia.law.kinds import LawError, Operator
from gongjia.law.models import Rule
from gongjia.law.thresholds import at_most, exactly_half, needed


def share(operator):
    return Rule(key="test", version=1, value=Decimal(50), unit="percent", operator=operator)


@pytest.mark.parametrize(
    ("delegates", "quorum", "more_than_half", "half_or_more"),
    [(30, 20, 16, 15), (31, 21, 16, 16), (179, 120, 90, 90), (180, 120, 91, 90), (181, 121, 91, 91),
     (357, 238, 179, 179)],
)  # fmt: skip
def test_the_known_tables(delegates, quorum, more_than_half, half_or_more):
    assert needed(share(Operator.GE_TWO_THIRDS), delegates) == quorum
    assert needed(share(Operator.GT_HALF), delegates) == more_than_half
    assert needed(share(Operator.GE_HALF), delegates) == half_or_more


def test_ninety_of_180_is_exactly_half():
    assert exactly_half(90, 180)
    assert not exactly_half(90, 179)


@given(st.integers(1, 10_000))
def test_one_less_is_never_enough(whole):
    for operator, part, of in ((Operator.GE_HALF, 1, 2), (Operator.GE_TWO_THIRDS, 2, 3), (Operator.GE_THIRD, 1, 3)):
        count = needed(share(operator), whole)
        assert count * of >= whole * part > (count - 1) * of
    assert needed(share(Operator.GT_HALF), whole) * 2 > whole >= (needed(share(Operator.GT_HALF), whole) - 1) * 2


def test_at_most_a_third():
    assert [at_most(share(Operator.LE_THIRD), side) for side in (3, 5, 9)] == [1, 1, 3]


def test_a_plain_number_is_no_share():
    for ask in (needed, at_most):
        with pytest.raises(LawError, match="share"):
            ask(share(Operator.EQ), 10)
