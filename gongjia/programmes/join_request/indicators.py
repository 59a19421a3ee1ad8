"""Members: how many there are, who came, who went (F1, F2)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongjia.indicators.kinds import Indicator, Nature, Unit, register
from gongjia.people.display import masked_name
from gongjia.unions.access import all_changes, all_memberships, all_retentions
from gongjia.unions.kinds import READ_MEMBERS
from gongjia.unions.listing import name_members
from gongjia.unions.models import Membership


def _membership_row(membership: Membership) -> tuple[str, str]:
    return f"{masked_name(membership.person)} · {membership.union.label}", _page(membership)


def _change_row(change: Any) -> tuple[str, str]:
    return f"{change.change:+d} {masked_name(change.person)} · {change.union.label}", _page(change)


def _page(row: Any) -> str:
    return f"/unions/members/{row.person_id}/" if row.page_opens else ""


MEMBERS = register(
    Indicator(
        key="members",
        figure="F1",
        title=_("Union members"),
        unit=Unit.PERSON,
        nature=Nature.STOCK,
        definition=_("People with an open membership at the end of the day; each person once."),
        pitfall=_(
            "Retained members are among them and stand beside it. Not the people who joined, and not the people employed. "
            "Whoever joined under two telephone numbers is two people here until the card is checked."
        ),
        rows=all_memberships,
        union_path="union__path",
        county="county_id",
        from_day="started_on",
        to_day="ended_on",
        beside=("members_retained",),
        describe=_membership_row,
        complete=name_members,
        opened_by=READ_MEMBERS,
        kept=True,
    )
)

MEMBERS_RETAINED = register(
    Indicator(
        key="members_retained",
        figure="",
        title=_("Retained members"),
        unit=Unit.PERSON,
        nature=Nature.STOCK,
        definition=_("Members whose membership is kept through retirement or unemployment at the end of the day."),
        pitfall=_("They are among the members, pay no dues and have no vote."),
        rows=all_retentions,
        union_path="membership__union__path",
        county="membership__county_id",
        from_day="since",
        to_day="until",
        beside=("members",),
        describe=lambda retention: _membership_row(retention.membership),
        complete=lambda viewer, retentions: name_members(viewer, [row.membership for row in retentions]),
        opened_by=READ_MEMBERS,
        kept=True,
    )
)

MEMBERS_JOINED = register(
    Indicator(
        key="members_joined",
        figure="F2",
        title=_("People who joined"),
        unit=Unit.PERSON,
        nature=Nature.FLOW,
        definition=_("People who became a union member for the first time in the period."),
        pitfall=_(
            "Gross: whoever left again is still counted. Not the growth of the membership, which stands beside it."
        ),
        rows=lambda: all_memberships().filter(is_first=True),
        union_path="union__path",
        county="county_id",
        from_day="started_on",
        beside=("members_left", "members_net"),
        describe=_membership_row,
        complete=name_members,
        opened_by=READ_MEMBERS,
        kept=True,
    )
)

MEMBERS_LEFT = register(
    Indicator(
        key="members_left",
        figure="",
        title=_("Memberships that ended"),
        unit=Unit.PERSON,
        nature=Nature.FLOW,
        definition=_("Memberships that ended in the period: left, expelled, deceased. Transfers are none."),
        pitfall=_("A person who left twice counts twice, and may have joined again."),
        rows=lambda: all_memberships().filter(ended_on__isnull=False).exclude(end_reason=Membership.End.TRANSFER),
        union_path="union__path",
        county="county_id",
        from_day="ended_on",
        beside=("members_joined", "members_net"),
        describe=_membership_row,
        complete=name_members,
        opened_by=READ_MEMBERS,
        kept=True,
    )
)

MEMBERS_NET = register(
    Indicator(
        key="members_net",
        figure="",
        title=_("Growth of the membership"),
        unit=Unit.PERSON,
        nature=Nature.FLOW,
        definition=_(
            "Memberships begun less memberships ended in the period: members at its end less members before it."
        ),
        pitfall=_("Net, and below the province transfers count: in here, out there. It can be negative."),
        rows=all_changes,
        union_path="union__path",
        county="county_id",
        from_day="day",
        amount="change",
        beside=("members_joined", "members_left"),
        describe=_change_row,
        complete=name_members,
        opened_by=READ_MEMBERS,
        growth_of="members",
    )
)
