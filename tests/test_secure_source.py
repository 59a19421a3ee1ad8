"""What the source may not do, so that whole families of faults cannot be written. Each rule says what to do instead."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "gongjia"
SCRIPTS = sorted(PACKAGE.rglob("static/**/*.js"))
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))

# Statements whose text is put together: from names of our own tables and roles, never from what somebody sent.
SQL_OF_OUR_OWN = {
    "gongjia/foundation/postgres.py": "the names of the role and the database are constants",
    "gongjia/world/copying.py": "table and column names come from the models",
    "gongjia/operations": "table names come from the catalogue, for the administrator at the console",
    "gongjia/foundation/walls.py": "policies are written by migrations",
    "gongjia/indicators/keeping.py": "keys, tables and columns come from the declarations of figures",
    "gongjia/people/erasing.py": "table and column names come from the models",
}
# Text that is markup on purpose: made of constants and of values that were escaped one by one.
MARKUP_OF_OUR_OWN = {
    "gongjia/web/templatetags/web.py": "icons from files of ours",
    "gongjia/indicators/drawing.py": "drawings made of numbers",
    "gongjia/unions/cards.py": "a code drawn by segno",
    "gongjia/unions/posters.py": "a code drawn by segno",
}


@cache
def trees() -> dict[str, ast.Module]:
    """The whole source, read when the first rule asks: not by every worker that only collects the tests."""
    return dict(_trees())


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = str(path.relative_to(ROOT))
        if "/tests/" not in name and "/migrations/" not in name:
            yield name, ast.parse(path.read_text(encoding="utf-8"))


@cache
def calls(tree: ast.Module) -> list[tuple[str, ast.Call]]:
    """Every call with the dotted name it is made by, e.g. ("os.system", …)."""
    return [(ast.unparse(node.func), node) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def places(wanted) -> list[str]:
    return [
        f"{name}:{call.lineno} {said}"
        for name, tree in trees().items()
        for said, call in calls(tree)
        if wanted(said, call)
    ]


def imported(*modules: str) -> list[str]:
    found = []
    for name, tree in trees().items():
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [f"{name}:{node.lineno} {one}" for one in names if one.split(".")[0] in modules or one in modules]
    return found


def allowed(found: list[str], reasons: dict[str, str]) -> list[str]:
    return [place for place in found if not place.startswith(tuple(reasons))]


def test_no_text_becomes_code():
    found = places(lambda said, _call: said in {"eval", "exec", "compile", "__import__"})
    assert not found, f"Write the cases out; text that came from outside must never run: {found}"


def test_no_format_that_runs_code_is_read():
    found = imported("pickle", "marshal", "shelve", "dill", "jsonpickle", "xmlrpc")
    found += places(lambda said, _call: said == "yaml.load")
    assert not found, f"Read JSON through a pydantic model: {found}"


def test_no_shell_is_started():
    found = places(lambda said, _call: said in {"os.system", "os.popen", "subprocess.getoutput"})
    found += places(lambda _said, call: any(
        word.arg == "shell" and getattr(word.value, "value", None) is True for word in call.keywords
    ))  # fmt: skip
    assert not found, f"Start a program with a list of arguments: {found}"


def test_sql_is_never_put_together_from_what_somebody_sent():
    def is_put_together(said: str, call: ast.Call) -> bool:
        if said.rsplit(".", 1)[-1] not in {"execute", "executemany", "raw", "RawSQL", "extra", "copy"} or not call.args:
            return False
        words = call.args[0]
        return isinstance(words, (ast.JoinedStr, ast.BinOp)) or (
            ast.unparse(words).endswith(")") and ".format(" in ast.unparse(words)
        )

    found = allowed(places(is_put_together), SQL_OF_OUR_OWN)
    assert not found, f"Send values as parameters, or give the place a reason in SQL_OF_OUR_OWN: {found}"


def test_markup_is_escaped_by_the_template():
    found = allowed(places(lambda said, _call: said.split(".")[-1] in {"mark_safe", "SafeString"}), MARKUP_OF_OUR_OWN)
    found += [
        f"{path.relative_to(ROOT)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"\|\s*safe\b|autoescape off|\|\s*safeseq\b", line)
    ]
    assert not found, f"Let the template escape, or use format_html: {found}"


def test_templates_are_files_of_ours():
    found = places(
        lambda said, _call: said.split(".")[-1] in {"from_string"} or said in {"Template", "template.Template"}
    )
    assert not found, f"A template made of words that came from outside can read everything: {found}"


def test_no_pattern_is_made_of_what_somebody_typed():
    def is_made(said: str, call: ast.Call) -> bool:
        if said not in {"re.compile", "re.match", "re.search", "re.fullmatch", "re.sub", "re.findall", "re.split"}:
            return False
        words = call.args[0]
        parts = words.values if isinstance(words, ast.JoinedStr) else [words]
        values = [part.value if isinstance(part, ast.FormattedValue) else part for part in parts]
        # Constants are written in capitals.
        if all(isinstance(value, ast.Constant) or ast.unparse(value).isupper() for value in values):
            return False
        return "re.escape(" not in ast.unparse(words)

    reasons = {
        "gongjia/people/resident_id.py": "put together from constants",
        "gongjia/foundation/messages.py": "of the catalogues' own placeholders",
    }
    found = allowed(places(is_made), reasons)
    assert not found, f"Use re.escape, or a constant pattern: {found}"


def test_only_sound_ciphers_hashes_and_chance():
    weak = places(lambda said, _call: said in {"hashlib.md5", "hashlib.sha1", "modes.ECB", "modes.CBC", "md5", "sha1"})
    assert not weak, f"Use sha256, HMAC-SHA256 or AES-GCM: {weak}"
    reasons = {"gongjia/world": "the made-up province is the same for the same seed"}
    chance = allowed(imported("random"), reasons)
    assert not chance, f"What nobody may guess comes from secrets: {chance}"
    ciphers = imported("cryptography", "Crypto", "nacl")
    assert {place.split(":")[0] for place in ciphers} <= {"gongjia/people/sealing.py", "gongjia/people/keys.py"}, (
        f"Sealing has one place, people/sealing.py: {ciphers}"
    )


def test_no_xml_is_read():
    found = imported("xml", "lxml", "defusedxml", "xmltodict")
    assert not found, f"Nothing here needs XML; whoever needs it reads it with defusedxml and writes that down: {found}"


SCRIPT_RULES = {
    r"\.(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write|createContextualFragment": "put words in with textContent",
    r"\beval\(|new Function\(|setTimeout\(\s*[\"'`]": "write the cases out",
    r"\blocalStorage\b|indexedDB": "what was typed may stay for the tab only (sessionStorage)",
    r"addEventListener\(\s*[\"']message[\"']|\.postMessage\(": "nothing talks to other windows",
    r"https?://(?!www\.w3\.org)": "nothing is fetched from a foreign host",
    r"document\.cookie": "cookies are the server's",
    r"WebSocket|EventSource": "pages ask, nothing stays open",
}


@pytest.mark.parametrize("rule", SCRIPT_RULES)
def test_scripts(rule):
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in SCRIPTS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(rule, line) and not line.lstrip().startswith("//")
    ]
    assert SCRIPTS and not found, f"{SCRIPT_RULES[rule]}: {found}"


def test_the_rules_see_what_they_forbid():
    """A rule that cannot fail is none."""
    trees()["probe"] = ast.parse(
        "eval(x); os.system(x); subprocess.run(x, shell=True); c.execute(f'select {x}'); mark_safe(x);"
        "re.compile(x); hashlib.md5(x)\nimport pickle, random, lxml"
    )
    try:
        for rule in (
            test_no_text_becomes_code, test_no_format_that_runs_code_is_read, test_no_shell_is_started,
            test_sql_is_never_put_together_from_what_somebody_sent, test_markup_is_escaped_by_the_template,
            test_no_pattern_is_made_of_what_somebody_typed, test_only_sound_ciphers_hashes_and_chance, test_no_xml_is_read,
        ):  # fmt: skip
            with pytest.raises(AssertionError, match="probe"):
                rule()
    finally:
        del trees()["probe"]
