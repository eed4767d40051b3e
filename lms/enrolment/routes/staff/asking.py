"""What a training asks those who register: its questions, the answers by person, seats, exports."""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from lms.core import addresses, clock, files
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.enrolment import actions, queries
from lms.enrolment.models import OwnQuestions
from lms.enrolment.routes.staff.door import bp, nominators
from lms.enrolment.rules import questions as rules
from lms.enrolment.rules.asked_rows import file_cell
from lms.enrolment.rules.columns import BY_FIELD
from lms.questionnaires import queries as questionnaires
from lms.questionnaires.forms import reply_of
from lms.questionnaires.rules import CHOOSING, Kind, Reply, as_sent, plain, words_of
from lms.trainings import queries as trainings
from lms.trainings.models import Training
from lms.trainings.rules.labels import capacities
from lms.web import guard, paging, qr, tables
from lms.web.i18n import said
from lms.web.tables import Column

EXPORTED = ("name", "phone", "office", "region", "capacity", "uid")


@bp.get("/trainings/<uuid:uid>/registration")
@guard.signed_in
def asking(uid: UUID) -> ResponseReturnValue:
    """Show what a training asks, how many chose what, and the answers by person."""
    who = guard.principal()
    training = trainings.get_training_within(who, uid)
    own = queries.find_own_questions(training.id)
    text, picked = request.args.get("q", "")[:100], request.args.get("picked", "")[:20]
    if own is None:
        return render_template(
            "enrolment/staff/asking.html", training=training, own=None, runs=trainings.may_run(who, training.id)
        )
    statement = queries.answer_rows(training.id, text=text, picked=picked)
    if request.args.get("export") in {"xlsx", "csv"}:
        return _export(training, own, statement, request.args["export"])
    page, taken = paging.load(statement, page=paging.requested(), scalars=False), queries.taken_of(training.id)
    columns = _columns(own)
    told = {answer.id: {q["key"]: words_of(q, answer.answers, said) for q in answer.version.questions}
            for _participation, answer in page.items if answer}  # fmt: skip
    return render_template(
        "enrolment/staff/asking.html", training=training, own=own, runs=trainings.may_run(who, training.id), page=page,
        told=told, asked=columns[:4], asks_files=any(question["kind"] == Kind.FILE for question in columns), text=text,
        picked=picked, taken=taken, answered=queries.count_answered(training.id), address=paging.address,
        choosing=[question for question in own.questionnaire.questions if question["kind"] in CHOOSING],
    )  # fmt: skip


@bp.post("/trainings/<uuid:uid>/registration/questions")
@guard.signed_in
def begin_questions(uid: UUID) -> ResponseReturnValue:
    """Begin to ask something."""
    made = actions.begin_questions(uid, by=guard.principal())
    return redirect(url_for("questionnaires_staff.show", uid=made.uid))


@bp.route("/participations/<uuid:uid>/answers", methods=["GET", "POST"])
@guard.signed_in
def participant_answers(uid: UUID) -> ResponseReturnValue:
    """Answer for somebody in a training that one runs."""
    who = guard.principal()
    found = trainings.get_participation_within(who, uid)
    if not trainings.may_run(who, found.training_id) or found.capacity not in queries.ASKED:
        raise Missing
    at_desk = request.args.get("at") == "desk"
    there = url_for("trainings_staff.participation", uid=uid)
    back = url_for(".desk", uid=found.training.uid) if at_desk else there
    act = actions.answer_for_participant
    later = _later(uid) if at_desk else {}
    return _answer(found.training, found.person_id, found.name_shown, back, lambda *a, **k: act(uid, *a, **k), **later)


@bp.route("/nominations/<uuid:uid>/answers", methods=["GET", "POST"])
@nominators
def nominee_answers(uid: UUID) -> ResponseReturnValue:
    """Answer for somebody whom one's office sends."""
    found = queries.get_nomination_within(guard.principal(), uid)
    back = url_for(".letter", uid=found.delegation.uid)
    act = actions.answer_for_nominee
    return _answer(found.training, found.person_id, found.person.shown_name, back, lambda *a, **k: act(uid, *a, **k))


