"""What an installation must not run with. `gongjia up` refuses on it in production; `gongjia doctor` explains it."""

from gongjia.settings import DEMO_KEY, ENV, PRODUCTION, Environment


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
    if not environment.BEHIND_TLS or not environment.PUBLIC_URL.startswith("https://"):
        found.append("there is no TLS: set BEHIND_TLS=1 and PUBLIC_URL=https://… behind a proxy that ends TLS")
    if environment.DATABASE_URL and (reason := superuser(environment.DATABASE_URL)):
        found.append(reason)
    return found


def superuser(url: str) -> str:
    """Why the database role is too mighty to be used, or "" if it is an ordinary one."""
    import psycopg

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
        return "the database role may do everything: use an ordinary role that owns only the platform's database"
    return ""
