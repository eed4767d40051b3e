"""Signing at BSrE, the state's certification authority: the REST service that an agency runs for its officers.

`GET /api/user/status/{nik}` says what an officer's certificate is worth; `POST /api/sign/pdf` takes a file, the NIK and
the passphrase, and answers with the signed file. Both ask for HTTP Basic.
"""

from base64 import b64encode
from http.client import HTTPException
from json import JSONDecodeError, loads
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener
from uuid import uuid4

from flask_babel import gettext as _

from lms.certificates.signing import returned
from lms.certificates.signing.secret import Secret
from lms.core.errors import Refused

LARGEST = 5 * 1024 * 1024
READY = {"ISSUE", "ISSUED", "ACTIVE"}


class _NoRedirects(HTTPRedirectHandler):
    """Lets a redirection end as an error: a passphrase goes to the address of the settings only."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Follow nothing."""


_OPENER = build_opener(_NoRedirects)


class Bsre:
    """One officer's signature."""

    def __init__(self, url: str, user: str, password: str, *, secret: Secret, seconds: int) -> None:
        self.url, self.secret, self.seconds = url, secret, seconds
        self.authorization = "Basic " + b64encode(f"{user}:{password}".encode()).decode()

    def require_ready(self) -> None:
        """Refuse an officer whom BSrE does not know, or whose certificate has ended."""
        if not (self.secret.nik.isdecimal() and len(self.secret.nik) == 16):
            message = _("A NIK has 16 digits.")
            raise Refused(message, fields={"nik": message})
        answer = self._answer(f"/api/user/status/{quote(self.secret.nik)}")
        status = str(_facts(answer).get("status", "")).upper()
        if status not in READY:
            raise _refusal(status or "NOT_REGISTERED")

    def sign(self, pdf: bytes) -> bytes:
        """Return a file as BSrE signed it; refuse, in words, what is not our own file with a signature behind it."""
        fields = {"nik": self.secret.nik, "passphrase": self.secret.passphrase, "tampilan": "invisible"}
        body, kind = _multipart(fields, pdf)
        signed = self._answer("/api/sign/pdf", data=body, headers={"Content-Type": kind})
        if not returned.is_signed(signed):
            raise Refused(_("BSrE answered with something that is no signed file."))
        if not returned.is_ours(signed, pdf):
            raise Refused(_("BSrE gave back another file than the one that was sent to be signed."))
        return signed

    def _answer(self, path: str, **facts: Any) -> bytes:
        request = Request(self.url + path, **facts)  # noqa: S310 - the settings allow http(s) only
        request.add_header("Authorization", self.authorization)
        try:
            with _OPENER.open(request, timeout=self.seconds) as answer:
                found: bytes = answer.read(LARGEST + 1)
                if len(found) > LARGEST:
                    raise Refused(_("BSrE answered with something that is no signed file."))
                return found
        except HTTPError as error:
            if error.code in {401, 403}:
                raise Refused(_("BSrE refused this installation's user name or password.")) from None
            raise _refusal(self._without_secrets(_said(error))) from None
        except TimeoutError:
            raise Refused(_late()) from None
        except (URLError, HTTPException, OSError) as error:
            if isinstance(getattr(error, "reason", None), TimeoutError):
                raise Refused(_late()) from None
            raise Refused(_unreachable()) from None

    def _without_secrets(self, said: str) -> str:
        """Return what the service said without what it was told: the words go to a screen and into a row."""
        for secret in filter(None, (self.secret.passphrase, self.secret.nik)):
            said = said.replace(secret, "…")
        return said


def _said(error: HTTPError) -> str:
    """Return what the service said of a failure; without words, that of its gateway."""
    try:
        said = _facts(error.read(LARGEST)).get("error")
    except (OSError, HTTPException):
        said = None
    return str(said or ("unavailable" if error.code >= 500 else error.code))


def _refusal(said: str) -> Refused:
    """Return the refusal for what the service said, in the reader's words."""
    low = said.lower().replace("_", " ")
    if "passphrase" in low:
        message = _("BSrE says that the passphrase is wrong.")
        return Refused(message, fields={"passphrase": message})
    if any(word in low for word in ("expire", "kedaluwarsa", "kadaluarsa")):
        return Refused(_("The officer's certificate at BSrE has expired."))
    if any(word in low for word in ("not registered", "tidak terdaftar", "not found", "tidak ditemukan")):
        message = _("BSrE does not know this NIK.")
        return Refused(message, fields={"nik": message})
    if low == "unavailable":
        return Refused(_unreachable())
    return Refused(_("BSrE refused: %(said)s", said=said[:120]))


def _unreachable() -> str:
    return str(_("BSrE cannot be reached now. The numbers are kept; try again later."))


def _late() -> str:
    return str(_("BSrE did not answer in time. The numbers are kept; try again later."))


def _facts(answer: bytes) -> dict[str, Any]:
    try:
        found = loads(answer)
    except (JSONDecodeError, UnicodeDecodeError):
        return {}
    return found if isinstance(found, dict) else {}


def _multipart(fields: dict[str, str], pdf: bytes) -> tuple[bytes, str]:
    edge = uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    parts.append(
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="certificate.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n".encode()
        + pdf
        + b"\r\n"
    )
    return b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"