@bp.get("/trainings/<uuid:uid>/registration/files/<uuid:answer>/<key>")
@guard.signed_in
def answer_file(uid: UUID, answer: UUID, key: str) -> Response:
    """Give staff the file that somebody sent."""
    training = trainings.get_training_within(guard.principal(), uid)
    found = queries.kept_file(queries.get_answer_in(training.id, answer).answers, key)
    return send_file(files.path_of(found), mimetype=found.media_type, as_attachment=True, download_name=found.name)


def _later(uid: UUID) -> dict[str, Any]:
    """Return how somebody at the desk answers later: the door that notes it, and the personal link as a code."""
    path = url_for("enrolment_public.invitation", uid=uid, proof=queries.proof_of(uid))
    link = f"{addresses.public_url()}{path}"
    return {"later": url_for(".put_off", uid=uid), "link": link, "picture": qr.svg(link, label=_("Questions"))}


def _answer(
    training: Training, person_id: int, name: str, back: str, act: Any, **later: Any
) -> ResponseReturnValue:  # fmt: skip
    page = {"training": training, "name": name, "back": back, **later}
    if request.method == "GET":
        return _form(page, person_id)
    who: Principal = guard.principal()
    reply = reply_of(request.form, request.files)
    try:
        act(reply, by=who, now=clock.now())
    except Missing:
        raise
    except Refused as refusal:
        return _form(page, person_id, reply, refusal), 422
    flash(_("The answers of %(name)s are kept.", name=name), "success")
    return redirect(back)


def _form(page: dict[str, Any], person_id: int, reply: Reply | None = None, refusal: Refused | None = None) -> str:
    training: Training = page["training"]
    asked, answer = queries.questions_of(training.id), queries.find_answer(training.id, person_id)
    kept: dict[str, Any] = answer.answers if answer else {}
    return render_template(
        "enrolment/staff/answers.html", **page, asked=asked,
        wrong=refusal.fields if refusal else {}, refusal=refusal.message if refusal else "",
        sent=reply.sent if reply else as_sent(asked, kept),
        left=rules.free_seats(asked, queries.taken_of(training.id, but=person_id)),
        kept_files={key: one["name"] for key, one in kept.items() if isinstance(one, dict)},
    )  # fmt: skip


def _columns(own: OwnQuestions) -> list[Any]:
    versions = questionnaires.versions_of(own.questionnaire.id).values()
    return rules.ever_asked(own.questionnaire.questions, [version.questions for version in reversed(list(versions))])


def _export(training: Training, own: OwnQuestions, statement: Any, kind: str) -> Response:
    asked, words = _columns(own), capacities()
    indonesian = str(get_locale()) == "id"
    known = [BY_FIELD[name] for name in EXPORTED]
    columns = [Column(one.indonesian if indonesian else one.english, one.width) for one in known]
    columns += [Column(said(dict(question["label"])), 24) for question in asked]
    rows = (
        [part.person.full_name, part.person.phone or "", part.office_shown, part.region.code if part.region else "",
         words[part.capacity], str(part.person.uid), *_cells(asked, answer, training)]
        for part, answer in db.session.execute(statement)
    )  # fmt: skip
    return tables.export(kind, f"registration-{training.uid}", columns, rows, zone=training.zone)


def _cells(asked: list[Any], answer: Any, training: Training) -> list[Any]:
    if answer is None:
        return [None] * len(asked)
    meant = {question["key"]: question for question in answer.version.questions}
    return [_cell(meant.get(question["key"], question), answer, training) for question in asked]


def _cell(question: Any, answer: Any, training: Training) -> Any:
    found = plain(question, answer.answers, said)
    if found is None or question["kind"] != Kind.FILE:
        return found
    path = url_for(".answer_file", uid=training.uid, answer=answer.uid, key=question["key"])
    return file_cell(found, f"{addresses.public_url()}{path}")
