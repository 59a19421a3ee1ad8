"""Every address of the platform, asked by every role, about objects near and far, by every method.

`routes()` is what the resolver knows, so that no page can be forgotten; `table.ROWS` says who may. `walk()` makes the
requests. It needs nothing from the walls themselves: run it again with one of them taken away, and look at the bodies.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver

from gongjia.audit.models import Event
from gongjia.cases.tests.factories import a_photo, an_upload
from gongjia.foundation.clock import now
from tests.walls.table import ROWS, Row
from tests.walls.world import NOBODY_SIGNED_IN, OWN, ROLES, World

SAFE, UNKNOWN = ("GET", "HEAD"), ("PUT", "PATCH", "DELETE", "OPTIONS")
METHODS = (*SAFE, "POST", *UNKNOWN)
NOWHERE = ""  # the relation where the address names no object
# Which number of World.ids fills a place in an address.
PLACES = {
    "case_id": "case",
    "person_id": "person",
    "union_id": "union",
    "employer_id": "employer",
    "contact_id": "contact",
    "office_id": "office",
    "document_id": "document",
    "rating_id": "rating",
    "notice_id": "notice",
    "view_id": "view",
    "pk": "key",
    "token": "card",
    "code": "code",
    "webhook_id": "webhook",
    "message_id": "message",
    "variant_id": "variant",
}
# Besides those: numbers of objects that a row names itself.
NAMED = {"transfer", "clerk", "sum", "handed", "token", "partner"}  # fmt: skip
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
# What any request may write: sessions, what lies in the cache, what the rate limits count, that a token was used today.
TRACES = {"django_session", "foundation_cache", "connections_hit", "connections_token", "connections_call"}


@dataclass(frozen=True)
class Seen:
    """One request and its answer."""

    row: Row
    role: str
    relation: str
    method: str
    status: int
    location: str = ""
    body: str = field(default="", repr=False)
    looks: frozenset[tuple[int, int]] = frozenset()  # recorded: by which account, at whose information
    changed: frozenset[str] = frozenset()  # tables that held something else afterwards, before it was undone

    def __str__(self) -> str:
        about = f" of {self.relation}" if self.relation else ""
        return f"{self.method} {self.row.route or '/'}{about} as {self.role}: {self.status}"

    @property
    def is_sent_to_sign_in(self) -> bool:
        return self.status == 302 and self.location.startswith("/sign-in/?next=")

    @property
    def is_refused(self) -> bool:
        """Whether the answer says nothing at all of the object: not here, not so, or who are you."""
        return self.status in {401, 404, 405} or (self.role in NOBODY_SIGNED_IN and self.is_sent_to_sign_in)


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """The whole route of every pattern, whoever mounted it, named or not."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        else:
            yield route


def is_about_an_object(row: Row) -> bool:
    named = [row.at.get(place, PLACES.get(place, place)) for place in PLACE.findall(row.route)]
    return "{" in row.query or bool(set(named) & set(PLACES.values()) | set(named) & NAMED)


def relations_of(row: Row, world: World, role: str) -> Iterable[str]:
    return world.relations(role) if is_about_an_object(row) else [NOWHERE]


def may(row: Row, role: str, relation: str, method: str) -> tuple[bool, bool]:
    """Whether the table lets the role in, and whether it lets it change something."""
    seen = _holds(row.see, role, relation)
    if method in SAFE:
        return seen and not (method == "HEAD" and row.route.startswith("api/v1/")), False
    if method != "POST" or row.do is None:
        return False, False
    done = _holds(row.do, role, relation)
    return seen or done or _holds(row.hears, role, relation), done


def _holds(roles: dict[str, tuple[str, ...]], role: str, relation: str) -> bool:
    return role in roles and (relation == NOWHERE or relation in roles[role])


def turned(row: Row, choices: Sequence[str]) -> list[str]:
    """The same choices, beginning with another one from row to row: what is asked where not all of them are."""
    first = len(row.route) % max(1, len(choices))
    return [*choices[first:], *choices[:first]]


