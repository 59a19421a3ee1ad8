"""A request about one case: who asks, which case, and where its page is. The same pages serve the anonymous mailbox."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse

from gongjia.cases.access import case_for, case_of_pickup, roles_in
from gongjia.cases.kinds import Actor, Role
from gongjia.cases.models import Case
from gongjia.cases.views import actor_of

PATH, LASTS = "/cases/mailbox/", 30 * 60  # seconds


@dataclass(frozen=True)
class Side:
    actor: Actor
    case: Case
    base: str  # address that the pages of this case begin with, e.g. /cases/12/

    @cached_property
    def roles(self) -> set[Role]:
        return roles_in(self.case, self.actor)


def side_of(request: HttpRequest, case_id: int | None) -> Side:
    """The case of the address, or without a number the one behind the mailbox that this browser has open."""
    if case_id is not None:
        actor = actor_of(request)
        return Side(actor, case_for(actor, case_id), reverse("cases:case", args=[case_id]))
    actor = Actor(pickup=open_code(request))
    case = case_of_pickup(actor.pickup).first()
    if case is None:
        raise Http404
    return Side(actor, case_for(actor, case.pk), PATH)


def open_code(request: HttpRequest) -> str:
    """The pick-up code that this browser holds for the moment, in a signed cookie; the server keeps none."""
    return str(request.get_signed_cookie(settings.MAILBOX_COOKIE_NAME, default="", max_age=LASTS) or "")
