"""Evaluations as those see them who are asked."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.questionnaires.rules import read_answers
from lms.surveys import actions, queries, rules
from lms.web import guard

bp = Blueprint("surveys_learner", __name__, url_prefix="/my/evaluations")


@bp.get("/")
@guard.signed_in
def index() -> ResponseReturnValue:
    """Show the evaluations that wait for me."""
    who, now = guard.principal(), clock.now()
    waiting = queries.waiting_for(who.person_id or 0, now=now)
    mentored = queries.waiting_for_mentor(who, now=now)
    return render_template("surveys/learner/index.html", waiting=waiting, mentored=mentored)


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


@bp.route("/<uuid:uid>/about/<uuid:participation>", methods=["GET", "POST"])
@guard.signed_in
def about(uid: UUID, participation: UUID) -> ResponseReturnValue:
    """Ask a mentor about a participant, and keep what is answered."""
    survey, whom = queries.get_spoken_of(guard.principal(), uid, participation)
    if queries.find_mentor_response(survey.id, whom.id) is not None:
        flash(_("This has been answered already. Thank you."), "success")
        return redirect(url_for(".index"))
    if request.method == "GET":
        standing = rules.standing_of(survey.opens_at, survey.closes_at, now=clock.now())
        return _page(survey, whom=whom, standing=standing), 200
    sent = request.form.to_dict(flat=False)
    answers, wrong = read_answers(survey.questions, sent)
    if wrong:
        return _page(survey, whom=whom, sent=sent, wrong=wrong), 422
    try:
        actions.answer_as_mentor(uid, participation, answers, by=guard.principal(), now=clock.now())
    except Missing:
        raise
    except Refused as refusal:
        return _page(survey, whom=whom, sent=sent, refusal=refusal.message), 422
    flash(_("Thank you. What you said helps the next training."), "success")
    return redirect(url_for(".index"))


def _page(survey: Any, **facts: Any) -> str:
    words = {"sent": {}, "wrong": {}, "refusal": "", "standing": rules.Standing.OPEN, "whom": None, **facts}
    return render_template("surveys/learner/show.html", survey=survey, training=survey.training, **words)
