"""The inbox of the person that a program acts for."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from gongjia.foundation.api.paging import Number, Page, PageQuery, page
from gongjia.foundation.api.scopes import caller_of, needs
from gongjia.notices.access import notices_of
from gongjia.notices.actions import mark_read
from gongjia.notices.models import Notice
from gongjia.notices.words import title_and_text
from gongjia.people.api import ME_READ, ME_WRITE

router = Router(tags=["notices"])


class NoticeOut(Schema):
    id: int
    kind: str = Field(description="what it is about, as a key")
    title: str = Field(description="in the caller's language")
    text: str
    link: str = Field(description="the page it leads to; empty where there is none")
    created_at: datetime
    read_at: datetime | None


class NoticeQuery(PageQuery):
    unread: bool = Field(False, description="only those that were not read yet")


@router.get("/notices", response=Page[NoticeOut], summary="Notices to the person")
@needs(ME_READ)
def list_notices(request: HttpRequest, query: Query[NoticeQuery]) -> dict[str, Any]:
    """What the platform told the person, the newest first."""
    notices = notices_of(caller_of(request).person)
    if query.unread:
        notices = notices.filter(read_at__isnull=True)
    return page(notices, query, ("-pk",), _notice, "notices")


@router.post("/notices/{notice_id}/read", response=NoticeOut, summary="Mark a notice as read")
@needs(ME_WRITE, writes=True)
def read_notice(request: HttpRequest, notice_id: Number) -> dict[str, Any]:
    """The person has read it. Twice is once."""
    try:
        return _notice(mark_read(caller_of(request).account, notice_id))
    except Notice.DoesNotExist:
        raise Http404 from None


def _notice(notice: Notice) -> dict[str, Any]:
    title, text = title_and_text(notice)
    return {"id": notice.pk, "kind": notice.kind, "title": title, "text": text, "link": notice.link,
            "created_at": notice.created_at, "read_at": notice.read_at}  # fmt: skip
