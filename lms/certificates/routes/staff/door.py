"""The staff blueprint, and what its doors share."""

from typing import Any
from uuid import UUID

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from lms.certificates import permissions, queries
from lms.certificates.models import Certificate
from lms.core import clock
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.places.models import Office
from lms.trainings import queries as trainings
from lms.trainings.models import Training
from lms.web import guard

bp = Blueprint("certificates_staff", __name__, url_prefix="/staff")
readers = guard.allowed(permissions.may_read)
key_keepers = guard.allowed(permissions.may_keep_keys)
keepers = guard.allowed(permissions.may_keep)


def get_run(uid: UUID) -> Training:
    """Return a training that the signed-in principal runs; Missing otherwise."""
    training = trainings.get_training_within(guard.principal(), uid)
    if not trainings.may_run(guard.principal(), training.id):
        raise Missing
    return training


def asked(*names: str) -> dict[str, str]:
    """Return arguments of the address, shortened."""
    return {name: request.args.get(name, "").strip()[:100] for name in names}


def read_uid(text: str | None) -> UUID:
    """Read a uid that came in a form; one that is none exists nowhere."""
    try:
        return UUID(text or "")
    except ValueError:
        return UUID(int=0)


def find_office(who: Principal, uid: str | None) -> Office | None:
    """Return the office that was chosen among those that somebody keeps, or None."""
    return next((office for office in queries.offices_kept(who) if str(office.uid) == uid), None)


def asked_address(made: Certificate) -> str | None:
    """Return the page on which the passphrase for a new paper is typed, where its signature waits for one."""
    batch = queries.find_batch_of(made)
    if batch is None or not queries.asks_passphrase(batch, now=clock.now()):
        return None
    return url_for("certificates_staff.batch", uid=batch.uid)


def parts() -> list[dict[str, Any]]:
    """Return the links between the pages of certificates."""
    pages = [("register", _("Register")), ("all_series", _("Series")), ("signers", _("Signers")),
             ("designs", _("Designs")),
             ("corrections", _("Requests"))]  # fmt: skip
    if permissions.may_keep_keys(guard.principal()):
        pages.append(("all_keys", _("Signing keys")))
    return [{"label": label, "url": url_for(f"certificates_staff.{end}"),
             "current": request.endpoint == f"certificates_staff.{end}"} for end, label in pages]  # fmt: skip
