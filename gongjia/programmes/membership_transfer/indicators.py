"""Transfers of membership: how many moved."""

from django.utils.translation import gettext_lazy as _

from gongjia.indicators.kinds import Indicator, Nature, Unit, register
from gongjia.people.display import masked_name
from gongjia.unions.access import all_memberships
from gongjia.unions.kinds import READ_MEMBERS
from gongjia.unions.listing import name_members
from gongjia.unions.models import Membership


def _membership_row(membership: Membership) -> tuple[str, str]:
    page = f"/unions/members/{membership.person_id}/" if membership.page_opens else ""
    return f"{masked_name(membership.person)} · {membership.union.label}", page


TRANSFERS_IN = register(
    Indicator(
        key="members_transferred_in",
        figure="",
        title=_("Memberships moved in"),
        unit=Unit.PERSON_TIME,
        nature=Nature.FLOW,
        definition=_(
            "Transfers into the union and those under it in the period, by the union that took the member in."
        ),
        pitfall=_("Neither people who joined nor growth: for the whole province a transfer changes nothing."),
        rows=lambda: all_memberships().filter(how=Membership.How.TRANSFER),
        union_path="union__path",
        county="county_id",
        from_day="started_on",
        describe=_membership_row,
        complete=name_members,
        opened_by=READ_MEMBERS,
        kept=True,
    )
)
