from typing import Any

from django.db import models

from gongjia.audit.models import Event


def record(
    actor: Any,
    verb: str,
    obj: models.Model,
    *,
    change: dict[str, Any] | None = None,
    union: Any = None,
    on_behalf_of: Any = None,
    person: Any = None,
    reason: str = "",
) -> Event:
    """Write down that `actor` (an account; None is the platform itself) did `verb` to `obj`.

    Called inside the action's own transaction, so that nothing happens unrecorded and nothing is recorded that did
    not happen. `change` holds JSON values and never a sealed or personal value in clear; `person` is whose
    information was touched; `union` has a `path`.
    """
    return Event.objects.create(
        actor_id=getattr(actor, "pk", None),
        on_behalf_of=getattr(on_behalf_of, "pk", None),
        verb=verb,
        kind=obj._meta.label_lower,
        object_id=str(obj.pk),
        person_id=getattr(person, "pk", None),
        union_path=getattr(union, "path", ""),
        change=change or {},
        reason=reason,
    )
