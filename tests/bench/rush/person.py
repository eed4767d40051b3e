"""One person's way through the quiz, over plain HTTP; keeps what the servers acknowledged."""

import http.client
import json
import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
UID = "([0-9a-f-]{36})"
CONTROL = re.compile(rf'<input (?:type="(radio|checkbox)" name="a-{UID}" value="([^"]+)"|id="a-{UID}")')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
GIVE_UP_AFTER = 180.0


class NoAnswer(RuntimeError):
    """The servers answered something that no browser could go on with."""


class Refusal(NoAnswer):
    """The servers refused in the reader's words."""


@dataclass
class Told:
    """What came of one person: acknowledged steps in their order, and how long each kind of request took."""

    participation: str
    attempt: str = ""
    steps: list[dict[str, Any]] = field(default_factory=list)
    is_handed_in: bool = False
    is_reviewed: bool = False
    seconds: dict[str, list[float]] = field(default_factory=dict)
    repeats: int = 0
    fault: str = ""


class Person:
    """A browser without a screen that never gives up: what has no answer is sent again, to whichever server."""

    def __init__(self, guest: dict[str, str], ports: list[int], tick: Callable[[], None], *, pause: float) -> None:
        self.told = Told(guest["participation"])
        self._path, self._cookie = guest["path"], guest["cookie"]
        self._ports, self._tick, self._pause = ports, tick, pause
        self._chance = random.Random(guest["participation"])
        self._wires: dict[int, http.client.HTTPConnection] = {}
        self._head = Message()

    def open(self) -> None:
        """Look at the quiz before it begins."""
        self._page = self._ask("open", "GET", self._path)[1]

    def take(self) -> None:
        """Begin, answer each question by itself, change one answer, hand in, look at the review."""
        page = self._begin()
        token = hidden(page)["csrf_token"]
        answers = list(self._answers(page))
        for item, values, shape in [*answers, self._changed(answers)]:
            time.sleep(self._chance.uniform(0, 2 * self._pause))
            self._save(token, item, values, shape)
        where, _page = self._form("submit", f"/my/attempts/{self.told.attempt}", page, submit="1")
        self.told.is_handed_in = where.endswith("/review")
        self._ask("review", "GET", where)
        self.told.is_reviewed = True

    def _begin(self) -> str:
        """Begin the attempt; return its page."""
        return self._form("start", self._start_path(), self._page)[1]

    def _start_path(self) -> str:
        return self._path.partition("?")[0] + "/attempts"

    def _form(self, kind: str, path: str, page: str, **more: str) -> tuple[str, str]:
        """Send a page's form and follow its answer; the answer to a start names the attempt."""
        facts = {name: value for name, value in hidden(page).items() if not name.startswith("base-")} | more
        where = self._ask(kind, "POST", path, urlencode(facts), FORM)[0]
        if kind == "enter":
            self._page = self._ask("open", "GET", where)[1]
        if kind != "start":
            return where, ""
        self.told.attempt = where.rpartition("/")[2]
        return where, self._ask("page", "GET", where)[1]

    def _answers(self, page: str) -> Iterator[tuple[str, list[str], str]]:
        """Choose an answer to each question of a page."""
        found: dict[str, tuple[str, list[str]]] = {}
        for shape, item, value, text in CONTROL.findall(page):
            found.setdefault(item or text, (shape or "text", []))[1].append(value)
        for item, (shape, values) in found.items():
            yield item, self._choice(shape, values), shape

    def _choice(self, shape: str, values: list[str]) -> list[str]:
        if shape == "text":
            return [self._chance.choice(["kunci", "37,5", "12", "rak buku"])]
        return self._chance.sample(values, 2) if shape == "checkbox" else [self._chance.choice(values)]

    def _changed(self, answers: list[tuple[str, list[str], str]]) -> tuple[str, list[str], str]:
        item, _values, shape = answers[-1]
        return item, ["40,5"], shape

    def _save(self, token: str, item: str, values: list[str], shape: str) -> None:
        step = {"uid": str(uuid4()), "item": item, "fields": {"": values}, "base_seq": 0, "device": "rush"}
        head = {"Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": token}
        text = self._ask("save", "POST", f"/my/attempts/{self.told.attempt}/steps", json.dumps({"steps": [step]}), head)
        answer = json.loads(text[1])["steps"][0]
        self.told.steps.append({"uid": step["uid"], "item": item, "values": values, "shape": shape,
                                "kind": answer["kind"]})  # fmt: skip

    def _ask(
        self, kind: str, method: str, path: str, body: str = "", head: dict[str, str] | None = None
    ) -> tuple[str, str]:
        """Ask until there is an answer; return where it leads and what it says."""
        began = time.perf_counter()
        until = began + GIVE_UP_AFTER
        while True:
            try:
                answer = self._once(method, path, body, head or {})
            except (OSError, http.client.HTTPException) as problem:
                if time.perf_counter() > until:
                    raise NoAnswer(f"{method} {path}: {problem!r}") from problem
                self.told.repeats += 1
                time.sleep(self._chance.uniform(0.05, 0.5))
                continue
            self.told.seconds.setdefault(kind, []).append(time.perf_counter() - began)
            self._tick()
            return answer

    def _once(self, method: str, path: str, body: str, head: dict[str, str]) -> tuple[str, str]:
        port = self._chance.choice(self._ports)
        wire = self._wires.setdefault(port, http.client.HTTPConnection("127.0.0.1", port, timeout=60))
        try:
            wire.request(method, path, body or None, {"Cookie": f"session={self._cookie}", **head})
            answer = wire.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException):
            wire.close()
            raise
        self._keep_cookie(answer.getheader("Set-Cookie") or "")
        self._head = answer.headers
        text = data.decode("latin-1" if answer.headers.get_content_type() == "application/octet-stream" else "utf-8")
        if answer.status >= 500:
            raise http.client.HTTPException(str(answer.status))
        if answer.status == 422:
            raise Refusal(text[:200])
        if answer.status >= 400:
            raise NoAnswer(f"{method} {path} answered {answer.status}: {text[:200]}")
        return (answer.getheader("Location") or path).removeprefix(f"http://127.0.0.1:{port}"), text

    def _keep_cookie(self, header: str) -> None:
        if header.startswith("session="):
            self._cookie = header.partition("=")[2].partition(";")[0]


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of a page."""
    return dict(HIDDEN.findall(page.partition("<main")[2].partition("</main")[0]))
