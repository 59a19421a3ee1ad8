"""An officer's unions, and founding one below."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongjia.people.access import person_of
from gongjia.unions import actions
from gongjia.unions.access import (
    may,
    members_count,
    office_holders,
    offices_of,
    retained_count,
    union_for,
    union_served,
    unions_above,
    unions_below,
)
from gongjia.unions.cards import join_address
from gongjia.unions.forms import FoundForm
from gongjia.unions.kinds import ADMINISTER
from gongjia.unions.models import Union
from gongjia.unions.naming import spaced
from gongjia.web.forms import act, posted
from gongjia.web.sign_in import login_required


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


@login_required
@never_cache
def found(request: HttpRequest, union_id: int) -> HttpResponse:
    """Found a union under this one."""
    parent = union_for(person_of(request), ADMINISTER, union_id)
    form = FoundForm(posted(request))
    if made := act(form, lambda: _found(request, parent, form.cleaned_data)):
        messages.success(
            request, _("%(union)s is founded. Appoint its officers, and print its poster.") % {"union": made.name}
        )
        return redirect("unions:desk", made.pk)
    return render(request, "unions/desk/found.html", {"union": parent, "form": form})


def _found(request: HttpRequest, parent: Union, facts: dict[str, Any]) -> Union:
    name, code = facts.pop("employer_name"), facts.pop("credit_code")
    known = {"credit_code": code, "division_code": parent.division_code, "by": request.user}
    employer = actions.add_employer(name, **known) if name or code else None
    return actions.found_union(parent, employer=employer, by=request.user, **facts)
