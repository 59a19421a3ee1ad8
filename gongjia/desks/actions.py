from typing import Any

from django.db import transaction

from gongjia.audit.actions import record
from gongjia.desks.access import saved_views_of
from gongjia.desks.models import SavedView


@transaction.atomic
def save_view(account: Any, name: str, query: str) -> SavedView:
    """Keep a worklist's filters under a name; the same name again replaces the earlier filters."""
    view, _created = SavedView.objects.update_or_create(account=account, name=name, defaults={"query": query})
    record(account, "desks.saved_view", view, change={"query": query})
    return view


@transaction.atomic
def forget_view(account: Any, view_id: int) -> None:
    """Remove one of one's own saved views; somebody else's is left alone."""
    view = saved_views_of(account).filter(pk=view_id).first()
    if view is not None:
        record(account, "desks.forgot_view", view)
        view.delete()
