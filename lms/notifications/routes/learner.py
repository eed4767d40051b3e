"""One's own messages, and what one wants to be mailed about."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.accounts.permissions import is_person
from lms.core import clock, mail
from lms.core.errors import Missing, Refused
from lms.enrolment import queries as enrolment
from lms.notifications import actions, queries
from lms.notifications.forms import ChoicesForm
from lms.notifications.models import Message, Notice
from lms.notifications.rules import words
from lms.notifications.rules.targets import target
from lms.places.queries import site
from lms.web import guard, paging

bp = Blueprint("notifications_learner", __name__, url_prefix="/my/messages")


@bp.get("/")
@guard.allowed(is_person)
def index() -> ResponseReturnValue:
    """Show my messages, the newest first."""
    unread = request.args.get("show") == "unread"
    person_id = guard.principal().person_id or 0
    page = paging.load(queries.inbox_of(person_id, unread=unread), page=paging.requested(), per_page=30)
    return render_template(
        "notifications/learner/inbox.html", page=page, unread=unread, zone=queries.zone_of(person_id) or site().zone,
        words={row.id: words.words_of(row.kind, row.facts) for row in page.items},
        leads={row.id for row in page.items if target(row.kind, row.about, row.facts)},
    )  # fmt: skip


@bp.post("/<uuid:uid>/reading")
@guard.allowed(is_person)
def read(uid: UUID) -> ResponseReturnValue:
    """Note that I have read a message, and go where it leads."""
    message = actions.mark_read(uid, by=guard.principal(), now=clock.now())
    return redirect(_address(message) if request.form.get("go") else url_for(".index"))


@bp.post("/<uuid:uid>/waiting")
@guard.allowed(is_person)
def wait(uid: UUID) -> ResponseReturnValue:
    """Let a message be unread again."""
    actions.mark_unread(uid, by=guard.principal())
    return redirect(url_for(".index"))


@bp.get("/invitations/<uuid:uid>")
@guard.allowed(is_person)
def invited(uid: UUID) -> ResponseReturnValue:
    """Lead to my own invitation, which asks whether I come."""
    found = queries.find_own_participation(guard.principal(), uid)
    if found is None:
        raise Missing
    return redirect(url_for("enrolment_public.invitation", uid=uid, proof=enrolment.proof_of(uid)))


@bp.post("/readings")
@guard.allowed(is_person)
def read_all() -> ResponseReturnValue:
    """Note that I have read everything."""
    count = actions.mark_all_read(by=guard.principal(), now=clock.now())
    flash(ngettext("%(num)s message is marked as read.", "%(num)s messages are marked as read.", count), "success")
    return redirect(url_for(".index"))


@bp.route("/choices", methods=["GET", "POST"])
@guard.allowed(is_person)
def choices() -> ResponseReturnValue:
    """Choose what I get by mail."""
    who = guard.principal()
    form = ChoicesForm(words.kinds(), data=_chosen(who.person_id or 0))
    page: dict[str, Any] = {"form": form, "sends_mail": mail.is_set()}
    if request.method == "GET":
        return render_template("notifications/learner/choices.html", **page)
    try:
        if not form.validate():
            return render_template("notifications/learner/choices.html", **page), 422
        actions.choose_mail([Notice(kind) for kind in form.kinds.data or ()], zone=form.zone.data or "", by=who)
    except Refused as refusal:
        form.refuse(refusal)
        return render_template("notifications/learner/choices.html", **page), 422
    flash(_("Saved."), "success")
    return redirect(url_for(".choices"))


def _chosen(person_id: int) -> dict[str, Any]:
    wanted = [kind.value for kind, wants in queries.choices_of(person_id).items() if wants]
    return {"kinds": wanted, "zone": queries.zone_of(person_id)}


def _address(message: Message) -> str:
    found = target(message.kind, message.about, message.facts)
    return url_for(found[0], **found[1]) if found else url_for(".index")
