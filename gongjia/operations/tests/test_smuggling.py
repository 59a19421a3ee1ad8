"""Two readers of one connection must agree where a request ends: what can be read in two ways is answered once, then
the connection closes, so that nothing hidden behind it is ever answered. nginx before us refuses such requests too."""

import socket
import subprocess
import time

import pytest

from gongjia.operations.serving import commands
from gongjia.operations.tests.test_up import free_port
from gongjia.settings import BASE

HIDDEN = b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(HIDDEN), HIDDEN)
AMBIGUOUS = {
    "two lengths": b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(HIDDEN) + HIDDEN,
    "a list of lengths": b"Content-Length: 0, %d\r\n\r\n" % len(HIDDEN) + HIDDEN,
    "a signed length": b"Content-Length: +0\r\n\r\n" + HIDDEN,
    "a length and chunks": b"Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKED,
    "a space before the colon": b"Content-Length: %d\r\nTransfer-Encoding : chunked\r\n\r\n" % len(CHUNKED) + CHUNKED,
    "an unknown coding": b"Transfer-Encoding: xchunked\r\n\r\n" + HIDDEN,
    "two codings": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n" + CHUNKED,
    "a line end without return": b"Content-Length: 0\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKED,
    "a folded line": b"X: a\r\n Content-Length: 0\r\n\r\n" + HIDDEN,
    "a zero in a name": b"Content-Length\0: 0\r\n\r\n" + HIDDEN,
    "a chunk of no number": b"Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n" + HIDDEN,
}


@pytest.fixture(scope="module")
def port():
    port = free_port()
    command = commands()["web"]
    command[command.index("--port") + 1], command[command.index("--workers") + 1] = str(port), "1"
    server = subprocess.Popen(command, cwd=BASE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while not _listens(port):
            assert time.monotonic() < deadline, "the web server did not start"
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _listens(port: int) -> bool:
    try:
        return answers(port, HIDDEN.replace(b"x\r\n", b"x\r\nConnection: close\r\n")).startswith(b"HTTP/1.1 ")
    except OSError:
        return False


def answers(port: int, sent: bytes) -> bytes:
    """Everything that comes back until the server closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(sent)
        found = b""
        while more := connection.recv(65536):
            found += more
    return found


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_a_request_with_two_ends_is_answered_once_and_the_connection_closes(port, name):
    assert answers(port, b"POST /livez HTTP/1.1\r\nHost: x\r\n" + AMBIGUOUS[name]).count(b"HTTP/1.1 ") == 1


def test_two_honest_requests_on_one_connection_are_answered_twice(port):
    last = HIDDEN.replace(b"x\r\n", b"x\r\nConnection: close\r\n")
    assert answers(port, HIDDEN + last).count(b"HTTP/1.1 ") == 2
