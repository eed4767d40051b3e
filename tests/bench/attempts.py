"""Attempts of many people in one process that has warmed up, request by request, behind all middleware."""

import gzip
import io
import json
import re
import sys
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from flask import Flask

from lms import settings
from lms.app import create_app
from tests.bench.ground import close
from tests.bench.rows import Row
from tests.bench.rush import scene
from tests.bench.rush.scene import Guest

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
CONTROL = re.compile(r'<input (?:type="(?:radio|checkbox)" )?(?:id="[^"]+" )?name="(a-[^"]+)" value="([^"]*)"')
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
WARM_UP, PEOPLE = 5, 60


def measure(folder: Path) -> Iterator[Row]:
    """Return what each request of an attempt costs: start, page, one save of all answers, hand in, review."""
    folder.mkdir()
    app = create_app(settings.load({"LMS_DATA": str(folder)}))
    with app.app_context():
        guests = scene.prepare(app, WARM_UP + PEOPLE)
    spent: dict[str, float] = {}
    for place, guest in enumerate(guests):
        if place == WARM_UP:
            spent.clear()
        _Visitor(app, guest, spent).take()
    close(app)
    for kind, seconds in spent.items():
        yield Row(name=f"quiz.warm.{kind}", value=seconds / PEOPLE, unit="s of processor")
    yield Row(name="quiz.warm.attempt", value=sum(spent.values()) / PEOPLE, unit="s of processor")


class _Visitor:
    """One person, whose requests are called without a client of their own, so that nothing else is measured."""

    def __init__(self, app: Flask, guest: Guest, spent: dict[str, float]) -> None:
        self._app, self._spent = app, spent
        self._path, self._cookie = guest.path, guest.cookie

    def take(self) -> None:
        """Go through the quiz once, right or wrong."""
        front = self._call("", "GET", self._path)[1]
        where = self._call("start", "POST", self._path.partition("?")[0] + "/attempts", _form(front))[0]
        page = self._call("page", "GET", where)[1]
        answers = {name: value or "kunci" for name, value in CONTROL.findall(page)}
        steps = [{"uid": str(uuid4()), "item": name[2:], "fields": {"": [value]}, "base_seq": 0, "device": "bench"}
                 for name, value in answers.items()]  # fmt: skip
        token = dict(HIDDEN.findall(page))["csrf_token"]
        said = self._call("save", "POST", f"{where}/steps", json.dumps({"steps": steps}), JSON, token)[1]
        if said.count('"saved"') != len(steps):
            raise RuntimeError(f"not all was saved: {said}")
        review = self._call("submit", "POST", where, _form(page, submit="1", **answers))[0]
        if "<main" not in self._call("review", "GET", review)[1]:
            raise RuntimeError(f"no review: {review}")

    def _call(
        self, kind: str, method: str, path: str, body: str = "", media: str = FORM, token: str = ""
    ) -> tuple[str, str]:
        """Return where the answer leads and what it says; note the processor time under its kind."""
        environ = self._environ(method, path, body.encode(), media, token)
        head: dict[str, str] = {}

        def started(_status: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
            head.update(headers)

        began = time.process_time()
        answer = self._app(environ, started)
        data = b"".join(answer)
        if kind:
            self._spent[kind] = self._spent.get(kind, 0.0) + time.process_time() - began
        if "Set-Cookie" in head and "session" in (kept := SimpleCookie(head["Set-Cookie"])):
            self._cookie = kept["session"].value
        text = gzip.decompress(data) if head.get("Content-Encoding") == "gzip" else data
        return head.get("Location", ""), text.decode()

    def _environ(self, method: str, path: str, body: bytes, media: str, token: str) -> dict[str, Any]:
        place, _mark, query = path.partition("?")
        return {
            "REQUEST_METHOD": method, "PATH_INFO": place, "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80", "HTTP_HOST": "127.0.0.1", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
            "HTTP_COOKIE": f"session={self._cookie}", "HTTP_X_CSRFTOKEN": token, "HTTP_ACCEPT_ENCODING": "gzip",
            "CONTENT_TYPE": media, "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http", "wsgi.version": (1, 0), "wsgi.multithread": True,
            "wsgi.multiprocess": False, "wsgi.run_once": False,
        }  # fmt: skip


def _form(page: str, **more: str) -> str:
    return urlencode({**dict(HIDDEN.findall(page.partition("<main")[2])), **more})
