"""What machines read: the issuer's keys and profile, achievements, and the lists of what was revoked."""

from typing import Any
from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue

from lms.certificates import actions, queries
from lms.certificates.credential import document
from lms.certificates.routes.public.door import bp, limited
from lms.core import clock
from lms.core.errors import Missing
from lms.places import queries as places
from lms.web import guard


@bp.get("/.well-known/did.json")
@guard.public
@limited
def did() -> ResponseReturnValue:
    """Publish the keys of this installation with their dates."""
    return _json(document.key_document(queries.issuer(), queries.published_keys()), "application/did+json")


@bp.get("/credentials/status/<uuid:uid>")
@guard.public
@limited
def status_list(uid: UUID) -> ResponseReturnValue:
    """Publish which credentials of a list have lost their worth, as of this moment."""
    return _json(actions.status_list(uid, now=clock.now()), "application/vc")


@bp.get("/issuers/<uuid:uid>")
@guard.public
@limited
def issuer(uid: UUID) -> ResponseReturnValue:
    """Publish who an issuing office is."""
    found, us = places.get_office(uid), queries.issuer()
    return _json({"@context": document.CONTEXT, "id": f"{us.url}/issuers/{uid}", "type": ["Profile"],
                  "name": found.name, "parentOrg": us.profile()})  # fmt: skip


@bp.get("/achievements/<uuid:uid>")
@guard.public
@limited
def achievement(uid: UUID) -> ResponseReturnValue:
    """Publish what the certificates of a training are for, as the newest of them says it."""
    found = queries.find_achievement(uid)
    if found is None:
        raise Missing
    return _json({"@context": document.CONTEXT} | found)


def _json(made: dict[str, Any], media_type: str = "application/ld+json") -> Response:
    response = Response(document.as_bytes(made), mimetype=media_type)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.add_etag()
    return response
