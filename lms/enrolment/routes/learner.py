"""What a training asks, as those see it who are registered."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock, files
from lms.core.errors import Missing, Refused
from lms.enrolment import actions, queries
from lms.enrolment.rules import questions as rules
from lms.questionnaires.forms import reply_of
from lms.questionnaires.rules import Reply, as_sent
from lms.trainings.models import Participation
from lms.web import guard

bp = Blueprint("enrolment_learner", __name__, url_prefix="/my/registrations")


@bp.route("/<uuid:uid>", methods=["GET", "POST"])
@guard.signed_in
def show(uid: UUID) -> ResponseReturnValue:
    """Show what a training asks me and what I answered, and keep what I change."""
    who = guard.principal()
    mine = queries.get_asked(who.person_id or 0, uid)
    if request.method == "GET":
        return _page(mine)
    reply = reply_of(request.form, request.files)
    try:
        actions.answer_own(uid, reply, by=who, now=clock.now())
    except Missing:
        raise
    except Refused as refusal:
        return _page(mine, reply, refusal), 422
    flash(_("Your answers are kept."), "success")
    return redirect(url_for("trainings_learner.show", uid=uid))


@bp.get("/<uuid:uid>/files/<key>")
@guard.signed_in
def file(uid: UUID, key: str) -> Response:
    """Give me the file that I sent."""
    mine = queries.get_asked(guard.principal().person_id or 0, uid)
    answer = queries.find_answer(mine.training_id, mine.person_id)
    found = queries.kept_file(answer.answers if answer else {}, key)
    return send_file(files.path_of(found), mimetype=found.media_type, as_attachment=True, download_name=found.name)


def _page(mine: Participation, reply: Reply | None = None, refusal: Refused | None = None) -> str:
    training = mine.training
    asked, answer = queries.questions_of(training.id), queries.find_answer(training.id, mine.person_id)
    kept: dict[str, Any] = answer.answers if answer else {}
    today = clock.today(training.zone)
    return render_template(
        "enrolment/learner/answers.html", training=training, asked=asked, wrong=refusal.fields if refusal else {},
        refusal=refusal.message if refusal else "", sent=reply.sent if reply else as_sent(asked, kept),
        left=rules.free_seats(asked, queries.taken_of(training.id, but=mine.person_id)),
        kept_files={key: one["name"] for key, one in kept.items() if isinstance(one, dict)},
        may_change=rules.may_still_answer(training, is_complete=bool(answer and answer.is_complete), today=today),
    )  # fmt: skip
