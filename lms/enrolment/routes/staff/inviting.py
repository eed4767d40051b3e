"""Doors of invitations: whom to write to, with a personal link and a text for WhatsApp."""

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from lms.core import addresses
from lms.enrolment import queries
from lms.enrolment.routes.staff.door import bp, runnable
from lms.trainings.models import Participation, Training
from lms.web import guard, paging, whatsapp
from lms.web.filters import day_range

GROUPS = ("unanswered", "expected")


@bp.get("/trainings/<uuid:uid>/invitations")
@guard.signed_in
def invitations(uid: UUID) -> ResponseReturnValue:
    """Show whom to write to, by group, each with the own link and text."""
    training = runnable(uid)
    group = request.args.get("group", "")
    group = group if group in GROUPS else GROUPS[0]
    text = request.args.get("q", "")[:100]
    page = paging.load(queries.people_to_write_to(training.id, group, text), page=paging.requested(), per_page=20)
    return render_template(
        "enrolment/staff/invitations.html", training=training, group=group, text=text, page=page,
        letters={row.id: _letter(training, row, group) for row in page.items},
    )  # fmt: skip


def _letter(training: Training, row: Participation, group: str) -> dict[str, Any]:
    """Return the link of a person, the words to send in the training's language, and where WhatsApp sends them."""
    path = url_for("enrolment_public.invitation", uid=row.uid, proof=queries.proof_of(row.uid))
    link = f"{addresses.public_url()}{path}"
    facts = {"name": row.name_shown, "training": training.title, "link": link,
             "place": ", ".join(part for part in (training.venue, training.city) if part) or "–"}  # fmt: skip
    with force_locale(training.language):
        facts["days"] = day_range(training.starts, training.ends) if training.starts else "–"
        if group == "expected":
            words = _("Dear %(name)s, you are registered for %(training)s, %(days)s, %(place)s. Bring your letter of "
                      "assignment. If you cannot come, tell us here: %(link)s", **facts)  # fmt: skip
        else:
            words = _("Dear %(name)s, you are invited to %(training)s, %(days)s, %(place)s. Please answer here: "
                      "%(link)s", **facts)  # fmt: skip
    return {"link": link, "words": words, "wa_url": whatsapp.link(row.person.phone, words)}
