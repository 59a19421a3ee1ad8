"""Who holds which office in a union: appoint and end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gongjia.foundation.refusals import Refused
from gongjia.foundation.same_time import hide_time
from gongjia.people.access import person_of
from gongjia.people.actions import find_person
from gongjia.unions import actions
from gongjia.unions.access import office_for, office_holders, offices_ended, union_for
from gongjia.unions.forms import AppointForm
from gongjia.unions.kinds import MANAGE_OFFICES
from gongjia.web.forms import posted
from gongjia.web.sign_in import login_required


@login_required
@never_cache
def offices(request: HttpRequest, union_id: int) -> HttpResponse:
    """The list, and below it the form that appoints."""
    union = union_for(person_of(request), MANAGE_OFFICES, union_id)
    form = AppointForm(posted(request))
    if request.method == "POST" and form.is_valid():
        hide_time(request)
        facts = form.cleaned_data
        try:
            person = find_person(request.user, facts["name"], facts["phone"])
            office = actions.appoint(person, union, facts["role"], title=facts["title"], by=request.user)
            messages.success(request, _("%(name)s now holds the office “%(role)s”.")
                             % {"name": office.person.name, "role": office.get_role_display()})  # fmt: skip
            return redirect("unions:offices", union_id)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"union": union, "form": form, "holders": office_holders(union), "ended": offices_ended(union)}
    return render(request, "unions/desk/offices.html", context)


@login_required
@require_POST
def end(request: HttpRequest, office_id: int) -> HttpResponse:
    office = office_for(person_of(request), office_id)
    actions.end_office(office, by=request.user)
    messages.success(request, _("The office of %(name)s has ended.") % {"name": office.person.name})
    return redirect("unions:offices", office.union_id)
