"""A publisher on 127.0.0.1: serves bytes by path, goes on where a download stopped, and fails as it is told to."""

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = b"<!DOCTYPE html><html><head><title>Access</title></head><body>Please wait</body></html>"


@dataclass
class Publisher:
    """What is served and what was asked: `files` by path, `faults` by path, `asked` as (method, path, Range)."""

    files: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    resumes: bool = True
    url: str = ""

    def times(self, path: str, method: str = "GET") -> int:
        return sum(1 for how, asked, _ in self.asked if (how, asked) == (method, path))


@contextmanager
def served() -> Iterator[Publisher]:
    publisher = Publisher()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(ConnectionError):  # a client that gives up is no fault of the publisher
                super().handle()

        def do_HEAD(self) -> None:
            self._reply(body=False)

        def do_GET(self) -> None:
            self._reply(body=True)

        def _reply(self, *, body: bool) -> None:
            path = self.path.partition("?")[0]
            publisher.asked.append((self.command, path, self.headers.get("Range", "")))
            fault = publisher.faults.get(path, "")
            content = publisher.files.get(path)
            if fault.isdigit():
                return self._send(int(fault), b"no", "text/plain", body)
            if fault == "page":
                return self._send(200, PAGE, "text/html; charset=utf-8", body)
            if fault == "hidden page":
                return self._send(200, PAGE, "application/octet-stream", body)
            if content is None:
                return self._send(404, PAGE, "text/html", body)
            if fault == "unchanged":
                return self._send(304, b"", "", body)
            if fault == "gzip":
                return self._send(200, gzip.compress(content), "text/csv", body, {"Content-Encoding": "gzip"})
            if fault == "slow":
                return self._send(200, content, "text/csv", body, slow=True)
            tag = f'"{hash(content) & 0xFFFFFFFF:08x}"'
            if self.headers.get("If-None-Match") == tag:
                return self._send(304, b"", "", body, {"ETag": tag})
            start, status, more = 0, 200, {"ETag": tag, "Accept-Ranges": "bytes"}
            asked = self.headers.get("Range", "")
            if publisher.resumes and asked.startswith("bytes=") and self.headers.get("If-Range") == tag:
                start, status = int(asked[6:].rstrip("-")), 206
                more["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
            if fault.startswith("cut"):
                if fault == "cut once":
                    del publisher.faults[path]
                return self._send(status, content[start:], "application/octet-stream", body, more, cut=True)
            return self._send(status, content[start:], "application/octet-stream", body, more)

        def _send(
            self,
            status: int,
            content: bytes,
            kind: str,
            body: bool,
            more: dict[str, str] | None = None,
            *,
            cut: bool = False,
            slow: bool = False,
        ) -> None:
            self.send_response(status)
            for name, value in (more or {}).items():
                self.send_header(name, value)
            if kind:
                self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            for at in range(len(content) if slow else 0):
                try:
                    self.wfile.write(content[at : at + 1])
                except OSError:  # it is no longer listened to
                    self.close_connection = True
                    return
                time.sleep(0.02)
            if body and not slow:
                self.wfile.write(content[: len(content) // 2] if cut else content)
            if cut:
                self.wfile.flush()
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    publisher.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
