from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from gongjia.notices.access import notices_of
from gongjia.notices.actions import mark_read
from gongjia.notices.models import Notice
from gongjia.notices.words import title_and_text
from gongjia.web.sign_in import login_required


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    page = Paginator(notices_of(request.user.person), 20).get_page(request.GET.get("page"))
    lines = [(notice, *title_and_text(notice)) for notice in page]
    return render(request, "notices/member/inbox.html", {"page": page, "lines": lines})


@login_required
@require_POST
def read(request: HttpRequest, notice_id: int) -> HttpResponse:
    try:
        notice = mark_read(request.user, notice_id)
    except Notice.DoesNotExist as missing:
        raise Http404 from missing
    return redirect(notice.link or "notices:inbox")
