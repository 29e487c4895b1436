"""A real server on 127.0.0.1 that answers like an Overpass server, or badly on purpose."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

VILLAGE: dict[str, Any] = {
    "osm3s": {"timestamp_osm_base": "2024-11-01T00:00:00Z"},
    "elements": [
        {"type": "node", "id": 1, "lat": -8.205, "lon": 113.105},
        {"type": "node", "id": 2, "lat": -8.205, "lon": 113.106},
        {"type": "node", "id": 3, "lat": -8.206, "lon": 113.106},
        {"type": "way", "id": 10, "nodes": [1, 2, 3], "tags": {"highway": "residential"}},
    ],
}
GOOD = json.dumps(VILLAGE).encode()
EMPTY = json.dumps({"osm3s": {}, "elements": []}).encode()
REMARK = json.dumps(
    {"elements": VILLAGE["elements"][:1], "remark": "runtime error: Query timed out in query"}
).encode()


class Reply:
    """What the server does with one question.

    Parameters
    ----------
    stall
        Say nothing until the test is over.
    cut
        Promise the whole body and send half of it.
    """

    def __init__(
        self,
        status: int = 200,
        body: bytes = GOOD,
        *,
        headers: dict[str, str] | None = None,
        stall: bool = False,
        cut: bool = False,
    ) -> None:
        self.status = status
        self.body = body
        self.headers = headers or {}
        self.stall = stall
        self.cut = cut


class LoopbackServer(ThreadingHTTPServer):
    """Gives the `replies` one after the other, then the last one for ever."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, replies: list[Reply]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies = replies
        self.questions: list[str] = []
        self.agents: list[str] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/api/interpreter"


class _Handler(BaseHTTPRequestHandler):
    server: LoopbackServer

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        form = parse_qs(self.rfile.read(length).decode())
        position = len(self.server.questions)
        self.server.questions.append(form["data"][0])
        self.server.agents.append(self.headers["User-Agent"])
        reply = self.server.replies[min(position, len(self.server.replies) - 1)]
        if reply.stall:
            self.server.over.wait(20)
            return
        self.send_response(reply.status)
        for key, value in reply.headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body[: len(reply.body) // 2] if reply.cut else reply.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
        """Keep the output of the tests clean."""


@contextmanager
def serving(*replies: Reply) -> Iterator[LoopbackServer]:
    """Run a server for the ``with`` block."""
    with LoopbackServer(list(replies)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()
