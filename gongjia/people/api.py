"""What a program reads of the person it acts for. Numbers are masked, as on the pages."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema
from pydantic import Field

from gongjia.foundation.api.scopes import Scope, caller_of, needs, register
from gongjia.people.display import masked_id, masked_phone

ME_READ = register(Scope("me:read", _("Read your profile, memberships and notices")))
ME_WRITE = register(Scope("me:write", _("Mark your notices as read")))
router = Router(tags=["people"])


class Profile(Schema):
    id: int
    name: str
    phone: str = Field(description="masked, e.g. 138****5678; empty where there is none")
    resident_id: str = Field(description="masked, e.g. 2201************1X; empty where there is none")
    is_proved: bool = Field(description="whether name and number were checked")
    is_new_form_worker: bool = Field(description="courier, driver and the like")
    is_migrant_worker: bool
    language: str = Field(description="the language of messages: zh-hans, ko or en")


@router.get("", response=Profile, summary="Who the token acts for")
@needs(ME_READ)
def get_me(request: HttpRequest) -> dict[str, Any]:
    """The profile of the person whose token this is. No number is ever given in full."""
    caller = caller_of(request)
    person = caller.person
    return {
        "id": person.pk,
        "name": person.name,
        "phone": masked_phone(person),
        "resident_id": masked_id(person),
        "is_proved": person.is_proved,
        "is_new_form_worker": person.is_new_form_worker,
        "is_migrant_worker": person.is_migrant_worker,
        "language": caller.account.language,
    }
