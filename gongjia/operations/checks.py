"""What an installation must not run with. `gongjia up` refuses on it in production; `gongjia doctor` explains it."""

import os

import psycopg
from django.utils.module_loading import import_string

from gongjia.foundation.postgres import APP, PLATFORM, QUIET, django_database
from gongjia.settings import DEMO_KEY, ENV, PRODUCTION, Environment

ADDRESSES = ("DATABASE_URL", "OWNER_DATABASE_URL", "REPLICATION_URL")


def refusals(environment: Environment = ENV, production: bool = PRODUCTION) -> list[str]:
    """One sentence for each reason why production may not start; none in development."""
    if not production:
        return []
    found = []
    if DEMO_KEY in environment.SECRET_KEY or len(environment.SECRET_KEY) < 50:
        found.append("SECRET_KEY is the demo key or shorter than 50 characters: set a long random one")
    if any(DEMO_KEY in pair or len(pair) < 34 for pair in environment.SEALING_KEYS.split(",")):
        found.append("SEALING_KEYS holds the demo key or a secret shorter than 32 characters: set 1:<random secret>")
    if DEMO_KEY in environment.INDEX_KEY or len(environment.INDEX_KEY) < 32:
        found.append("INDEX_KEY is the demo key or shorter than 32 characters: set a random one, apart from the others")
    if environment.DEBUG:
        found.append("DEBUG is on: it shows the inside of the platform to strangers")
    if environment.GONGJIA_DEMO:
        found.append("GONGJIA_DEMO is on: its sign-ins are known to everybody")
    if environment.SMS_BACKEND in ("", Environment.model_fields["SMS_BACKEND"].default):
        found.append("SMS_BACKEND prints codes into the log, or is empty: name your sender (docs/how-to/deploy.md)")
    elif problem := _no_sender(environment.SMS_BACKEND):
        found.append(f"SMS_BACKEND cannot be used, and nobody could sign in: {problem}")
    if not environment.BEHIND_TLS or not environment.PUBLIC_URL.startswith("https://"):
        found.append("there is no TLS: set BEHIND_TLS=1 and PUBLIC_URL=https://… behind a proxy that ends TLS")
    if environment.DATABASE_URL:
        found += outside_database(environment)
    return found


def _no_sender(path: str) -> str:
    """Why this is no sender of short messages, or "" where it is one. It is loaded, and sends nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjia.settings")  # which a sender may ask
    try:
        sender = import_string(path)
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"
    return "" if callable(getattr(sender, "send", None)) else f"{path} has no send(phone, text)"


def outside_database(environment: Environment = ENV) -> list[str]:
    """One sentence for each thing that is wrong with an outside server; none where the walls stand.

    Whoever serves pages or jobs needs no owner's address, and is safer without it; `gongjia migrate` asks for it.
    """
    addresses = {name: str(getattr(environment, name)) for name in ADDRESSES}
    in_clear = [
        f"{name} crosses a network where others may listen: add ?sslmode=verify-full, or use a local socket"
        for name, url in addresses.items()
        if url and not _is_private(url)
    ]
    reasons = (superuser(environment.DATABASE_URL), _unwalled(environment.DATABASE_URL))
    return in_clear + [reason for reason in reasons if reason]


def _is_private(url: str) -> bool:
    """Whether nobody between can read it: the server proves who it is and the way is encrypted, or it is this machine."""
    database = django_database(url)
    host = database["HOST"]
    return (
        host in ("", "localhost", "127.0.0.1", "::1")
        or host.startswith("/")
        or (database["OPTIONS"].get("sslmode") == "verify-full")
    )


def superuser(url: str) -> str:
    """Why the database role is too mighty to be used, or "" if it is an ordinary one."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            mighty = connection.execute(
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            version = connection.info.server_version
    except psycopg.OperationalError as problem:
        return f"the database does not answer: {str(problem).strip()}"
    if not 150000 <= version < 190000:
        return f"PostgreSQL {version // 10000} is not among 15, 16, 17 and 18"
    if mighty and mighty[0]:
        return (
            "the database role may do everything: use gongjia_app, which owns nothing (docs/how-to/outside-database.md)"
        )
    return ""


def talkative_log(url: str) -> str:
    """The statements that keep the server's own log from repeating what people typed, or "" where it does not."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            settings = connection.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(QUIET)])
            found, name = dict(settings.fetchall()), connection.info.dbname
    except psycopg.Error:
        return ""  # said already
    return "; ".join(
        f"ALTER DATABASE {name} SET {setting} = '{value}'"
        for setting, value in QUIET.items()
        if found[setting] != value
    )


def _unwalled(url: str) -> str:
    """Why row-level security would not hold back this role, or "" where it does."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            [(role, owns, inherits)] = connection.execute(ROLE).fetchall()
    except psycopg.Error:
        return ""  # said already
    if role != APP:
        return (
            f"DATABASE_URL connects as {role}: the second wall is written for {APP} (docs/how-to/outside-database.md)"
        )
    if owns:
        return f"{APP} owns tables, and so may take its wall away: let another role own them"
    if inherits:
        return f"{APP} has the rights of {PLATFORM} all the time: ALTER ROLE {APP} NOINHERIT, then grant it anew"
    return ""


ROLE = f"""
    SELECT current_user, EXISTS (SELECT FROM pg_class WHERE relowner = current_user::regrole),
           EXISTS (SELECT FROM pg_roles WHERE rolname = '{PLATFORM}' AND pg_has_role(current_user, oid, 'USAGE'))
"""  # noqa: S608 - names of our own
