"""The rules of the house that no linter knows, each with the sentence that says what to do."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, ManyToManyField
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gongjia.cases.kinds import all_kinds
from gongjia.foundation.messages import clashes, gaps

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "gongjia"
FLOORS = [
    "desks",
    "programmes",
    "cases indicators",
    "connections",
    "notices",
    "unions",
    "people",
    "law",
    "audit",
    "web",
    "foundation",
]
HEIGHT = {room: -n for n, floor in enumerate(FLOORS) for room in floor.split()}

# Pages that answer a stranger who asks for nobody in particular. Everything else sends them to sign in, or says 404.
PUBLIC = {
    "api:docs": "what programs can do here",
    "api:openapi": "the same, for programs",
    "desks:home": "the welcome",
    "desks:problem": "a worker in trouble need not be anybody yet",
    "desks:near": "where to find a union",
    "desks:trust": "what the nightly runs found is nobody's secret",
    "web:help": "the human way out",
    "web:offline": "shown without a network",
    "web:service-worker": "keeps the offline page",
    "web:gallery": "the look, in the demo only",
    "web:gallery-page": "the look, in the demo only",
    "people:sign-in": "the door itself",
    "people:officer-sign-in": "the door itself",
    "people:demo-phone": "made-up telephones, in the demo only",
    "world:cast": "made-up sign-ins, in the demo only",
    "cases:question": "a stranger begins before signing in",
    "cases:mailbox": "opened by a pick-up code",
    "owed:start": "a worker asks what they are owed before being anybody",
    "concern:start": "whoever is worried chooses how much to say of themselves",
    "concern:anonymous": "nobody is asked who they are",
    "join_request:start": "three steps begin before signing in",
    "law:search": "the law is public, and a worker who asks need not be anybody",
    "law:statutes": "the law is public",
    "law:statute": "the law is public",
    "law:article": "the law is public",
    "unions:union": "a union's name, address and telephone are public",
    "unions:find": "finding a union",
    "unions:employers-found": "employers by name, while a form is typed",
    "unions:code": "the picture of a union's join code",
    "unions:poster": "the poster of a union's join code",
    "unions:card": "the membership card",
    "people:sign-out": "asks whether to leave",
    "account_login": "the door itself, under the name that allauth looks up",
    "indicators:index": "published figures; small numbers are hidden",
    "indicators:index_print": "published figures",
    "indicators:index_table": "published figures",
    "indicators:figure": "published figures",
    "indicators:figure_print": "published figures",
    "indicators:figure_table": "published figures",
}


def python_files(*, tests: bool = False) -> Iterator[Path]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = set(path.relative_to(PACKAGE).parts)
        if "migrations" in parts or (not tests and "tests" in parts):
            continue
        yield path


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_foreign_keys_point_down():
    wrong = []
    for model in apps.get_models():
        room = model.__module__.split(".")
        if room[0] != "gongjia":
            continue
        for field in model._meta.get_fields():
            if isinstance(field, (ForeignKey, ManyToManyField)):
                target = field.related_model.__module__.split(".")
                if target[0] == "gongjia" and HEIGHT[target[1]] > HEIGHT[room[1]]:
                    wrong.append(f"{model.__name__}.{field.name} points up to {field.related_model.__name__}")
    assert not wrong, "A table may refer only to rooms below it: " + "; ".join(wrong)


def addresses() -> Iterator[tuple[str, str]]:
    """Every route with an address: numbers and words filled in where it wants some."""
    samples = {"int": 1, "slug": "members", "string": "x", "uuid": "00000000-0000-4000-8000-000000000000", "path": "x"}
    for name, entry in patterns():
        converters = entry.pattern.converters.items()
        arguments = {key: samples[type(one).__name__.removesuffix("Converter").lower()] for key, one in converters}
        if entry.callback.__module__.startswith("gongjia."):
            yield name, reverse(name, kwargs=arguments)


def patterns(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif entry.name:
            yield f"{space}{entry.name}", entry


@pytest.mark.django_db
def test_a_stranger_gets_only_public_pages(client):
    answered = {}
    for name, address in addresses():
        for method in (client.get, client.post):
            if method(address).status_code == 200:
                answered[name] = address
    surprising = sorted(set(answered) - set(PUBLIC))
    assert not surprising, f"Every page asks who is there, or stands in PUBLIC with a reason: {surprising}"


ROWS = {"models.py", "access.py", "actions.py", "jobs.py"}
# Operations and the demo world stand above the house and fill it in bulk.
NO_DOORS = {"world", "operations"}


def test_rows_are_reached_only_through_models_access_and_actions():
    wrong = []
    for path in python_files():
        parts = path.relative_to(PACKAGE).parts
        if parts[0] in NO_DOORS or path.name in ROWS or "actions" in parts or "access" in parts or "models" in parts:
            continue
        wrong += [
            f"{relative(path)}:{number}"
            for number, line in enumerate(path.read_text().splitlines(), 1)
            if re.search(r"\b[A-Z]\w+\.objects\b", line)
        ]
    assert not wrong, "Fetch rows through the room's access.py, write them in its actions.py: " + ", ".join(wrong)


def action_functions() -> dict[str, tuple[str, ast.FunctionDef]]:
    found = {}
    for path in python_files():
        parts = path.relative_to(PACKAGE).parts
        if path.name == "actions.py" or "actions" in parts[:-1]:
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef):
                    found[f"{relative(path)}:{node.name}"] = (node.name, node)
    return found


def called_names(node: ast.FunctionDef) -> set[str]:
    names = set()
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            names.add(call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", ""))
    return names


def is_write(node: ast.FunctionDef) -> bool:
    decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
    return not node.name.startswith("_") and any("atomic" in decorator for decorator in decorators)


# Writes that leave no audit row, each for a reason that the law gives.
SILENT = {
    "forget_traces": "what is forgotten must not be written down elsewhere",
    "begin": "a draft may become an anonymous case, and a row would give its writer away",
    "adopt": "a draft, as above",
    "save_answers": "a draft, as above",
    "discard": "a draft, as above",
    "add_to_draft": "a draft, as above",
    "remove_from_draft": "a draft, as above",
    "warn": "a draft, as above",
    "note_unanswered": "a question is kept under its day alone; a row would tell the minute",
    "blot_out": "part of an erasure, which is recorded as one",
    "blot_out_of_notices": "as above",
    "seal": "a seal is itself the record; a row about it would be one more to seal, every minute for ever",
}


def test_every_action_leaves_an_audit_row():
    functions = action_functions()
    recording = {"record"}
    while True:
        more = {name for name, node in functions.values() if name not in recording and called_names(node) & recording}
        if not more:
            break
        recording |= more
    silent = [
        where for where, (name, node) in functions.items() if is_write(node) and name not in {*recording, *SILENT}
    ]
    assert not silent, "Every action records what it did (audit.actions.record): " + ", ".join(silent)


def test_step_keys_are_never_removed():
    """A stored case stands at a step by its key; taking the key away would strand it."""
    known = set((ROOT / "tests" / "step_keys.txt").read_text().split())
    declared = {f"{kind.key}.{step.key}" for kind in all_kinds() for step in kind.steps}
    assert not known - declared, f"Keep these steps, or migrate their cases first: {sorted(known - declared)}"
    assert not declared - known, f"Add the new steps to tests/step_keys.txt: {sorted(declared - known)}"


def test_every_programme_has_its_purpose_and_its_story():
    for name in settings.PROGRAMMES:
        folder = PACKAGE / "programmes" / name.rsplit(".", 1)[1]
        assert (folder / "README.md").exists(), f"{name} says on one page what it is for, in README.md"
        assert (folder / "tests" / "story.py").exists(), f"{name} tells its story, end to end, in tests/story.py"


def test_every_room_introduces_itself():
    for room in HEIGHT:
        if room == "programmes":
            continue
        readme = PACKAGE / room / "README.md"
        assert readme.exists(), f"gongjia/{room}/README.md is missing: what it keeps, its verbs, who may"
        assert len(readme.read_text().splitlines()) <= 30, f"{room}'s README.md has at most 30 lines"


def test_every_message_is_translated():
    missing = gaps()
    assert not missing, "Run `make messages` and translate: " + "; ".join(missing[:20])


def test_no_two_rooms_translate_one_message_differently():
    assert not clashes(), "Use two messages, or a context: " + "; ".join(clashes())


def test_korean_calls_the_union_and_the_pickup_code_by_one_name_each():
    """공회 and 조회 코드: the unions' own names say 공회, and any other word is another thing to whoever reads Korean."""
    other = re.compile("노조|노동조합|확인 ?코드|확인번호")
    catalogues = sorted(PACKAGE.rglob("locale/ko/LC_MESSAGES/django.po"))
    assert [f"{path.relative_to(PACKAGE)}: {line}" for path in catalogues for line in path.read_text("utf-8").splitlines()
            if other.search(line)] == []  # fmt: skip


