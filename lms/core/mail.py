"""Mail: one line to the server that LMS_MAIL_URL names, and letters of plain text.

A letter is told apart by what is known of it. The server refused it, or could not be asked: it may be tried again. The
line broke after the text was given: nobody knows, so it is never given a second time.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from flask import current_app

SECONDS = 15


class NoLine(Exception):
    """The server cannot be reached, or does not let us in: no letter was given to it."""


class NotTaken(Exception):
    """The server refused a letter; `is_final` when it would refuse it again."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code
        self.is_final = 500 <= code < 600


class Uncertain(Exception):
    """The line broke after the letter was given: it may or may not have been taken."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail as it is sent; `key` makes its Message-ID, the same at every try."""

    to: str
    subject: str
    text: str
    key: str
    at: datetime
    language: str


def is_set() -> bool:
    """Tell whether this installation sends mail."""
    return bool(current_app.config["SETTINGS"].mail_url)


@contextmanager
def line() -> Iterator["Line"]:
    """Open one line to the server for several letters; raise NoLine where there is none."""
    try:
        server = _connected()
    except (OSError, smtplib.SMTPException) as problem:
        raise NoLine(type(problem).__name__) from problem
    try:
        yield Line(server)
    finally:
        server.close()


class Line:
    """A server that listens."""

    def __init__(self, server: smtplib.SMTP) -> None:
        self._server = server

    def give(self, letter: Letter) -> None:
        """Give one letter to the server; raise NotTaken, NoLine or Uncertain, by what is known of it."""
        if not letter.to.isascii():
            raise NotTaken(553)
        text = written(letter).as_bytes()
        sender = current_app.config["SETTINGS"].mail_from
        try:
            self._server.rset()
            self._require(self._server.mail(sender))
            self._require(self._server.rcpt(letter.to))
        except (OSError, smtplib.SMTPException) as problem:
            raise NoLine(type(problem).__name__) from problem
        try:
            code, _words = self._server.data(text)
        except smtplib.SMTPDataError as problem:
            raise NotTaken(problem.smtp_code) from problem
        except (OSError, smtplib.SMTPException) as problem:
            raise Uncertain(type(problem).__name__) from problem
        if code != 250:
            raise NotTaken(code)

    def _require(self, answer: tuple[int, bytes]) -> None:
        if not 200 <= answer[0] < 300:
            raise NotTaken(answer[0])


def written(letter: Letter) -> EmailMessage:
    """Return a letter as a message; its lines hold nothing that could begin another header."""
    sender = current_app.config["SETTINGS"].mail_from
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = f"<{letter.key}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter.language
    message.set_content(letter.text)
    return message


def _connected() -> smtplib.SMTP:
    url = urlsplit(current_app.config["SETTINGS"].mail_url)
    host, trusted = url.hostname or "", ssl.create_default_context()
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, url.port or 465, timeout=SECONDS, context=trusted)
    else:
        server = smtplib.SMTP(host, url.port or 587, timeout=SECONDS)
        if host not in {"127.0.0.1", "localhost"}:
            server.starttls(context=trusted)
    server.ehlo_or_helo_if_needed()
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))
    return server
