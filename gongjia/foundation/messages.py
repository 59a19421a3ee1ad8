"""The translation catalogues: refreshed from the source, checked for gaps, compiled at set-up. Babel does the work.

`update`   writes each room's .po files anew from its source, keeping what is translated; rooms may be named
`compile`  makes the .mo files that are older than their .po
`check`    fails with a list of what is not translated (zh-Hans everywhere, Korean on everything a member sees), and of
           what two rooms translate differently
"""

import io
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator
from importlib import import_module
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
LANGUAGES = ("zh_Hans", "ko")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# Pages that only officers see; everything else may be seen by a member and must speak Korean too.
DESK = ("/desk/", "/desk.", "_desk.")


def rooms() -> list[Path]:
    """Every folder with a catalogue of its own: the rooms and the programmes."""
    found = [folder for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists()]
    found += [folder for folder in (PACKAGE / "programmes").iterdir() if (folder / "__init__.py").exists()]
    return sorted(folder for folder in found if folder.name not in ("programmes",))


def catalogue_of_source(room: Path) -> Catalog:
    """All messages in a room's Python and templates, with the places where they stand."""
    catalogue = Catalog(charset="utf-8")
    for path in _sources(room):
        for line, message, context in _messages(path):
            catalogue.add(message, locations=[(str(path.relative_to(PACKAGE)), line)], context=context)
    for library in sorted(room.glob("*/catalogue.py")):
        _add_library(catalogue, library.parent)
    return catalogue


def _add_library(catalogue: Catalog, folder: Path) -> None:
    """A library inside a room that knows no gettext lists its sentences itself, for people and for desks."""
    where = folder.relative_to(PACKAGE)
    words = import_module(".".join((PACKAGE.name, *where.parts, "catalogue")))
    for message in words.shown_to_people():
        catalogue.add(message, locations=[(f"{where}/catalogue.py", 1)])
    for message in words.asked_of_lawyers():
        catalogue.add(message, locations=[(f"{where}/desk/catalogue.py", 1)])


def update(names: Collection[str] = ()) -> None:
    """Refresh the catalogues of all rooms, or of those named."""
    for room in rooms():
        if names and room.name not in names:
            continue
        template = catalogue_of_source(room)
        if not len(template):
            continue
        for language in LANGUAGES:
            path = room / "locale" / language / "LC_MESSAGES" / "django.po"
            catalogue = _read(path, language)
            catalogue.update(template, no_fuzzy_matching=True)
            catalogue.obsolete.clear()
            _write(path, language, catalogue)


def compile_() -> None:
    for path in PACKAGE.rglob("locale/*/LC_MESSAGES/django.po"):
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime:
            continue
        with compiled.open("wb") as file:
            write_mo(file, _read(path, path.parent.parent.name))


def gaps() -> list[str]:
    """One line for each message that has no translation where it must have one."""
    missing = []
    for room in rooms():
        template = catalogue_of_source(room)
        for language in LANGUAGES:
            catalogue = _read(room / "locale" / language / "LC_MESSAGES" / "django.po", language)
            for message in template:
                if not message.id or (language == "ko" and _only_officers_see(message.locations)):
                    continue
                found = catalogue.get(message.id, message.context)
                if found is None or not _is_translated(found.string):
                    missing.append(f"{language} {room.name}: {message.id!r} ({message.locations[0][0]})")
    return missing


def clashes() -> list[str]:
    """One line for each message that two rooms translate differently: Django shows the same of them everywhere.

    What means two things needs two messages, or a context.
    """
    found = []
    for language in LANGUAGES:
        said: dict[tuple[object, str | None], dict[object, list[str]]] = defaultdict(lambda: defaultdict(list))
        for room in rooms():
            for message in _read(room / "locale" / language / "LC_MESSAGES" / "django.po", language):
                if message.id and _is_translated(message.string):
                    said[message.id, message.context][message.string].append(room.name)
        found += [
            f"{language}: {message!r} is "
            + ", ".join(f"{words!r} in {'/'.join(names)}" for words, names in ways.items())
            for (message, _context), ways in said.items()
            if len(ways) > 1
        ]
    return found


def _only_officers_see(locations: list[tuple[str, int]]) -> bool:
    return all(any(mark in path for mark in DESK) for path, _ in locations)


def _is_translated(string: object) -> bool:
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def _write(path: Path, language: str, catalogue: Catalog) -> None:
    """A header that says only what is true and never changes by itself: no dates, no team, not fuzzy."""
    header = (
        f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(header.encode())
        write_po(file, catalogue, width=110, omit_header=True, sort_by_file=True, include_lineno=False)


def _sources(room: Path) -> Iterator[Path]:
    for pattern in ("*.py", "*.html", "*.txt"):
        for path in sorted(room.rglob(pattern)):
            if not {"tests", "migrations", "locale", "claims"} & set(path.relative_to(room).parts):
                yield path


def _messages(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is left of the markup keeps its indentation, which means nothing here and would mean something in Python.
        source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
    stream = io.BytesIO(source.encode())
    for line, message, _, context in extract("python", stream, keywords=KEYWORDS, options={"encoding": "utf-8"}):
        yield line, message, context


def main(command: str, *names: str) -> int:
    if command == "update":
        update(names)
    elif command == "compile":
        compile_()
    elif command == "check":
        missing = gaps() + clashes()
        print("\n".join(missing) or "Every message is translated.")
        return 1 if missing else 0
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:] or [""]))
