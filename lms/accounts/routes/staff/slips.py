"""Paper slips with codes for many people at once: a few are drawn while one waits, many by the worker."""

from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import pdf, permissions, rules
from lms.accounts.routes.browser import safe_next
from lms.accounts.routes.staff.door import bp
from lms.web import guard, papers


@bp.post("/slips")
@guard.allowed(permissions.may_invite)
def create_slips() -> ResponseReturnValue:
    """Make codes for the chosen people without an account and answer with their slips to print and cut."""
    chosen = _uids(request.form.getlist("chosen"))
    rules.require_few_slips(len(chosen))  # before the worker is asked
    if len(chosen) > papers.AT_ONCE:
        asked = {"people": ",".join(str(uid) for uid in chosen)}
        door = safe_next(request.form.get("back") or url_for(".people"))
        return papers.lead("accounts.slips", asked, people=len(chosen), door=door)
    written = pdf.slips(pdf.Batch(chosen, guard.principal()))
    return _to_keep(papers.drawn(written), written.name)


def _to_keep(data: bytes, name: str) -> Response:
    answer = Response(data, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _uids(texts: list[str]) -> list[UUID]:
    found = set()
    for text in texts:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return sorted(found)
