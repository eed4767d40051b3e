"""Verifying: no sign-in, no script needed, nothing of the person but the name."""

import re
from datetime import date
from hashlib import sha256
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.certificates import queries
from lms.certificates.models import Certificate
from lms.certificates.routes import papers
from lms.certificates.rules import labels
from lms.certificates.rules.standing import Standing
from lms.core import clock
from lms.core.errors import Missing
from lms.core.ids import grouped, read_crockford
from lms.web import guard, limits
from lms.web.filters import day_range

bp = Blueprint("certificates_public", __name__)
HASH = re.compile(r"^[0-9a-f]{64}$")
LARGEST = 5 * 1024 * 1024
limited = limits.limiter.limit(limits.PUBLIC_LOOK_UPS)


@bp.get("/verify")
@guard.public
@limited
def verify() -> ResponseReturnValue:
    """Ask for a code or a file."""
    typed = request.args.get("code", "").strip()[:60]
    if not typed:
        return render_template("certificates/public/verify.html", typed="", problem="")
    code = read_crockford(typed.rsplit("/", 1)[-1])
    if code is None:
        return render_template("certificates/public/verify.html", typed=typed, problem="code"), 422
    return redirect(url_for(".show", code=code))


@bp.post("/verify")
@guard.public
@limited
def verify_file() -> ResponseReturnValue:
    """Look for the certificate that a file is, by its hash; the file is not kept."""
    upload = request.files.get("file")
    content = upload.read(LARGEST + 1) if upload else b""
    if not content or len(content) > LARGEST:
        return render_template("certificates/public/verify.html", typed="", problem="file"), 422
    return _answer_hash(sha256(content).hexdigest(), request.form.get("code", ""))


@bp.get("/verify/file/<digest>")
@guard.public
@limited
def verify_hash(digest: str) -> ResponseReturnValue:
    """Look for a certificate by the hash that the browser computed; the file never leaves the device."""
    if not HASH.match(digest):
        raise Missing
    return _answer_hash(digest, request.args.get("code", ""))


@bp.get("/verify/<code>")
@guard.public
@limited
def show(code: str) -> ResponseReturnValue:
    """Say what a certificate is worth, and of what."""
    found = queries.find_by_code(code)
    if found is None:
        return render_template("certificates/public/verify.html", typed=code[:40], problem="unknown"), 404
    digest = request.args.get("file", "")
    return _page(found, file_matches=digest == found.sha256 if HASH.match(digest) else None)


@bp.get("/verify/<code>/certificate.pdf")
@guard.public
@limited
def download(code: str) -> ResponseReturnValue:
    """Give the file to whoever has the code."""
    found = queries.find_by_code(code)
    if found is None:
        raise Missing
    return papers.file_of(found)


def _answer_hash(digest: str, code: str) -> ResponseReturnValue:
    expected = queries.find_by_code(code) if code else None
    found = expected or queries.find_by_hash(digest)
    if found is None:
        return render_template("certificates/public/verify.html", typed="", problem="changed"), 404
    return redirect(url_for(".show", code=found.code, file=digest))


def _page(certificate: Certificate, **facts: Any) -> str:
    standing = queries.standing_of(certificate, today=clock.today(certificate.series.zone))
    is_void = standing == Standing.VOID
    return render_template(
        "certificates/public/show.html", certificate=certificate, data=certificate.data, standing=standing,
        words=labels.standings()[standing], kind=labels.STANDING_KINDS[standing], is_void=is_void,
        code=grouped(certificate.code), days=_days(certificate.data),
        before=queries.predecessor_of(certificate.id), **facts,
    )  # fmt: skip


def _days(data: dict[str, Any]) -> str:
    if not data.get("starts"):
        return ""
    return day_range(date.fromisoformat(data["starts"]), date.fromisoformat(data["ends"] or data["starts"]))
