"""What an installation sets, and where it keeps what nobody may read: in variables, in files, or with systemd."""

from collections.abc import Iterable, Mapping
from pathlib import Path


def given(names: Iterable[str], variables: Mapping[str, str]) -> dict[str, str]:
    """The values that are set, by name: NAME itself, NAME_FILE (the path of a file), or a systemd credential NAME.

    A secret belongs in a file: a variable is seen by every child process and ends up in crash reports.
    Raises ValueError where one thing is said twice, or where a named file cannot be read.
    """
    credentials = variables.get("CREDENTIALS_DIRECTORY", "")
    found = {}
    for name in names:
        ways = {}
        if name in variables:
            ways[name] = variables[name]
        if f"{name}_FILE" in variables:
            ways[f"{name}_FILE"] = _content(f"{name}_FILE", Path(variables[f"{name}_FILE"]))
        if credentials and (Path(credentials) / name).is_file():
            ways[f"the credential {name}"] = _content(f"the credential {name}", Path(credentials) / name)
        if len(ways) > 1:
            raise ValueError(f"{' and '.join(ways)} are both set: keep one of them")
        if ways:
            [found[name]] = ways.values()
    return found


def without(names: Iterable[str], variables: Mapping[str, str]) -> dict[str, str]:
    """The variables for a child that is told nothing of these: neither by variable nor by file nor by credential."""
    ways = {way for name in names for way in (name, f"{name}_FILE")} | {"CREDENTIALS_DIRECTORY"}
    return {name: value for name, value in variables.items() if name not in ways}


def _content(way: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as problem:
        raise ValueError(f"{way}: {path} cannot be read ({problem.strerror})") from problem
