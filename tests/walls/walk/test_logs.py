"""The log of a whole walk, every level of it: no name, no number, no code, no password, no word of anybody's story.

What counts is what is kept: the lines as production writes them. Development prints the one-time codes of made-up
telephones on its console, so that somebody at a laptop can sign in; that is no log, and production refuses those numbers.
"""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import Client

from gongjia.foundation import logs
from gongjia.foundation.sms import demo_messages
from gongjia.people.sealing import unseal
from gongjia.people.tests.factories import PASSWORD, TOTP_SECRET, totp_code
from tests.walls.walk.test_minimal_display import whole_numbers
from tests.walls.world import World, phone_of

pytestmark = pytest.mark.django_db
TALKATIVE = ("gongjia", "django", "allauth", "procrastinate", "")
TRIED = {"000000", "no such password, it is wrong"}


@contextmanager
def listening() -> Iterator[io.StringIO]:
    """Everything that is logged meanwhile, at DEBUG, as production would write it down."""
    line, written = logs.configuration(production=True)["formatters"]["line"], io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(line["()"](processors=line["processors"], foreign_pre_chain=line["foreign_pre_chain"]))
    loggers = [logging.getLogger(name) for name in (*TALKATIVE, *_named())]
    before = [(logger, logger.level, logger.propagate, list(logger.handlers)) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        logger.handlers, logger.propagate = ([handler], False) if logger.name == "root" else ([], True)
    try:
        yield written
    finally:
        for logger, level, propagate, handlers in before:
            logger.setLevel(level)
            logger.propagate, logger.handlers = propagate, handlers


def _named() -> list[str]:
    known = logging.Logger.manager.loggerDict
    return [name for name in known if name.split(".")[0] in TALKATIVE and isinstance(known[name], logging.Logger)]


def secrets_of(world: World) -> set[str]:
    """Every word that must never stand in a line: names, stories, numbers, tokens, cookies, passwords."""
    words = {PASSWORD, TOTP_SECRET, *TRIED, *world.tokens.values()}
    people = [person for bundle in world.bundles.values() for person in bundle.people.values()]
    for person in [*people, *world.people.values()]:
        words |= {person.name, phone_of(person), unseal("resident_id", person.id_sealed)}
    for bundle in world.bundles.values():
        words |= bundle.words | {bundle.ids["card"], bundle.ids["code"], str(bundle.ids["sum"])}
    for role, cookies in world.cookies.items():
        words |= {cookie.value for cookie in cookies.values() if len(cookie.value) > 8}
        words |= {str(world.own[role]["pickup"])} if "pickup" in world.own[role] else set()
    return words


def sign_ins(world: World) -> set[str]:
    """A member's sign-in with a wrong and the right code, an officer's with a wrong password: what was used in them."""
    phone, browser = phone_of(world.people["member"]), Client()
    browser.post("/sign-in/", {"phone": phone})
    code = re.search(r"\d{6}", demo_messages(phone)[0])[0]
    browser.post("/sign-in/code/", {"code": "000000"})
    browser.post("/sign-in/code/", {"code": code})
    officer = phone_of(world.people["county officer"])
    digits = totp_code()
    for password in ("no such password, it is wrong", PASSWORD):
        browser = Client()
        browser.post("/sign-in/officer/", {"phone": officer, "password": password})
    browser.post("/sign-in/second-factor/", {"code": digits})
    return {code, digits, phone, officer, browser.session.session_key}


def leaks(lines: list[str], words: set[str]) -> list[str]:
    any_word = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
    return [line for line in lines if any_word.search(line) or whole_numbers(line)]


@pytest.mark.parametrize("planted", [
    "Not found: 演示甲会员", "phone 19900000001", "id 220102199003078137", f"password {PASSWORD}",
])  # fmt: skip
def test_a_planted_leak_is_found(world, planted):
    assert leaks([planted, "nothing"], secrets_of(world)) == [planted]


def test_the_log_of_unhappy_ways_names_nobody(world):
    """Wrong codes, wrong passwords, words given to the log: what a walk over the pages leaves is read in test_matrix.py."""
    with listening() as written:
        used = sign_ins(world)
        logging.getLogger("django.security").warning(
            "演示甲会员 at %s with code %s", "/cases/1/", "123456"
        )  # masked, too
    lines = written.getvalue().splitlines()
    assert len(lines) >= 10, "Signing in left hardly a line: is anybody listening?"
    found = leaks(lines, secrets_of(world) | used)
    assert not found, f"{len(found)} of {len(lines)} lines say too much:\n" + "\n".join(found[:20])
