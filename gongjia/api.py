"""Mounts the API: one router a room; nothing else. Every call passes `gongjia.connections.door`."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, re_path
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from gongjia.cases import api as cases
from gongjia.connections.door import door
from gongjia.connections.reference import reference
from gongjia.foundation.api.openapi import Api
from gongjia.foundation.api.problems import not_found
from gongjia.foundation.api.scopes import caller_of
from gongjia.indicators import api as indicators
from gongjia.law import api as law
from gongjia.notices import api as notices
from gongjia.people import api as people
from gongjia.unions import api as unions

api = Api(
    title="Gongjia", version="1.0.0", openapi_url=None, urls_namespace="api",
    description="The open API of the trade-union platform: the same actions and the same access as its pages.",
)  # fmt: skip
api.add_decorator(door, mode="view")
for prefix, router in (
    ("/v1/me", people.router),
    ("/v1/me", unions.mine),
    ("/v1/me", notices.router),
    ("/v1/me", cases.mine),
    ("/v1/unions", unions.router),
    ("/v1/employers", unions.employers),
    ("/v1/law", law.router),
    ("/v1/case-kinds", cases.kinds),
    ("/v1/cases", cases.router),
    ("/v1/figures", indicators.router),
):
    api.add_router(prefix, router)


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The description as OpenAPI 3.1, in English."""
    with translation.override("en"):
        return JsonResponse(api.get_openapi_schema())


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The same as a page, without a script and without a foreign host."""
    return render(request, "connections/reference.html", reference(api.get_openapi_schema()))


@csrf_exempt
@door
def nothing_here(request: HttpRequest, *args: str) -> HttpResponse:
    caller_of(request)
    return not_found().response()


patterns, _app_name, _namespace = api.urls
urlpatterns = [
    path("openapi.json", description, name="openapi"),
    path("docs/", docs, name="docs"),
    *patterns,
    re_path(r"^v1(/.*)?$", nothing_here, name="nothing"),
]
app_name = "api"
