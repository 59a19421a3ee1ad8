"""An officer's unions."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongjia.people.access import person_of
from gongjia.unions.access import (
    may,
    members_count,
    office_holders,
    offices_of,
    retained_count,
    union_served,
    unions_above,
    unions_below,
)
from gongjia.unions.cards import join_address
from gongjia.unions.naming import spaced


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The unions in which I hold an office."""
    return render(request, "unions/desk/mine.html", {"offices": list(offices_of(person_of(request)))})


@login_required
@never_cache
@require_safe
def union(request: HttpRequest, union_id: int) -> HttpResponse:
    person = person_of(request)
    found = union_served(person, union_id)
    context = {
        "union": found,
        "above": list(unions_above(found)),
        "below": list(unions_below(found)),
        "members": members_count(found),
        "retained": retained_count(found),
        "holders": list(office_holders(found)),
        "code": spaced(found.join_code),
        "address": join_address(request, found),
        "may_read_members": may(person, "read_members", found),
        "may_manage_offices": may(person, "manage_offices", found),
        "may_administer": may(person, "administer", found),
    }
    return render(request, "unions/desk/union.html", context)
