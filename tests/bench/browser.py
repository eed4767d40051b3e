"""A browser without a screen: the in-process application, or a server, with a cookie kept."""

import re
from typing import Any, Self

from flask import Flask

from lms.demo.rules.sign_ins import PASSWORD

ACCEPTS = {"Accept-Encoding": "br, gzip"}
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Browser:
    """The application in this process, behind all of its middleware."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def sign_in(self, username: str) -> Self:
        """Sign in with the demonstration's password."""
        answer = self.post("/sign-in", self.get("/sign-in"), name=username, password=PASSWORD, next="")
        if answer.status_code >= 400:
            raise RuntimeError(f"{username} could not sign in: {answer.status_code}")
        return self

    def get(self, path: str) -> str:
        """Return a page, following redirects."""
        answer = self.client.get(path, follow_redirects=True)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        return answer.text

    def see(self, path: str) -> bytes:
        """Return a page compressed, as a browser asks for it."""
        answer = self.client.get(path, headers=ACCEPTS)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        return answer.data

    def lead(self, path: str) -> str:
        """Return where a page leads to."""
        answer = self.client.get(path, headers=ACCEPTS)
        if answer.status_code != 303:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        return str(answer.location)

    def post(self, path: str, page: str, **facts: Any) -> Any:
        """Send a form that stands on a page; no redirect is followed."""
        return self.client.post(path, data={"csrf_token": token(page), **facts}, headers=ACCEPTS)

    @property
    def cookie(self) -> str:
        """The cookie header of this browser's session."""
        kept = self.client.get_cookie("session")
        return f"session={kept.value}" if kept else ""


def token(page: str) -> str:
    """Return the CSRF token of a page."""
    found = TOKEN.search(page)
    if found is None:
        raise RuntimeError("no form on this page")
    return found[1]


def links(page: str, pattern: str) -> list[str]:
    """Return the addresses of a page's links that match, each once, in their order."""
    return list(dict.fromkeys(re.findall(rf'href="({pattern})"', page)))
