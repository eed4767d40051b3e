"""My learning, and the lesson player."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue import queries as catalogue
from lms.catalogue.rules import Evidence
from lms.core import clock
from lms.learning import queries, rules
from lms.progress import actions as progress
from lms.progress import queries as hours
from lms.web import guard

bp = Blueprint("learning_learner", __name__, url_prefix="/my/learning")


@bp.get("/")
@guard.signed_in
def index() -> ResponseReturnValue:
    """Show my trainings with what comes next, and my lesson hours by year."""
    person_id = guard.principal().person_id or 0
    return render_template(
        "learning/learner/index.html",
        learnings=queries.my_learning(person_id),
        years=hours.jp_by_year(person_id),
        entries=hours.ledger_of(person_id),
    )


@bp.get("/<uuid:uid>")
@guard.signed_in
def show(uid: UUID) -> ResponseReturnValue:
    """Show the modules of one of my trainings, their steps, and the next one."""
    participation = queries.get_own(guard.principal(), uid)
    courses = queries.courses(participation)
    return render_template(
        "learning/learner/outline.html",
        participation=participation,
        training=participation.training,
        courses=courses,
        next_step=rules.next_step([step for course in courses for step in course.steps]),
    )


@bp.get("/<uuid:uid>/lessons/<uuid:lesson>")
@guard.signed_in
def show_lesson(uid: UUID, lesson: UUID) -> ResponseReturnValue:
    """Show a lesson's text, or lead to where its kind is opened."""
    participation = queries.get_own(guard.principal(), uid)
    course = queries.get_course_of(queries.courses(participation), lesson)
    step = next(step for step in course.steps if step.uid == lesson)
    if step.is_locked:
        return render_template("learning/learner/locked.html", participation=participation, step=step), 200
    opened_at = queries.kind_of(step).open_endpoint
    if opened_at:
        return redirect(url_for(opened_at, uid=lesson, participation=uid))
    before, after = rules.neighbours(course.steps, lesson)
    return render_template(
        "learning/learner/lesson.html",
        participation=participation,
        course=course,
        step=step,
        lesson=catalogue.get_release_lesson(course.release_id, lesson),
        before=before,
        after=after,
        at=course.steps.index(step) + 1,
    )


@bp.post("/<uuid:uid>/lessons/<uuid:lesson>/reading")
@guard.signed_in
def create_reading(uid: UUID, lesson: UUID) -> ResponseReturnValue:
    """Keep that I have read a lesson, and go on to the next."""
    participation = queries.get_own(guard.principal(), uid)
    course = queries.get_course_of(queries.courses(participation), lesson)
    step = next(step for step in course.steps if step.uid == lesson)
    kind = queries.kind_of(step)
    if not step.is_locked and kind.evidence in (Evidence.OPENED, Evidence.WATCHED):
        progress.record_evidence(participation.id, step.lesson_id, kind.evidence, now=clock.now())
    _before, after = rules.neighbours(course.steps, lesson)
    if after is None:
        return redirect(url_for(".show", uid=uid))
    return redirect(url_for(".show_lesson", uid=uid, lesson=after.uid))
