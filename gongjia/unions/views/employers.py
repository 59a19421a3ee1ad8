"""Employers: finding one while typing, and at the desk adding, checking and naming who speaks for it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongjia.foundation.refusals import Refused
from gongjia.foundation.same_time import hide_time
from gongjia.people.access import person_of
from gongjia.unions import actions
from gongjia.unions.access import (
    contact_for,
    contacts_of,
    employer_shown,
    find_employers,
    has_union_within_reach,
    is_officer,
    unions_at,
)
from gongjia.unions.forms import CHOICES, NewEmployerForm, PersonForm, VerifyForm
from gongjia.web.forms import act, posted
from gongjia.web.sign_in import login_required

PAGE = 20


@require_safe
def found(request: HttpRequest) -> HttpResponse:
    """The options offered while an employer's name is typed. Names and codes stand in the public register."""
    text = request.GET.get("q") or request.GET.get("employer_name", "")
    employers = find_employers(text)[:CHOICES] if len(text.strip()) > 1 else []
    return render(request, "unions/parts/employers_found.html", {"employers": employers})


@login_required
@require_safe
def employers(request: HttpRequest) -> HttpResponse:
    _officers_only(request)
    text = request.GET.get("q", "")
    page = Paginator(find_employers(text), PAGE).get_page(request.GET.get("page"))
    return render(request, "unions/desk/employers.html", {"q": text, "page": page})


@login_required
def add(request: HttpRequest) -> HttpResponse:
    _officers_only(request)
    form = NewEmployerForm(posted(request), initial={"name": request.GET.get("name", "")})
    if employer := act(form, lambda: actions.add_employer(**form.cleaned_data, by=request.user)):
        return redirect("unions:employer", employer.pk)
    return render(request, "unions/desk/employer_add.html", {"form": form})


@login_required
def employer(request: HttpRequest, employer_id: int) -> HttpResponse:
    """One employer. Sent, it completes name and code as the officer read them in the public register."""
    _officers_only(request)
    shown = employer_shown(employer_id)
    known = {"name": shown.name, "credit_code": shown.credit_code or ""}
    form = VerifyForm(posted(request), initial=known)
    if act(form, lambda: actions.verify_employer(shown, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The employer is checked."))
        return redirect("unions:employer", employer_id)
    return _page(request, shown, form, PersonForm(prefix="contact"))


@login_required
@require_POST
def add_contact(request: HttpRequest, employer_id: int) -> HttpResponse:
    _officers_only(request)
    shown, form = employer_shown(employer_id), PersonForm(request.POST, prefix="contact")
    if not has_union_within_reach(person_of(request), shown):
        raise Http404
    if form.is_valid():
        hide_time(request)
        try:
            contact = actions.name_contact(shown, **form.cleaned_data, by=request.user)
            messages.success(request, _("%(name)s now speaks for this employer.") % {"name": contact.person.name})
            return redirect("unions:employer", employer_id)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    known = {"name": shown.name, "credit_code": shown.credit_code or ""}
    return _page(request, shown, VerifyForm(initial=known), form)


@login_required
@require_POST
def end_contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    _officers_only(request)
    contact = contact_for(contact_id)
    if not _knows_contacts(request, contact.employer):
        raise Http404
    actions.end_contact(contact, by=request.user)
    return redirect("unions:employer", contact.employer_id)


def _officers_only(request: HttpRequest) -> None:
    if not is_officer(person_of(request)):
        raise Http404


def _knows_contacts(request: HttpRequest, employer) -> bool:
    """Where the employer has no union, a mediation named its contact, and any officer may have been the one."""
    return has_union_within_reach(person_of(request), employer) or not unions_at(employer).exists()


def _page(request: HttpRequest, shown, form, contact_form) -> HttpResponse:
    context = {
        "employer": shown,
        "unions": list(unions_at(shown)),
        "contacts": contacts_of(shown) if _knows_contacts(request, shown) else [],
        "may_add_contacts": has_union_within_reach(person_of(request), shown),
        "form": form,
        "contact_form": contact_form,
    }
    return render(request, "unions/desk/employer.html", context)
