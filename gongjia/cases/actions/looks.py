"""Looks at a person's matter, written down for that person (谁看过我的信息)."""

from django.db import transaction

from gongjia.audit.actions import record
from gongjia.cases.access import looked_today, roles_in
from gongjia.cases.kinds import Actor, Role
from gongjia.cases.models import Case


@transaction.atomic
def look(case: Case, actor: Actor) -> None:
    """Record that somebody who is not a side of the case looked at it; once per account, case and day.

    Called after the case was fetched through its door. An anonymous case has nobody to tell.
    """
    if case.applicant is None or roles_in(case, actor) & {Role.APPLICANT, Role.RESPONDENT}:
        return
    if not looked_today(case, actor.account):
        record(actor.account, "cases.looked", case, union=case.union, person=case.applicant)
