"""`gongjia up`: the database, the web server and the job worker as children of one small supervisor."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from gongjia.foundation.messages import compile_
from gongjia.foundation.postgres import Cluster, PostgresFailed, die_with_parent
from gongjia.operations import leftovers, serving
from gongjia.operations.checks import refusals
from gongjia.operations.database import is_prepared, keeping, prepare
from gongjia.operations.start import start_platform
from gongjia.settings import BASE, DATA, DEMO, ENV

PATIENCE = 50  # seconds the children have to stop before they are killed: a job sends for 40 of them at most


class Stop(Exception):
    """Somebody asked the supervisor to stop."""


def run(*, look: bool = False) -> int:
    """Start everything, keep it running, stop everything; to `look` the database and the pages alone. Returns the exit
    code."""
    try:
        with keeping() as is_ours, _stop_signals():
            if not is_ours:
                raise RuntimeError(f"it already runs on {DATA}")
            leftovers.end(DATA)
            if problems := [*refusals(), *_port_taken()]:
                print("Gongjia does not start:", *problems, sep="\n  * ")
                return 2
            return _supervise(Cluster(DATA), serving.commands(look=look))
    except Stop:
        return 0
    except (PostgresFailed, RuntimeError) as problem:
        print(f"Gongjia does not start: {problem}")
        return 1


def _supervise(cluster: Cluster, commands: dict[str, list[str]]) -> int:
    started = time.monotonic()
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        if not ENV.DATABASE_URL:
            _step("database", cluster.start)
        _first_things()
        serving.forget_figures()
        children = {name: _spawn(command) for name, command in commands.items()}
        leftovers.remember(DATA, [child.pid for child in children.values()])
        _wait_for_web(children["web"])
        _welcome(time.monotonic() - started)
        _watch(cluster, children, commands)
    finally:
        _quietly_stop(cluster, children)
    return 0


def _first_things() -> None:
    """Migrate and fill where this start is the first, or the first of a new version."""
    with suppress(OSError):  # a clone that only root may write was compiled at set-up
        compile_()  # after a `git pull`: a tenth of a second where nothing has changed
    start_platform()
    if not is_prepared():
        _step("tables, law and the tree of unions", prepare)
    if DEMO:
        from gongjia.world.command import fill, is_empty

        if is_empty():
            _step("demo province", lambda: fill(members=40_000, seed=1))
    from django.db import connections

    connections.close_all()


def _spawn(command: list[str]) -> "subprocess.Popen[bytes]":
    # A session of its own, so that Ctrl-C reaches only the supervisor, which then stops the children in order.
    return subprocess.Popen(
        command, cwd=BASE, env=serving.environment(), start_new_session=True, preexec_fn=die_with_parent(signal.SIGTERM)
    )


def _watch(cluster: Cluster, children: dict[str, "subprocess.Popen[bytes]"], commands: dict[str, list[str]]) -> None:
    """Start again whatever dies, after a short wait that grows while it keeps dying."""
    wait = 0.5
    while True:
        time.sleep(0.5)
        if cluster.process is not None and cluster.process.poll() is not None:
            print("The database stopped; it is started again.", flush=True)
            cluster.start()
        dead = [name for name, child in children.items() if child.poll() is not None]
        for name in dead:
            print(f"The {name} process stopped ({children[name].returncode}); it is started again.", flush=True)
            _end_group(children[name])
            time.sleep(wait)
            children[name] = _spawn(commands[name])
            leftovers.remember(DATA, [child.pid for child in children.values()])
        wait = min(wait * 2, 30) if dead else 0.5


def _quietly_stop(cluster: Cluster, children: dict[str, "subprocess.Popen[bytes]"]) -> None:
    """Web first, so that nobody is promised anything more; then the worker; the database last."""
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, signal.SIG_IGN)
    for child in children.values():
        child.terminate()
    end = time.monotonic() + PATIENCE
    for child in children.values():
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0, end - time.monotonic()))
        _end_group(child)
        child.wait()
    cluster.stop()


def _end_group(child: "subprocess.Popen[bytes]") -> None:
    """A child's own children must not outlive it: they would hold the port."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _wait_for_web(web: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if web.poll() is not None:
            raise RuntimeError(f"the web server ended at once with code {web.returncode}")
        with suppress(OSError), socket.create_connection((_reachable_host(), ENV.PORT), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("the web server did not answer within a minute")


def _welcome(seconds: float) -> None:
    print(f"\n  Gongjia 工家  http://{_reachable_host()}:{ENV.PORT}/   (ready after {seconds:.1f} s; Ctrl-C stops it)")
    if DEMO:
        from gongjia.world.cast import sign_ins

        print(sign_ins(), flush=True)


def _step(says: str, does: Callable[[], Any]) -> None:
    print(f"  {says:<44}", end="", flush=True)
    started = time.monotonic()
    does()
    print(f" {time.monotonic() - started:.1f} s", flush=True)


def _reachable_host() -> str:
    return "127.0.0.1" if ENV.HOST in ("0.0.0.0", "::") else ENV.HOST  # noqa: S104


def _port_taken() -> list[str]:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ENV.HOST, ENV.PORT))
        except OSError:
            return [f"port {ENV.PORT} on {ENV.HOST} is in use: stop what runs there, or choose another with PORT=8001"]
    return []


@contextmanager
def _stop_signals() -> Iterator[None]:
    def stop(signum: int, frame: FrameType | None) -> None:
        raise Stop

    previous = {signum: signal.signal(signum, stop) for signum in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for signum, handler in previous.items():
            signal.signal(signum, handler)
