"""What answers tell of a quiz and of its questions."""

from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from lms.catalogue import queries as catalogue
from lms.quizzes import queries
from lms.quizzes.forms import TYPE_NAMES
from lms.quizzes.models import Quiz
from lms.quizzes.queries import FormStatistics
from lms.quizzes.routes.staff.door import bp, reads
from lms.quizzes.rules.flags import Flag, is_misleading
from lms.trainings import queries as trainings
from lms.trainings.models import Training
from lms.web import guard, tables
from lms.web.tables import Column

WHICH: dict[str, Any] = {
    "highest": lazy_gettext("The best attempt"), "first": lazy_gettext("The first attempt"),
    "last": lazy_gettext("The last attempt"), "all": lazy_gettext("All attempts"),
}  # fmt: skip
FLAG_NAMES: dict[Flag, Any] = {
    Flag.NEGATIVE: lazy_gettext("the better people get it wrong"), Flag.WEAK: lazy_gettext("hardly tells people apart"),
    Flag.HARD: lazy_gettext("very hard"), Flag.EASY: lazy_gettext("very easy"),
    Flag.GUESSED: lazy_gettext("no better than a guess"),
    Flag.DISTRACTOR: lazy_gettext("a wrong answer misleads, or nobody takes it"),
}  # fmt: skip


@bp.get("/quizzes/<uuid:uid>/statistics")
@reads
def quiz_statistics(uid: UUID) -> ResponseReturnValue:
    """Show the statistics of a quiz by form, with its questions."""
    quiz = _quiz(uid)
    which = request.args.get("attempts", "highest")
    which = which if which in WHICH else "highest"
    training = _training()
    found = queries.quiz_statistics(
        guard.principal(), quiz.id, which=which, training_uid=training.uid if training else None
    )
    if (kind := request.args.get("export")) in {"xlsx", "csv"}:
        return _export(str(kind), found)
    return render_template("quizzes/staff/statistics.html", quiz=quiz, forms=found, which=which, choices=WHICH,
                           flags=FLAG_NAMES, training=training, types=TYPE_NAMES)  # fmt: skip


@bp.get("/quizzes/<uuid:uid>/statistics/<uuid:entry_uid>")
@reads
def answer_table(uid: UUID, entry_uid: UUID) -> ResponseReturnValue:
    """Show how often each answer to a question was given, by version."""
    quiz = _quiz(uid)
    entry = queries.get_entry_within(guard.principal(), entry_uid)
    training = _training()
    found = queries.answer_tables(guard.principal(), quiz.id, entry, training_uid=training.uid if training else None)
    return render_template("quizzes/staff/answers.html", quiz=quiz, entry=entry, tables=found, types=TYPE_NAMES,
                           misleads=is_misleading, training=training)  # fmt: skip


def _quiz(uid: UUID) -> Quiz:
    return queries.get_quiz(catalogue.get_lesson_within(guard.principal(), uid).id)


def _training() -> Training | None:
    """Return the training whose attempts alone are told of, where one is named."""
    uid = request.args.get("training", type=UUID)
    return trainings.get_training_within(guard.principal(), uid) if uid else None


def _export(kind: str, found: list[FormStatistics]) -> ResponseReturnValue:
    columns = [Column(_("Form")), Column(_("Key"), 24), Column(_("Question"), 60), Column("n"), Column(_("Facility")),
               Column(_("Standard deviation")), Column(_("Discrimination")), Column(_("Efficiency")),
               Column(_("Intended weight")), Column(_("Effective weight")),
               Column(_("What to look at"), 40)]  # fmt: skip
    rows = (
        [form.form, one.entry.key, one.newest.text, one.statistics.n, one.statistics.facility, one.statistics.deviation,
         one.statistics.discrimination, one.statistics.efficiency, one.statistics.intended_weight,
         one.statistics.effective_weight, ", ".join(str(FLAG_NAMES[flag]) for flag in one.flags)]
        for form in found for one in form.questions
    )  # fmt: skip
    return tables.export(kind, "statistik", columns, rows)
