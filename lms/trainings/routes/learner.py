"""A participant's page of one training: the agenda, who to call, one's own status."""

from itertools import groupby
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Missing
from lms.trainings import actions, queries
from lms.trainings.models import FileKind
from lms.trainings.routes import papers
from lms.trainings.routes.content import content
from lms.trainings.rules.labels import capacities, states
from lms.web import guard, slots

bp = Blueprint("trainings_learner", __name__, url_prefix="/my/trainings")


@bp.get("/<uuid:uid>")
@guard.signed_in
def show(uid: UUID) -> ResponseReturnValue:
    """Show a training to somebody who is in it."""
    who = guard.principal()
    mine = queries.own_participations(who.person_id or 0, uid)
    if not mine:
        raise Missing
    training = mine[0].training
    sessions = [session for session in queries.sessions_of(training.id) if session.cancelled_at is None]
    days = groupby(sessions, key=lambda session: clock.local(session.starts_at, training.zone).date())
    return render_template(
        "trainings/learner/show.html", training=training, mine=mine, days=[(day, list(part)) for day, part in days],
        trainers=queries.trainers_of(session.id for session in sessions), modules=queries.modules_of(training.id),
        organisers=queries.organisers_of(training.id), capacities=capacities(), states=states(),
        cards=slots.cards("learner.cards", who, training),
        photos=queries.files_of(training.id, FileKind.PHOTO, public_only=True),
        materials=queries.files_of(training.id, FileKind.MATERIAL), may_show=queries.may_be_shown(mine[0].id),
    )  # fmt: skip


@bp.get("/<uuid:uid>/biodata.pdf")
@guard.signed_in
def biodata(uid: UUID) -> ResponseReturnValue:
    """Give my own biodata form, filled in as far as it is known."""
    mine = queries.own_participations(guard.principal().person_id or 0, uid)
    if not mine:
        raise Missing
    return papers.biodata_of_one(mine[0])


@bp.get("/files/<uuid:uid>")
@guard.signed_in
def file_content(uid: UUID) -> ResponseReturnValue:
    """Give a material, or a photo that may be shown, to those who take part."""
    return content(queries.get_shared_file(guard.principal(), uid))


@bp.post("/participations/<uuid:uid>/showing")
@guard.signed_in
def choose_showing(uid: UUID) -> ResponseReturnValue:
    """Say whether I may be shown on the photos of a training."""
    may_show = request.form.get("show") == "yes"
    training = actions.choose_showing(uid, may_show=may_show, by=guard.principal(), now=clock.now())
    flash(_("You may be shown on photos.") if may_show else _("Photos that show you are not published."), "success")
    return redirect(url_for(".show", uid=training.uid))
