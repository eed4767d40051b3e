"""Paper slips with codes for many people at once: eight on A4, made once and never kept."""

from uuid import UUID

from flask import Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts import actions, permissions
from lms.accounts.routes.staff.door import bp
from lms.core import clock, ids
from lms.core.errors import Refused
from lms.web import guard, qr


@bp.post("/slips")
@guard.allowed(permissions.may_invite)
def create_slips() -> ResponseReturnValue:
    """Make codes for the chosen people without an account and answer with their slips to print and cut."""
    now = clock.now()
    made = actions.make_slips(_uids(request.form.getlist("chosen")), by=guard.principal(), now=now)
    if not made:
        raise Refused(_("Choose people who have no account yet."))
    base = current_app.config["SETTINGS"].public_url
    slips = []
    for person, code in made:
        address = f"{base}{url_for('accounts_public.claim', code=code)}"
        slips.append({"person": person, "code": ids.grouped(code), "qr": qr.svg(address, label=_("QR code"))})
    html = render_template(
        "accounts/print/slips.html", slips=slips, address=f"{base}/claim", until=now + actions.SLIP_LIFE
    )
    return _pdf(html, f"slips-{now:%Y%m%d-%H%M}.pdf")


def _pdf(html: str, name: str) -> Response:
    from weasyprint import HTML

    answer = Response(HTML(string=html).write_pdf(), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _uids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
