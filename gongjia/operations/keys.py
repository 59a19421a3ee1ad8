"""`gongjia keys`: make keys, and bring everything that is sealed under another one while the platform runs.

docs/how-to/rotate-keys.md says the whole of it, the backups among it.
"""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

SECRET = 48  # random bytes of a key, 64 characters
Print = Callable[[str], None]


def new_keys() -> list[str]:
    """Fresh values for the three settings that are secrets, as lines of an environment file."""
    return [
        f"SECRET_KEY={secrets.token_urlsafe(SECRET)}",
        f"SEALING_KEYS=1:{secrets.token_urlsafe(SECRET)}",
        f"INDEX_KEY={secrets.token_urlsafe(SECRET)}",
    ]


def rotate(say: Print) -> int:
    """Add a version to the file of keys and reseal everything. Without such a file, or where it cannot be changed from
    here (containers), say what to put where.

    Returns 1 where values are left under an older key, or nothing could be done yet.
    """
    from django.conf import settings

    from gongjia.people.sealing import key_versions

    version = max(key_versions()) + 1
    if version > 255:
        say("Version numbers end at 255. Set a fresh SEALING_KEYS with a low number that no value lies under any more.")
        return 1
    pair = f"{version}:{secrets.token_urlsafe(SECRET)}"
    path = settings.SEALING_KEYS_FILE
    if not path:
        return _by_hand(
            pair, "Processes learn of SEALING_KEYS when they start (from a SEALING_KEYS_FILE at once).", say
        )
    try:
        add_to_file(Path(path), pair)
    except OSError as problem:
        return _by_hand(pair, f"{path} cannot be changed from here ({problem.strerror}).", say)
    say(f"Version {version} was added to {path}; running processes seal with it from now on.")
    return reseal(say)


def add_to_file(path: Path, pair: str) -> None:
    """Put the pair at the end of the file, in one step: a reader sees the old file or the new one, never half."""
    before = path.stat()
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.touch(mode=0o600)
        fresh.write_text(f"{path.read_text(encoding='utf-8').strip()},{pair}\n", encoding="utf-8")
        os.chmod(fresh, before.st_mode & 0o777)
        if os.geteuid() == 0:
            os.chown(fresh, before.st_uid, before.st_gid)
        os.replace(fresh, path)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
        raise


def reseal(say: Print) -> int:
    """Put everything under the newest key, batch by batch; stopped, it goes on where it was. Then count.

    Returns 1 where values are left under an older key: somebody wrote with it meanwhile, or holds it still.
    """
    from gongjia.people import actions
    from gongjia.people.sealing import newest_version, sealed_columns

    for column in sealed_columns():
        done = 0
        while count := actions.reseal_rows(column):
            done += count
        say(f"{column.table}.{column.column}: {done} values sealed anew")
    done = 0
    while count := actions.reseal_second_factors():
        done += count
    say(f"second factors: {done} sealed anew")
    return _report(actions.sealed_versions(), newest_version(), say)


def _report(counted: dict[str, dict[int, int]], newest: int, say: Print) -> int:
    totals: dict[int, int] = {}
    for versions in counted.values():
        for version, count in versions.items():
            totals[version] = totals.get(version, 0) + count
    say("Values by version of the key: " + (", ".join(f"{v}: {n}" for v, n in sorted(totals.items())) or "none"))
    if left := sum(count for version, count in totals.items() if version != newest):
        say(
            f"{left} values are left under older keys: a process still seals with one. Restart it, then `gongjia keys reseal`."
        )
        return 1
    say(
        f"Everything lies under version {newest}. In an hour, when nothing that began with an older pair is on its way any more, run"
    )
    say(
        "`gongjia keys reseal` once more; if it says the same, take the older pairs out of SEALING_KEYS. Keep them as safe as the"
    )
    say("backups made until now: those open with nothing else.")
    return 0


def _by_hand(pair: str, why: str, say: Print) -> int:
    """Two steps, because a process that does not know a key cannot open what another has sealed with it. Returns 1."""
    say(f"{why} In two steps:")
    say(
        f"1. Put the new pair FIRST, where it is read but not yet used, and restart every process:  {pair},<the pairs you have>"
    )
    say(f"2. Move it to the END, where it seals, and restart again:  <the pairs you have>,{pair}")
    say("3. Then run `gongjia keys reseal`; it says when the old pair may go.")
    return 1
