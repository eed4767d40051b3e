"""Results of a training's pre- and post-tests."""

from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core.db import db
from lms.quizzes import queries, rules
from lms.quizzes.queries import Pair, TrainingGains
from lms.quizzes.routes.staff.door import bp
from lms.trainings import queries as trainings
from lms.trainings.models import Training
from lms.web import guard, paging, tables
from lms.web.tables import Column


@bp.get("/trainings/<uuid:uid>/tests")
@guard.signed_in
def results(uid: UUID) -> ResponseReturnValue:
    """Show who gained what in a training, matched by person, over all modules or in one."""
    training = trainings.get_training_within(guard.principal(), uid)
    scores = queries.module_scores(training.id)
    found = queries.gains(training.id, scores)
    chosen = next((one for one in found.modules if str(one.module.uid) == request.args.get("module")), None)
    pairs = scores[chosen.module.id] if chosen else queries.totals(scores)
    text = request.args.get("q", "").strip()
    people = queries.participants(training.id, text=text)
    if (kind := request.args.get("export")) in {"xlsx", "csv"}:
        return _export(str(kind), training, people, pairs)
    page = paging.load(people, page=paging.requested())
    return render_template(
        "quizzes/staff/results.html", training=training, found=found, chosen=chosen, page=page, pairs=pairs,
        text=text, blank=Pair(), attempts=queries.attempts_of_people([one.id for one in page.items]),
        gain=chosen.gains if chosen else found.total, missing=_missing(found, pairs),
        may_key=queries.marks_in(guard.principal(), training.id), rooms=queries.waiting_rooms(training),
    )  # fmt: skip


@bp.get("/attempts/<uuid:uid>")
@guard.signed_in
def attempt(uid: UUID) -> ResponseReturnValue:
    """Show somebody's attempt step by step."""
    found = queries.get_attempt_within(guard.principal(), uid)
    items = queries.items_of(found.id)
    grades = {item.id: rules.grade(item.version, item.response) for item in items}
    return render_template("quizzes/staff/attempt.html", attempt=found, items=items, grades=grades,
                           steps=queries.steps_of(found.id), summary=rules.summary, files=queries.file_names(items),
                           versions={item.id: item.version for item in items},
                           marks=queries.marks_of(items), grants=queries.grants_of(found),
                           may_change=queries.runs_attempt(guard.principal(), found),
                           zone=found.participation.training.zone)  # fmt: skip


def _missing(found: TrainingGains, pairs: dict[int, Pair]) -> int:
    """Return how many participants lack one of the two tests, or both."""
    return found.people - sum(1 for pair in pairs.values() if pair.gain is not None)


def _export(kind: str, training: Training, people: Any, pairs: dict[int, Pair]) -> ResponseReturnValue:
    columns = [Column(_("Name"), 32), Column(_("Office"), 32), Column(_("Pre-test")), Column(_("Post-test")),
               Column(_("Gain")), Column(_("Normalised gain"))]  # fmt: skip
    rows = (
        [one.name_shown, one.office_shown, *_numbers(pairs.get(one.id, Pair()))] for one in db.session.scalars(people)
    )
    return tables.export(kind, "tes", columns, rows, zone=training.zone)


def _numbers(pair: Pair) -> list[float | None]:
    share = rules.normalised_gain(pair.pre, pair.post) if pair.pre is not None and pair.post is not None else None
    return [None if value is None else round(value * 100, 2) for value in (pair.pre, pair.post, pair.gain)] + [share]
