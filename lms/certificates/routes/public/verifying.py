"""Verifying: no sign-in, no script needed, nothing of the person but the name."""

import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.certificates import queries
from lms.certificates.models import Certificate, Kind
from lms.certificates.queries.verification import Examined
from lms.certificates.routes.public.door import bp, limited
from lms.certificates.rules import frozen, labels, numbers
from lms.certificates.rules.codes import LENGTH
from lms.certificates.rules.standing import Standing
from lms.core import clock
from lms.core.errors import Missing
from lms.core.ids import grouped, read_crockford
from lms.web import guard
from lms.web.filters import day_range

HASH = re.compile(r"^[0-9a-f]{64}$")


@bp.get("/verify")
@guard.public
@limited
def verify() -> ResponseReturnValue:
    """Ask for a code or a file."""
    typed, name = (request.args.get(key, "").strip()[:200] for key in ("code", "name"))
    if not typed:
        return _ask()
    code = read_crockford(typed.rsplit("/verify/", 1)[-1])
    if code is not None and len(code) == LENGTH:
        return redirect(url_for(".show", code=code))
    if not numbers.may_be_number(typed):
        return _ask(typed, name, "code"), 422
    if not name:
        return _ask(typed, name, "name"), 422
    found = queries.find_by_number(typed, name)
    return redirect(url_for(".show", code=found.code)) if found else (_ask(typed, name, "number"), 404)


def _ask(typed: str = "", name: str = "", problem: str = "") -> str:
    return render_template("certificates/public/verify.html", typed=typed, name=name, problem=problem)


@bp.post("/verify")
@guard.public
@limited
def verify_file() -> ResponseReturnValue:
    """Look at a file: is it ours, is it whole, what was changed; it is not kept."""
    upload = request.files.get("file")
    content = upload.read(queries.LARGEST_FILE + 1) if upload else b""
    if upload:
        upload.close()
    if not content or len(content) > queries.LARGEST_FILE:
        return _ask(problem="file"), 422
    found = queries.examine(content)
    asked = queries.find_by_code(request.form.get("code", ""))
    if found.is_genuine and asked is not None and found.certificate is not None and asked.id != found.certificate.id:
        return _page(asked, file_matches=False, credential_holds=False)
    if found.is_genuine and found.certificate is not None:
        whole, holds = found.is_issued_file or None, found.has_credential and not found.findings
        return _page(found.certificate, file_matches=whole, credential_holds=holds)
    status = 200 if found.is_genuine or found.is_to_come else 422 if found.certificate or found.is_status_list else 404
    return _examined(found), status


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
    if (lost := queries.lost_endings().get(read_crockford(code) or "")) is not None:
        return render_template("certificates/public/lost.html", lost=lost, words=labels.lost(lost["kind"]))
    if found is None and (paper := queries.lost_papers().get(read_crockford(code) or "")) is not None:
        return render_template("certificates/public/lost.html", lost=paper, words="")
    if found is None:
        return _ask(code[:40], problem="unknown"), 404
    digest = request.args.get("file", "")
    matches = digest == found.sha256 if HASH.match(digest) else None
    return _page(found, file_matches=matches)


def _answer_hash(digest: str, code: str) -> ResponseReturnValue:
    expected = queries.find_by_code(code) if code else None
    found = expected or queries.find_by_hash(digest) or queries.find_lost_paper(digest)
    if found is None:
        return _ask(problem="changed"), 404
    return redirect(url_for(".show", code=found.code, file=digest))


def _examined(found: Examined) -> str:
    certificate = found.certificate
    standing = queries.standing_of(certificate, today=clock.today(certificate.series.zone)) if certificate else None
    return render_template(
        "certificates/public/examined.html", found=found, certificate=certificate, standing=standing,
        problems=labels.findings(found.findings), words=labels.standings().get(standing) if standing else "",
    )  # fmt: skip


def _page(certificate: Certificate, **facts: Any) -> str:
    standing = queries.standing_of(certificate, today=clock.today(certificate.series.zone))
    is_void, key = standing == Standing.VOID, queries.find_key_of(certificate.id)
    return render_template(
        "certificates/public/show.html", certificate=certificate, data=certificate.data, standing=standing,
        words=labels.standings()[standing], kind=labels.STANDING_KINDS[standing], is_void=is_void,
        code=grouped(certificate.code), days=_days(certificate.data),
        on_day=frozen.day_of(certificate.data, "on_day"),
        follower=queries.follower_of(certificate) if certificate.kind == Kind.STATEMENT else None,
        before=queries.predecessor_of(certificate.id), signed=key is not None,
        doubtful_since=key.revoked_at if key else None,
        linkedin=_linkedin(certificate), kinds=labels.kinds(),
        request_=queries.find_open_request(certificate.id), **facts,
    )  # fmt: skip


def _linkedin(certificate: Certificate) -> str:
    """Return the address that fills LinkedIn's own form with a certificate; nothing is sent until somebody opens it."""
    on = certificate.data.get("on_day", "")[:7].split("-")
    facts = {"startTask": "CERTIFICATION_NAME", "name": certificate.data.get("training", ""),
             "organizationName": certificate.data.get("issuer", ""), "issueYear": on[0],
             "issueMonth": on[-1].lstrip("0"),
             "certUrl": certificate.data.get("verify_url", ""), "certId": certificate.number}  # fmt: skip
    return "https://www.linkedin.com/profile/add?" + urlencode(facts)


def _days(data: dict[str, Any]) -> str:
    if not data.get("starts"):
        return ""
    return day_range(date.fromisoformat(data["starts"]), date.fromisoformat(data["ends"] or data["starts"]))
