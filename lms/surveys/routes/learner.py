"""Evaluations as those see them who are asked."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Refused
from lms.questionnaires.rules import read_answers
from lms.surveys import actions, queries, rules
from lms.web import guard

bp = Blueprint("surveys_learner", __name__, url_prefix="/my/evaluations")


@bp.get("/")
@guard.signed_in
def index() -> ResponseReturnValue:
    """Show the evaluations that wait for me."""
    waiting = queries.waiting_for(guard.principal().person_id or 0, now=clock.now())
    return render_template("surveys/learner/index.html", waiting=waiting)


@bp.route("/<uuid:uid>", methods=["GET", "POST"])
@guard.signed_in
def show(uid: UUID) -> ResponseReturnValue:
    """Show the questions, and keep what is answered."""
    survey, participation = queries.get_own(guard.principal(), uid)
    if queries.find_receipt(survey.id, participation.id) is not None:
        flash(_("You have answered this evaluation. Thank you."), "success")
        return redirect(url_for(".index"))
    if request.method == "GET":
        standing = rules.standing_of(survey.opens_at, survey.closes_at, now=clock.now())
        return _page(survey, standing=standing), 200
    sent = request.form.to_dict(flat=False)
    answers, wrong = read_answers(survey.questions, sent)
    if wrong:
        return _page(survey, sent=sent, wrong=wrong), 422
    try:
        actions.answer(uid, answers, by=guard.principal(), now=clock.now())
    except Refused as refusal:
        return _page(survey, sent=sent, refusal=refusal.message), 422
    flash(_("Thank you. What you said helps the next training."), "success")
    return redirect(url_for(".index"))


def _page(survey: Any, **facts: Any) -> str:
    words = {"sent": {}, "wrong": {}, "refusal": "", "standing": rules.Standing.OPEN, **facts}
    return render_template("surveys/learner/show.html", survey=survey, training=survey.training, **words)
