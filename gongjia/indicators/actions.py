"""Looking at the rows behind a figure is written down: who opened which list, of which union and days."""

from django.db import transaction

from gongjia.audit.actions import record
from gongjia.indicators.kinds import Indicator
from gongjia.indicators.periods import Period
from gongjia.people.models import Account
from gongjia.unions.models import Union


@transaction.atomic
def note_opening(
    account: Account, indicator: Indicator, union: Union, period: Period, *, exported: bool = False
) -> None:
    verb = "indicators.exported" if exported else "indicators.opened"
    days = {"since": period.since.isoformat(), "as_of": period.as_of.isoformat()}
    record(account, verb, union, union=union, change={"figure": indicator.key, **days})