def test_files_and_functions_are_short():
    long = []
    for path in python_files():
        if "claims" in path.parts:
            continue
        text = path.read_text()
        if text.count("\n") > 400:
            long.append(f"{relative(path)} passes 400 lines: make it a folder, split by noun or verb")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > 40:
                long.append(f"{relative(path)}:{node.name} passes 40 lines")
    assert not long, "; ".join(long)


# What the platform never does (the government-app rules of 2026, the personal-information law).
BANNED = re.compile(
    r"\b(leader_?board|streaks?|points_balance|sign_in_points|check_?in_days|face_(id|template|scan|image)|"
    r"worker_(score|rank)|study_hours_rank\w*|ranking)\b",
    re.I,
)
BANNED_CHINESE = re.compile("积分商城|签到|排行榜|打卡天数|人脸|学时排名")


def banned_lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if BANNED.search(line) or BANNED_CHINESE.search(line)]


def test_nothing_scores_ranks_or_scans_people():
    found = []
    for path in [*python_files(), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.po")]:
        found += [f"{relative(path)}: {line}" for line in banned_lines(path.read_text())]
    assert not found, "The platform never scores, ranks or scans people: " + "; ".join(found)


@pytest.mark.parametrize(
    "planted", ["class Leaderboard:", "streak = 3", "<p>积分商城</p>", "face_template = BinaryField()"]
)
def test_the_ban_catches_what_it_is_for(planted):
    assert banned_lines(planted)


def test_no_template_calls_a_foreign_host():
    foreign = [
        f"{relative(path)}: {match}"
        for path in [*PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.css"), *PACKAGE.rglob("static/**/*.js")]
        for match in re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?(https?://[^\"')\s]+)", path.read_text())
    ]
    assert not foreign, "Everything is served from here: " + ", ".join(foreign)


@pytest.mark.django_db
def test_migrations_say_what_the_models_say():
    from django.core.management import call_command

    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    except SystemExit:
        pytest.fail("Models and migrations differ: run `gongjia django makemigrations`")