def address(row: Row, ids: dict[str, Any]) -> str:
    def fill(match: re.Match[str]) -> str:
        name = row.at.get(match[1], PLACES.get(match[1], match[1]))
        return str(ids.get(name, name))

    return "/" + PLACE.sub(fill, row.route) + row.query.format(**ids)


def form(row: Row, ids: dict[str, Any]) -> dict[str, Any]:
    """What is sent: the words of the row with their numbers, and the smallest file where one is asked for."""
    sent = row.sends or {}
    return {name: _filled(value, ids) for name, value in sent.items()}


def _filled(value: Any, ids: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {name: _filled(one, ids) for name, one in value.items()}
    made = {"paper": an_upload, "photo": a_photo}
    return made[value]() if value in made else value.format(**ids)


def walk(
    client_for: Callable[[str], Client],
    world: World,
    *,
    rows: Iterable[Row] = ROWS,
    roles: Iterable[str] = ROLES,
    methods: Iterable[str] = METHODS,
    choose: Callable[[Row, str, str, str], bool] | None = None,
) -> Iterator[Seen]:
    """Make every request, each undone before the next. `choose(row, role, relation, method)` leaves some out.

    `client_for(role)` gives the browser that asks; that of the world is `world.client_for`.
    """
    for role in roles:
        for row in rows:
            for relation in relations_of(row, world, role):
                for method in methods:
                    if choose is None or choose(row, role, relation, method):
                        yield ask(client_for(role), world, row, role, relation, method)


def ask(client: Client, world: World, row: Row, role: str, relation: str, method: str) -> Seen:
    ids = world.ids(role, relation or OWN)
    data = form(row, ids) if method == "POST" else None
    return send(client, row, role, relation, method, address(row, ids), data)


def send(client: Client, row: Row, role: str, relation: str, method: str, path: str, data: Any) -> Seen:
    """One request inside a savepoint of its own, thrown away with all that it changed."""
    wrote: set[str] = set()
    begun = now()

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if match := WRITE.match(sql):
            wrote.add(match[1])
        return execute(sql, params, many, context)

    undone = transaction.atomic()
    undone._from_testcase = True  # as in Django's own test cases: a request's durable transactions may lie inside
    with undone:
        with connection.execute_wrapper(listen):
            response = _sent(client, method, path, data)
        traces = TRACES | {"audit_event"} if path.startswith("/api/") else TRACES  # that a program called is recorded
        body, after = text_of(response), held_by(wrote - traces)
        looks = looks_since(begun) if "audit_event" in wrote else frozenset()
        transaction.set_rollback(True)
    before = held_by(after)
    changed = frozenset(table for table in after if after[table] != before[table])
    return Seen(row, role, relation, method, response.status_code, response.get("Location", ""), body, looks, changed)


def looks_since(moment: datetime) -> frozenset[tuple[int, int]]:
    looks = Event.objects.filter(at__gte=moment, verb__endswith=".looked", person_id__isnull=False)
    return frozenset(looks.values_list("actor_id", "person_id"))


def _sent(client: Client, method: str, path: str, data: Any) -> Any:
    if data is None:
        return client.generic(method, path)
    if path.startswith("/api/"):
        said = {"Idempotency-Key": uuid4().hex, "If-Match": "*"}
        return client.generic(method, path, json.dumps(data), "application/json", headers=said)
    return client.post(path, data)


def held_by(tables: Iterable[str]) -> dict[str, tuple[Any, ...]]:
    """How many rows each table has, and a sum over what stands in them."""
    held = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT count(*), sum(hashtextextended(t::text, 0)) FROM "{table}" t')  # noqa: S608
            held[table] = cursor.fetchone()
    return held


def text_of(response: Any) -> str:
    """What a reader of the answer could read, in a page, a table or an official letter."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as letter:
            content = b"".join(letter.read(name) for name in letter.namelist() if name.endswith(".xml"))
        return re.sub(r"<[^>]+>", "", content.decode())
    return content.decode(errors="replace")
