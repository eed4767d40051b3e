"""Which signature this installation's papers get, and what it needs to be made."""

from typing import Any, Protocol

from flask import current_app
from flask_babel import gettext as _

from lms.certificates.signing.secret import MARK, Secret
from lms.core.errors import Refused


class Signature(Protocol):
    """Signs files with one person's secret."""

    def require_ready(self) -> None:
        """Refuse, in words, what would make every file fail."""
        ...

    def sign(self, pdf: bytes) -> bytes:
        """Return a file with its signature."""
        ...


UNATTENDED = "service"  # with the office's key file, while the worker holds its passphrase for papers that nobody signs
STANDING = "certificates.standing"  # the subject under which that passphrase is sealed


def mode() -> str:
    """Return how papers are signed here: "" (not at all), "local" or "bsre"."""
    chosen: str = current_app.config["SETTINGS"].signing
    return "" if chosen == "none" else chosen


def may_be_unattended() -> bool:
    """Tell whether papers may be signed here while nobody is present: an officer's signature at BSrE never."""
    return mode() == "local"


def is_made_here(kind: str) -> bool:
    """Tell whether this installation makes signatures of a kind now."""
    return bool(kind) and {UNATTENDED: "local"}.get(kind, kind) == mode()


def subject_of(batch_id: int) -> str:
    """Return the name under which a batch's secret is sealed."""
    return f"certificates.batch:{batch_id}"


def configured(kind: str, secret: Secret) -> Signature:
    """Return the signature of a kind; refuse when this installation makes another."""
    settings: Any = current_app.config["SETTINGS"]
    if not is_made_here(kind):
        raise Refused(_("These papers say that they are signed in another way than this installation signs now."))
    if mode() == "local":
        from lms.certificates.signing.local import KeyFile

        return KeyFile(settings.signing_file, secret.passphrase, time_stamps=settings.signing_time_stamps)
    from lms.certificates.signing.bsre import Bsre

    return Bsre(settings.bsre_url, settings.bsre_user, settings.bsre_password, secret=secret,
                seconds=settings.bsre_seconds)  # fmt: skip


def require_ready(secret: Secret | None) -> None:
    """Refuse a secret with which nothing could be signed; None where nothing is signed."""
    if secret is None:
        return
    if not secret.passphrase:
        message = _("Please type the passphrase.")
        raise Refused(message, fields={"passphrase": message})
    configured(mode(), secret).require_ready()


def carries_signature(pdf: bytes) -> bool:
    """Tell whether a file ends with a filled signature field."""
    return MARK in pdf
