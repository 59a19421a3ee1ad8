"""Every figure that a programme declares can be read in every way the pages read it."""

from datetime import date

import pytest

from gongjia.indicators import access, counting
from gongjia.indicators.kinds import all_indicators
from gongjia.unions.tests.factories import a_tree, an_officer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("indicator", all_indicators(), ids=lambda indicator: indicator.key)
def test_a_declared_figure_can_be_read(indicator):
    tree = a_tree()
    since, as_of = date(2018, 7, 15), date(2023, 7, 15)
    counting.read(indicator, tree["province"], as_of, since)
    counting.by_branch(indicator, tree["province"], as_of, since, depth=2)
    assert len(counting.by_month(indicator, tree["county"], as_of, since)) == 61
    officer = an_officer(tree["province"])
    assert list(access.records_for(officer, indicator, tree["province"], access.Period(since, as_of))[:5]) == []
    assert set(indicator.beside) <= {other.key for other in all_indicators()}
    assert str(indicator.definition)
    assert str(indicator.pitfall)
