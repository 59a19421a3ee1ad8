"""Two hundred people at once, for minutes: members, officers and strangers with pauses for thinking between pages.

    make bench NAME=load                                5 minutes on 40,000 members
    python -m bench.load --members 400000 --minutes 30  the long form

Starts a whole installation of its own (`gongjia up` with the embedded server) that is thrown away. The people share
the machine with the servers, so read the shares and the growth, not the milliseconds. The target: no error at all,
95 of 100 pages within 500 ms, and web processes that do not grow by more than 5 %.
"""

import asyncio
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path

import click
import httpx
import psutil

THINKING = (4.0, 14.0)  # seconds between two pages of one person
SETTLED = 60  # seconds after which the web processes have loaded what they need: growth is counted from there


@click.command()
@click.option("--members", default=40_000, show_default=True)
@click.option("--people", default=200, show_default=True, help="how many are there at once")
@click.option("--minutes", default=5.0, show_default=True)
def main(members: int, people: int, minutes: float) -> None:
    folder = Path(tempfile.mkdtemp(prefix="gongjia-bench-", dir="/tmp"))
    folder.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    os.environ |= {"GONGJIA_DATA": str(folder), "GONGJIA_DEMO": "1", "PORT": str(port)}
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongjia.settings"
    subprocess.run([sys.executable, "-m", "gongjia", "world", "--members", str(members)], check=True)
    with (folder / "up.log").open("wb") as log:
        up = subprocess.Popen([sys.executable, "-m", "gongjia", "up"], stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_up(address)
        walks = the_walks()
        crowd = Crowd(address, walks, people, 60 * minutes)
        asyncio.run(crowd.come(up.pid))
        crowd.report(members)
    finally:
        up.terminate()
        up.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_up(address: str) -> None:
    for _second in range(60):
        try:
            httpx.get(address + "/sign-in/", timeout=2)
        except httpx.HTTPError:
            time.sleep(1)
        else:
            return
    sys.exit("The installation did not answer within a minute.")


def the_walks() -> list[tuple[str, list[str]]]:
    """Cookies and addresses: whom there is, and what each kind of visitor opens. Officers come half as often."""
    import django

    django.setup()
    from gongjia.foundation.walls import platform_process

    platform_process()
    from gongjia.cases.models import Case
    from gongjia.people.models import Account
    from gongjia.people.sealing import blind_index
    from gongjia.people.tests.factories import signed_in
    from gongjia.unions.tests.factories import an_account
    from gongjia.world.cast import CAST

    accounts = {
        player.key: Account.objects.get(person__phone_index=blind_index("phone", player.phone)) for player in CAST
    }
    county = accounts["county"].person.offices.get().union
    found = Case.objects.filter(union=county, kind="dispute_mediation", applicant__isnull=False).order_by("-pk")[:20]
    cases = list(found.select_related("applicant"))
    members = [
        (cookie_of(signed_in(getattr(case.applicant, "account", None) or an_account(case.applicant))),
         ["/", f"/cases/{case.pk}/", "/matters/", "/unions/membership/", "/inbox/", "/figures/"])
        for case in cases
    ]  # fmt: skip
    officer = cookie_of(signed_in(accounts["county"]))
    desk = ["/desk/", "/desk/?scope=union", f"/unions/members/?union={county.pk}", "/figures/disputes_resolved/"]
    officers = [(officer, [*desk, f"/cases/{case.pk}/desk/"]) for case in cases[:10]]
    stranger = ("", ["/", "/problem/", "/near/", "/figures/", "/figures/members/", "/unions/", "/sign-in/"])
    return [*members, *officers, *[stranger] * 10]


def cookie_of(browser) -> str:
    return browser.cookies["sessionid"].value


class Crowd:
    def __init__(self, address: str, walks: list[tuple[str, list[str]]], people: int, seconds: float):
        self.address, self.walks, self.people, self.seconds = address, walks, people, seconds
        self.waits: list[float] = []
        self.errors: Counter[str] = Counter()
        self.memory: list[tuple[float, int]] = []

    async def come(self, process: int) -> None:
        until = time.monotonic() + self.seconds
        limits = httpx.Limits(max_connections=self.people, max_keepalive_connections=self.people)
        async with httpx.AsyncClient(base_url=self.address, limits=limits, timeout=30) as browser:
            # Everybody brings their own cookie: one jar for all would sign strangers in with an officer's.
            browser.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
            visits = [self.walk(browser, number, until) for number in range(self.people)]
            await asyncio.gather(*visits, self.watch(process, until))

    async def walk(self, browser: httpx.AsyncClient, number: int, until: float) -> None:
        chance = random.Random(number)
        cookie, pages = self.walks[number % len(self.walks)]
        headers = {"Cookie": f"sessionid={cookie}"} if cookie else {}
        await asyncio.sleep(chance.uniform(0, THINKING[1]))
        while time.monotonic() < until:
            page, started = chance.choice(pages), time.perf_counter()
            try:
                answer = await browser.get(page, headers=headers)
                if answer.status_code != 200:
                    self.errors[f"{answer.status_code} {page}"] += 1
            except httpx.HTTPError as problem:
                self.errors[f"{type(problem).__name__} {page}"] += 1
            self.waits.append(time.perf_counter() - started)
            await asyncio.sleep(chance.uniform(*THINKING))

    async def watch(self, process: int, until: float) -> None:
        while time.monotonic() < until:
            web = [
                child
                for child in psutil.Process(process).children(recursive=True)
                if "granian" in " ".join(child.cmdline())
            ]
            self.memory.append((time.monotonic(), sum(child.memory_info().rss for child in web)))
            await asyncio.sleep(10)

    def growth(self) -> float:
        """By how much the web processes grew, from when they had settled to the end; 0.05 is 5 %."""
        settled = [size for at, size in self.memory if at - self.memory[0][0] >= min(SETTLED, self.seconds / 2)]
        return round(settled[-1] / settled[0] - 1, 3)

    def report(self, members: int) -> None:
        quantiles = statistics.quantiles(self.waits, n=100)
        result = {
            "members": members,
            "people": self.people,
            "pages": len(self.waits),
            "pages_a_second": round(len(self.waits) / self.seconds, 1),
            "errors": sum(self.errors.values()),
            "p50_ms": round(1000 * statistics.median(self.waits)),
            "p95_ms": round(1000 * quantiles[94]),
            "memory_growth": self.growth(),
        }
        for name, value in result.items():
            print(f"{name:<16}{value:>12,}")
        for what, count in self.errors.most_common(10):
            print(f"  {count} x {what}")
        print(json.dumps(result))


if __name__ == "__main__":
    main()
