"""The API and its description: every operation says which scope it needs and which problems it may answer with."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from gongjia.foundation.api import problems
from gongjia.foundation.api.problems import CONTENT_TYPE, KINDS, Problem, ProblemDetail
from gongjia.foundation.api.reading import StrictParser
from gongjia.foundation.api.scopes import KEY_HEADER, KEY_PATTERN, Scope, all_scopes
from gongjia.foundation.refusals import Refused

logger = logging.getLogger("gongjia.api")
BEARER = "token"
RATE_HEADERS = {
    "RateLimit-Limit": "requests allowed in the present minute",
    "RateLimit-Remaining": "requests left in it",
    "RateLimit-Reset": "seconds until the next minute begins",
}


class Api(NinjaAPI):
    """django-ninja with our problems, our names for operations, and a description without gaps."""

    def __init__(self, **options: Any) -> None:
        super().__init__(parser=StrictParser(), docs_url=None, **options)
        for mistake in (Problem, Http404, PermissionDenied, Refused, ValidationError, HttpError, Exception):
            self.add_exception_handler(mistake, _problem_for)

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The function's own name: stable, readable, and what generated clients call it."""
        name: str = operation.view_func.__name__
        return name

    @property
    def urls(self) -> tuple[list[Any], str, str]:
        patterns, app_name, namespace = super().urls
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = _with_problem_for_method(pattern.callback)
        return [pattern for pattern in patterns if getattr(pattern, "name", "") != "api-root"], app_name, namespace

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(
            path_prefix="/api", **{k: v for k, v in options.items() if k == "path_params"}
        )
        model = ProblemDetail.model_json_schema(ref_template="#/components/schemas/{model}")
        schema["components"]["schemas"].update(model.pop("$defs", {}))
        schema["components"]["schemas"]["ProblemDetail"] = model
        schema["components"]["securitySchemes"] = {
            BEARER: {"type": "http", "scheme": "bearer", "description": "A token made on a page: gj_…"}
        }
        scopes = {operation.operation_id or operation.view_func.__name__: operation for operation in self._operations()}
        for methods in schema["paths"].values():
            for method, details in methods.items():
                _complete(method, details, scopes[details["operationId"]])
        schema["x-scopes"] = {scope.key: str(scope.title) for scope in all_scopes()}
        return schema

    def _operations(self) -> list[Operation]:
        return [
            operation
            for router in self._get_bound_routers()
            for view in router.path_operations.values()
            for operation in view.operations
        ]


def _problem_for(request: HttpRequest, error: Any) -> HttpResponse:
    """What an operation raised, as an answer. A denied object answers as one that does not exist."""
    if isinstance(error, Problem):
        return error.response()
    if isinstance(error, (Http404, PermissionDenied)):
        return problems.not_found().response()
    if isinstance(error, Refused):
        return Problem("refused", str(error)).response()
    if isinstance(error, ValidationError):
        return problems.unfit(error.errors).response()
    if isinstance(error, HttpError):
        said = _("The body is not JSON in UTF-8, or holds what no text or number may hold.")
        return Problem("malformed", said).response()
    logger.error("an operation of the API failed", exc_info=error)
    return Problem(
        "broken", _("Nothing was changed. Please try again later, with the same idempotency key.")
    ).response()


def _with_problem_for_method(view: Callable[..., Any]) -> Callable[..., Any]:
    """An address that does not take a method says so as a problem, too."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            allowed = response.headers["Allow"]
            return Problem(
                "method", _("It takes: %(methods)s.") % {"methods": allowed}, headers={"Allow": allowed}
            ).response()
        return response

    return answered


# ---- completing the description --------------------------------------------------------------------------------------


def _complete(method: str, details: dict[str, Any], operation: Operation) -> None:
    scope: Scope | None = getattr(operation.view_func, "scope", None)
    writes = bool(getattr(operation.view_func, "writes", False))
    details["security"] = [{BEARER: []}] if scope else [{}, {BEARER: []}]
    details["x-scope"] = scope.key if scope else None
    details.setdefault("parameters", []).extend(_parameters(method, writes))
    responses = details["responses"]
    for status, answer in list(responses.items()):
        responses[str(status)] = responses.pop(status)
        answer["description"] = "Done" if method == "post" else "Found"
        answer["headers"] = _headers(method)
    if method == "get":
        responses["304"] = {"description": "Not changed since the ETag that you sent"}
    for key in _problems_of(method, details, scope, writes):
        _add_problem(responses, key)


def _problems_of(method: str, details: dict[str, Any], scope: Scope | None, writes: bool) -> list[str]:
    found = ["malformed", "bad-token", "unfit", "too-many", "broken"]
    in_path = any(parameter["in"] == "path" for parameter in details["parameters"])
    if scope:
        found += ["no-token", "scope"]
    if in_path or details.get("x-finds"):
        found += ["not-found"]
    if method == "post":
        found += ["too-large", "key-reused"]
    if writes:
        found += ["key-missing", "refused"]
    return found + list(details.get("x-problems", []))


def _add_problem(responses: dict[str, Any], key: str) -> None:
    kind = KINDS[key]
    answer = responses.setdefault(
        str(kind.status),
        {
            "description": "",
            "headers": {
                name: {"schema": {"type": "string"}, "description": words} for name, words in RATE_HEADERS.items()
            },
            "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetail"}}},
        },
    )
    line = f"`{key}`: {kind.title}"
    answer["description"] = "; ".join(filter(None, [answer["description"], line]))


def _headers(method: str) -> dict[str, Any]:
    headers = {name: {"schema": {"type": "string"}, "description": words} for name, words in RATE_HEADERS.items()}
    if method == "get":
        headers["ETag"] = {"schema": {"type": "string"}, "description": "send it back in If-None-Match"}
    return headers


def _parameters(method: str, writes: bool) -> list[dict[str, Any]]:
    language = _header("Accept-Language", "zh, ko or en: the language of words and problems", {"type": "string"})
    if method == "get":
        etag = _header("If-None-Match", "an ETag: answers 304 where nothing changed", {"type": "string"})
        return [language, etag]
    key = _header(
        KEY_HEADER, "a random value for one thing to be done; repeated within 24 hours it gives the same answer",
        {"type": "string", "pattern": KEY_PATTERN}, required=writes,
    )  # fmt: skip
    return [language, key]


def _header(name: str, words: str, schema: dict[str, Any], required: bool = False) -> dict[str, Any]:
    return {"in": "header", "name": name, "required": required, "description": words, "schema": schema}
