"""A partner's machine for tests: a real HTTP server that takes, refuses, hangs, redirects, drips, and comes back."""

import hmac
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Answers that never come to an end: what is sent first, and what then again and again.
DRIPS = {
    "always continues": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "drips headers": (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"o"),
    "drips a body": (b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b"o"),
}


class Receiver:
    def __init__(self) -> None:
        self.mood = "takes"  # takes, refuses, hangs, redirects, or one of DRIPS
        self.got: list[tuple[dict[str, str], str]] = []  # everything that arrived
        self.counted: dict[str, str] = {}  # by delivery id: what a careful receiver acts on
        self.release = threading.Event()

    def is_genuine(self, secret: str, headers: dict[str, str], body: str, now: float | None = None) -> bool:
        """What a receiver does: the signature in constant time, and not older than five minutes."""
        parts = dict(part.split("=", 1) for part in headers["Gongjia-Signature"].split(","))
        wanted = hmac.new(secret.encode(), f"{parts['t']}.{body}".encode(), "sha256").hexdigest()
        return hmac.compare_digest(wanted, parts["v1"]) and abs((now or time.time()) - int(parts["t"])) <= 300


@contextmanager
def receiving() -> Iterator[tuple[Receiver, str]]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            receiver.got.append((dict(self.headers), body))
            if receiver.mood == "hangs":
                receiver.release.wait(20)
                return
            if receiver.mood in DRIPS:
                return self.drip(*DRIPS[receiver.mood])
            status = {"takes": 200, "refuses": 503, "redirects": 302}[receiver.mood]
            if status == 200:
                receiver.counted.setdefault(self.headers["Gongjia-Delivery"], body)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"http://{self.headers['Host']}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def drip(self, first: bytes, again: bytes) -> None:
            self.close_connection = True
            with suppress(OSError):  # the other side hung up
                self.wfile.write(first)
                while not receiver.release.wait(0.05):
                    self.wfile.write(again)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield receiver, f"http://127.0.0.1:{server.server_port}/gongjia?from=union"
    finally:
        receiver.release.set()
        server.shutdown()
        server.server_close()
