"""Where the poster of the new union leads a member, and the old union's one page. The rest are the engine's pages."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gongjia.cases.actions import make_move, open_case
from gongjia.cases.kinds import Actor
from gongjia.cases.views import actor_of
from gongjia.cases.views.pages import for_whom_it_was_opened, to_one_under_way, token_of
from gongjia.foundation.walls import as_platform
from gongjia.people.access import person_of
from gongjia.people.display import masked_name
from gongjia.programmes.membership_transfer.access import transfer_away
from gongjia.programmes.membership_transfer.forms import ConfirmForm, IdentityForm
from gongjia.unions.access import membership_of, union_by_join_code
from gongjia.unions.models import Union
from gongjia.unions.ways import Way
from gongjia.web.forms import act
from gongjia.web.sign_in import login_required


@login_required
@never_cache
@for_whom_it_was_opened
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Nothing to type: the poster says where to, the platform knows where from."""
    union, actor = union_by_join_code(code), actor_of(request)
    if union is None:
        raise Http404
    if one_under_way := to_one_under_way(request, actor, "membership_transfer"):
        return one_under_way
    form = ConfirmForm(request.POST or None)
    if request.method == "POST":
        case = act(form, lambda: _ask(actor, union, token_of(request)))
        if case is not None:
            return redirect("cases:receipt", case.pk)
    context = {"union": union, "form": form, "membership": membership_of(actor.applicant),
               "once": token_of(request) or uuid.uuid4()}  # fmt: skip
    return render(request, "membership_transfer/member/by_code.html", context)


@login_required
@never_cache
def identity(request: HttpRequest, case_id: int) -> HttpResponse:
    """What the old union is told, and its one possible word: this may not be the same person."""
    case = transfer_away(person_of(request), case_id)
    form = IdentityForm(request.POST or None)
    if request.method == "POST":
        old_union = Actor(account=request.user, person=person_of(request), is_system=True)
        with as_platform("the old union speaks up in a matter of the new one"):
            is_asked = act(form, lambda: make_move(case.pk, "question_identity", old_union, facts=form.cleaned_data))
        if is_asked:
            messages.success(request, _("The receiving union is asked to make sure who it is."))
            return redirect("membership_transfer:identity", case_id)
    context = {"case": case, "name": masked_name(case.applicant), "form": form, "is_open": case.step == "asked"}
    return render(request, "membership_transfer/desk/identity.html", context)


def _ask(actor: Actor, union: Union, once: uuid.UUID | None):
    intake = {"way": Way.CODE, "code": union.join_code, "union": union.pk, "union_name": union.name}
    return open_case("membership_transfer", actor, intake=intake, union=union, once=once)
