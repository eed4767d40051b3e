"""The waiting room of a quiz as its staff see it."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from lms.core import clock
from lms.quizzes import queries
from lms.quizzes.queries.lobby import STATES
from lms.quizzes.routes.staff.door import bp
from lms.trainings import queries as trainings
from lms.web import guard, paging


@bp.get("/trainings/<uuid:uid>/tests/<uuid:lesson_uid>/lobby")
@guard.signed_in
def lobby(uid: UUID, lesson_uid: UUID) -> ResponseReturnValue:
    """Show who waits, who has the questions ready, who has begun; the page asks for the next by itself."""
    training = trainings.get_training_within(guard.principal(), uid)
    quiz, now = queries.get_waiting_room(training, lesson_uid), clock.now()
    text, state = request.args.get("q", "").strip(), request.args.get("state", "")
    people = queries.waiting_people(quiz, training, now=now, text=text, state=state)
    return render_template(
        "quizzes/staff/lobby.html", training=training, quiz=quiz, now=now, text=text, state=state, states=STATES,
        page=paging.load(people, page=paging.requested(), scalars=False),
        counts=queries.waiting_counts(quiz, training, now=now),
    )  # fmt: skip
