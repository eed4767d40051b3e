"""Files for whoever has the code: the paper, and the credential as JSON, as a JWT and baked into pictures."""

from flask.typing import ResponseReturnValue

from lms.certificates import queries
from lms.certificates.credential import baking, picture
from lms.certificates.models import Certificate, Credential
from lms.certificates.routes import papers
from lms.certificates.routes.public.door import bp, limited
from lms.core.errors import Missing
from lms.web import guard


@bp.get("/verify/<code>/certificate.pdf")
@guard.public
@limited
def download(code: str) -> ResponseReturnValue:
    """Give the file to whoever has the code."""
    return papers.file_of(_found(code))


@bp.get("/verify/<code>/credential.json")
@guard.public
@limited
def credential(code: str) -> ResponseReturnValue:
    """Give the credential as it was signed."""
    found, signed = _signed(code)
    return papers.text_of(found, signed.document, "json", "application/vc")


@bp.get("/verify/<code>/credential.jwt")
@guard.public
@limited
def token(code: str) -> ResponseReturnValue:
    """Give the credential as a VC-JWT."""
    found, signed = _signed(code)
    if not signed.jwt:  # it came back from its paper, after a restore
        raise Missing
    return papers.text_of(found, signed.jwt, "jwt", "application/vc+jwt")


@bp.get("/verify/<code>/badge.svg")
@guard.public
@limited
def badge_svg(code: str) -> ResponseReturnValue:
    """Give a picture of vectors with the credential baked in."""
    found, signed = _signed(code)
    return papers.text_of(found, baking.bake_svg(picture.svg(found.data), signed.document), "svg", "image/svg+xml")


@bp.get("/verify/<code>/badge.png")
@guard.public
@limited
def badge_png(code: str) -> ResponseReturnValue:
    """Give a picture of points with the credential baked in."""
    found, signed = _signed(code)
    return papers.bytes_of(found, baking.bake_png(picture.png(found.data), signed.document), "png", "image/png")


def _found(code: str) -> Certificate:
    found = queries.find_by_code(code)
    if found is None:
        raise Missing
    return found


def _signed(code: str) -> tuple[Certificate, Credential]:
    found = _found(code)
    signed = queries.find_credential(found.id)
    if signed is None:
        raise Missing
    return found, signed
