"""Results of a training's pre- and post-tests."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from lms.core import numbers
from lms.core.db import db
from lms.enrolment import queries as enrolment
from lms.quizzes import actions, permissions, queries, rules
from lms.quizzes.models import Attempt, AttemptState, Method, Quiz
from lms.quizzes.queries import Pair, TrainingGains
from lms.quizzes.routes.staff.door import bp
from lms.quizzes.rules.marking import is_hidden_from
from lms.trainings import queries as trainings
from lms.trainings.models import Training
from lms.web import guard, paging, tables
from lms.web.tables import Column

MOST = 5000
ATTEMPT_NAMES: dict[str, Any] = {
    AttemptState.OPEN: lazy_gettext("open"), AttemptState.SUBMITTED: lazy_gettext("handed in"),
    AttemptState.EXPIRED: lazy_gettext("time was over"), AttemptState.ABANDONED: lazy_gettext("does not count"),
}  # fmt: skip
METHOD_NAMES: dict[str, Any] = {
    Method.ONLINE: lazy_gettext("on a screen"), Method.OFFLINE: lazy_gettext("without a line"),
    Method.PAPER: lazy_gettext("on paper"),
}  # fmt: skip
ACT_NAMES: dict[str, Any] = {
    "attempt.allowed": lazy_gettext("allowed one more attempt"), "attempt.ended": lazy_gettext("handed it in"),
    "attempt.put_aside": lazy_gettext("put this attempt aside"), "answer.marked": lazy_gettext("marked an answer"),
    "sheet.keyed": lazy_gettext("keyed it in from paper"),
}  # fmt: skip


@bp.get("/trainings/<uuid:uid>/tests")
@guard.signed_in
def results(uid: UUID) -> ResponseReturnValue:
    """Show who gained what in a training, matched by person, over all modules or in one."""
    training = trainings.get_training_within(guard.principal(), uid)
    scores = queries.module_scores(training.id)
    found = queries.gains(training.id, scores)
    chosen = next((one for one in found.modules if str(one.module.uid) == request.args.get("module")), None)
    pairs = scores[chosen.module.id] if chosen else queries.totals(scores)
    text, group = (request.args.get(name, "").strip()[:100] for name in ("q", "group"))
    people = queries.participants(training.id, text=text, group=group)
    if (kind := request.args.get("export")) in {"xlsx", "csv"}:
        return _export(str(kind), training, people, pairs)
    page = paging.load(people, page=paging.requested())
    return render_template(
        "quizzes/staff/results.html", training=training, found=found, chosen=chosen, page=page, pairs=pairs,
        text=text, group=group, groups=enrolment.groups_of(training.id), blank=Pair(),
        attempts=queries.attempts_of_people([one.id for one in page.items]),
        gain=chosen.gains if chosen else found.total, missing=_missing(found, pairs),
        may_key=queries.marks_in(guard.principal(), training.id), tests=_tests(training),
        rooms=queries.waiting_rooms(training),
    )  # fmt: skip


@bp.get("/trainings/<uuid:uid>/attempts")
@guard.signed_in
def attempts(uid: UUID) -> ResponseReturnValue:
    """List the attempts in a training, by test and state; the export of one test has every answer."""
    training = trainings.get_training_within(guard.principal(), uid)
    asked = {name: request.args.get(name, "").strip()[:100] for name in ("lesson", "state", "group", "sort")}
    text = request.args.get("q", "").strip()
    rows = queries.attempt_rows(training.id, text=text, **asked)
    if (kind := request.args.get("export")) in {"xlsx", "csv"}:
        return _export_attempts(str(kind), training, rows, asked["lesson"])
    page = paging.load(rows, page=paging.requested())
    return render_template(
        "quizzes/staff/attempts.html", training=training, page=page, text=text,
        aside=queries.kept_aside([one.id for one in page.items]),
        asked=asked, lessons=queries.tried_lessons(training.id), states=ATTEMPT_NAMES, methods=METHOD_NAMES,
        address=paging.address, groups=enrolment.groups_of(training.id),
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
                           numbers={item.position: item.number for item in items},
                           marks=_seen_marks(found, items), grants=queries.grants_of(found), acts=ACT_NAMES,
                           trail=queries.attempt_trail(found), states=ATTEMPT_NAMES, methods=METHOD_NAMES,
                           may_change=queries.runs_attempt(guard.principal(), found),
                           zone=found.participation.training.zone)  # fmt: skip


def _seen_marks(found: Attempt, items: Sequence[Any]) -> dict[int, Any]:
    """Return the marks by answer, without those that a second marker must not see yet."""
    by, needs = guard.principal().id, found.quiz.needs_second_marker
    return {
        key: [] if is_hidden_from(by, actions.given(marks), needs_second=needs) else marks
        for key, marks in queries.marks_of(items).items()
    }


def _tests(training: Training) -> dict[int, list[Quiz]]:
    """Return the tests of a training's modules, for those who read the statistics of their questions."""
    if not permissions.may_see_drafts(guard.principal()):
        return {}
    found: dict[int, list[Quiz]] = {}
    for quiz, module, _release in queries.quizzes_of(training.id):
        found.setdefault(module.id, []).append(quiz)
    return found


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


def _export_attempts(kind: str, training: Training, rows: Any, lesson: str) -> ResponseReturnValue:
    lesson_id = numbers.plain(lesson, most=numbers.MOST_ID)
    count = 0 if lesson_id is None else queries.most_questions(training.id, lesson_id)
    columns = [Column(_("Name"), 32), Column(_("Office"), 32), Column(_("Module"), 24), Column(_("Test"), 24),
               Column(_("Form")), Column(_("Attempt")), Column(_("Taken")), Column(_("State")), Column(_("Begun")),
               Column(_("Handed in")), Column(_("Minutes")), Column(_("Score in per cent")),
               Column(_("Passed or not"))]  # fmt: skip
    for number in range(1, count + 1):
        columns += [Column(_("Answer %(n)s", n=number), 24), Column(_("Points of %(n)s in per cent", n=number))]
    found = db.session.scalars(rows.limit(MOST)).all()
    answers = queries.answers_by_attempt([one.id for one in found]) if count else {}
    table = ([*_row(one), *_answers(answers.get(one.id, {}), count)] for one in found)
    return tables.export(kind, "percobaan", columns, table, zone=training.zone)


def _row(one: Attempt) -> list[Any]:
    took = (one.submitted_at - one.started_at).total_seconds() / 60 if one.submitted_at else None
    return [
        one.participation.name_shown, one.participation.office_shown, one.quiz.lesson.module.title,
        one.quiz.lesson.title, one.form, one.number, METHOD_NAMES[one.method], ATTEMPT_NAMES[one.state],
        one.started_at, one.submitted_at, None if took is None else round(took, 1), _per_cent(one.fraction),
        None if one.is_passed is None else _("yes") if one.is_passed else _("no"),
    ]  # fmt: skip


def _answers(known: Mapping[int, Any], count: int) -> list[Any]:
    """Return what was answered to each question of an attempt, and what it earned."""
    found: list[Any] = []
    for number in range(1, count + 1):
        item = known.get(number)
        found += [rules.summary(item.version, item.response), _per_cent(item.fraction)] if item else [None, None]
    return found


def _per_cent(fraction: float | None) -> float | None:
    return None if fraction is None else round(fraction * 100, 2)


def _numbers(pair: Pair) -> list[float | None]:
    share = rules.normalised_gain(pair.pre, pair.post) if pair.pre is not None and pair.post is not None else None
    return [None if value is None else round(value * 100, 2) for value in (pair.pre, pair.post, pair.gain)] + [share]
