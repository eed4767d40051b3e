"""A person who waits for the quiz with its questions sealed, as lobby.js does."""

import gzip
import json
import re
import time
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.bench.rush.person import Person, Refusal, hidden

FACT = re.compile(r'data-(lobby|turn|questions|presence|opening)="([^"]*)"')
JSON = {"Content-Type": "application/json", "Accept": "application/json"}


class Waiting(Person):
    """Comes to the waiting room, loads the sealed questions, and opens them at the own turn."""

    def open(self) -> None:
        """Take a place, load the questions, and tell that they are there."""
        super().open()
        self._form("enter", self._start_path().removesuffix("/attempts") + "/lobby", self._page)
        self._room = dict(FACT.findall(self._page))
        self._box = self._ask("sealed", "GET", self._room["questions"])[1].encode("latin-1")
        self._digest = str(self._head["X-Pelita-Digest"])
        self._post("presence", holds=self._digest)

    def _begin(self) -> str:
        """Wait for the turn, ask until the quiz is open, and open what was sealed; else ask for the page."""
        time.sleep(float(self._room["turn"]) / 1000)
        told = self._opened()
        self.told.attempt = told["address"].rpartition("/")[2]
        if "key" in told:
            return self._unsealed(told["key"])
        return self._ask("page", "GET", told["address"])[1]

    def _opened(self) -> dict[str, Any]:
        while True:
            try:
                return self._post("opening", holds=self._digest)
            except Refusal:
                time.sleep(0.1)

    def _unsealed(self, key: str) -> str:
        lock = AESGCM(bytes.fromhex(key))
        page = lock.decrypt(self._box[:12], self._box[12:], UUID(self._room["lobby"]).bytes)
        return f"<main>{gzip.decompress(page).decode()}</main>"

    def _post(self, door: str, **said: str) -> dict[str, Any]:
        token = hidden(self._page)["csrf_token"]
        kind = "start" if door == "opening" else door
        text = self._ask(kind, "POST", self._room[door], json.dumps(said), JSON | {"X-CSRFToken": token})[1]
        answer: dict[str, Any] = json.loads(text)
        return answer
