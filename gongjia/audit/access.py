from django.db.models import Model, QuerySet

from gongjia.audit.models import Event


def events_about(obj: Model) -> QuerySet[Event]:
    """Everything recorded of one object, oldest first. The caller has already fetched the object through its door."""
    return Event.objects.filter(kind=obj._meta.label_lower, object_id=str(obj.pk)).order_by("id")


def looks_at(person_id: int) -> QuerySet[Event]:
    """Who looked at a person's information, newest first; the person reads this as 谁看过我的信息."""
    return Event.objects.filter(person_id=person_id, verb__endswith=".looked").order_by("-id")


def done_for(person_id: int) -> QuerySet[Event]:
    """What officers did on a person's behalf at the counter, newest first."""
    return Event.objects.filter(on_behalf_of=person_id).order_by("-id")
