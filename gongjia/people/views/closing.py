"""注销账号: what goes, what stays and why, a code, seven days to think again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gongjia.foundation.refusals import Refused
from gongjia.people import access, actions
from gongjia.people.addresses import address_index
from gongjia.people.forms import CodeForm
from gongjia.people.holdings import kept_kinds, obstacles_of, removed_titles
from gongjia.people.views.sign_in import QUESTION, page
from gongjia.web.sign_in import login_required


@login_required
@never_cache
def closing(request: HttpRequest) -> HttpResponse:
    """Everything there is to know before it; the button sends the code."""
    person = access.person_of(request)
    problem = ""
    if request.method == "POST":
        try:
            actions.send_closing_code(person, address_index(request))
            return redirect("people:closing-code")
        except Refused as refusal:
            problem = str(refusal)
    context = {
        "standing": access.open_closing(person), "obstacles": obstacles_of(person), "problem": problem,
        "days": actions.waiting_days(), "removed": removed_titles(), "kept": kept_kinds(), "back_url": reverse("people:me"),
    }  # fmt: skip
    return render(request, "people/member/closing.html", context)


@login_required
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    form, refusal = CodeForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            actions.confirm_closing(access.person_of(request), form.cleaned_data["code"])
            return redirect("people:closing")
        except Refused as problem:
            refusal = problem
    return page(
        request,
        QUESTION,
        form,
        refusal,
        heading=_("Which six digits were sent to you?"),
        help=_("With them you confirm that your account is to be closed. You can take it back for %(days)s days.")
        % {"days": actions.waiting_days()},
        main_label=_("Close my account"),
        back_url=reverse("people:closing"),
    )


@login_required
@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    actions.cancel_closing(access.person_of(request))
    messages.success(request, _("Your account stays. Nothing was erased."))
    return redirect("people:closing")
