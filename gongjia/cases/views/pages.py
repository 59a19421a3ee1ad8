"""What the pages of this room share: the page that went stale, the way to sign in."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from gongjia.cases.access import STAFF
from gongjia.cases.kinds import CaseKind, Role, all_kinds


def token_of(request: HttpRequest, name: str = "once") -> uuid.UUID | None:
    """The form's own token as it was posted; None where it was left out or spoilt."""
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError:
        return None


def kind_or_404(key: str) -> CaseKind:
    kind = next((kind for kind in all_kinds() if kind.key == key), None)
    if kind is None:
        raise Http404
    return kind


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back here afterwards."""
    return redirect(f"{reverse('people:sign-in')}?{urlencode({'next': request.get_full_path()})}")


def layout_of(roles: set[Role]) -> str:
    """The base template for these capacities: those who handle a case sit at a desk, its sides hold a phone."""
    return "web/desk.html" if roles & STAFF else "web/member.html"
