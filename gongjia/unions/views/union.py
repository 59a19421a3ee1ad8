"""A union as everybody may see it, and the code and poster that lead to it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjia.people.access import person_of
from gongjia.unions.access import find_unions, may, membership_of, union_shown, unions_above
from gongjia.unions.cards import join_address, qr_svg
from gongjia.unions.naming import spaced

PAGE = 20


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Find a union by a part of its name."""
    text = request.GET.get("q", "")
    page = Paginator(find_unions(text), PAGE).get_page(request.GET.get("page"))
    return render(request, "unions/member/find.html", {"q": text, "page": page})


@require_safe
def union(request: HttpRequest, union_id: int) -> HttpResponse:
    found, person = union_shown(union_id), person_of(request)
    context = {
        "union": found,
        "above": list(unions_above(found)),
        "membership": membership_of(person),
        "may_manage": may(person, "read_members", found) or may(person, "manage_offices", found),
    }
    return render(request, "unions/member/union.html", context)


@require_safe
def code_svg(request: HttpRequest, union_id: int) -> HttpResponse:
    """The QR code of the union's join address."""
    return HttpResponse(qr_svg(join_address(request, union_shown(union_id))), content_type="image/svg+xml")


@require_safe
def poster(request: HttpRequest, union_id: int) -> HttpResponse:
    """A page to print and hang up: the code, the union, and the three steps."""
    found = union_shown(union_id)
    context = {"union": found, "code": spaced(found.join_code), "address": join_address(request, found)}
    return render(request, "unions/member/poster.html", context)
