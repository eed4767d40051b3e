"""What the participants of the event said: of each session, each trainer, and the training; months later too."""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from lms.core.clock import at
from lms.core.db import db
from lms.demo.actions.ground import Ground, Known
from lms.demo.actions.people import givers
from lms.demo.actions.rows import add, keep, one
from lms.demo.rules.chance import chance, uid
from lms.demo.rules.words import words
from lms.questionnaires.models import Questionnaire, QuestionnaireVersion
from lms.questionnaires.rules import Kind
from lms.surveys.models import Aim, MentorResponse, Survey, SurveyForm, SurveyReceipt, SurveyResponse
from lms.surveys.queries.surveys import is_asked, taught_sessions
from lms.surveys.rules import USUAL, USUAL_OF_MENTORS, follow_up_days
from lms.trainings.models import Participation, Training

ZONE = "Asia/Jakarta"
MENTOR = "mentor"  # stands beside the aims: a follow-up that asks mentors
Forms = dict[str, tuple[int, int, list[dict[str, Any]]]]
RATE = {Aim.SESSION: 0.72, Aim.TRAINER: 0.78, Aim.TRAINING: 0.88, Aim.FOLLOW_UP: 0.64}
LEVEL = {Aim.SESSION: 4.2, Aim.TRAINER: 4.4, Aim.TRAINING: 4.3, Aim.FOLLOW_UP: 3.8}


def make_forms(ground: Ground) -> Forms:
    """Make the programme's usual forms, each with the version that is put before people: (form, version, questions)."""
    made: Forms = {}
    for aim, name, questions in [*USUAL, (MENTOR, *USUAL_OF_MENTORS)]:
        real = Aim.FOLLOW_UP if aim == MENTOR else aim
        asked = add(Questionnaire, [{"uid": uid("questionnaire", aim), "owner": "survey_form", "questions": questions,
                                     "keys_given": len(questions)}])[0]  # fmt: skip
        form = add(SurveyForm, [{"uid": uid("survey form", aim), "programme_id": ground.programme_id, "aim": real,
                                 "asks_mentor": aim == MENTOR, "name": name, "questionnaire_id": asked,
                                 "archived_at": None}])[0]  # fmt: skip
        version = one(QuestionnaireVersion, questionnaire_id=asked, number=1, questions=questions, made_at=ground.now)
        made[aim] = (form, version, questions)
    return made


def ask_about_yesterday(
    ground: Ground, training_id: int, sessions: Sequence[tuple[int, str]], *, silent: Container[int]
) -> None:
    """Let the running training ask about its first sessions (id, title), which some (participations) left open."""
    training = db.session.get_one(Training, training_id)
    forms = _forms()
    first, last = training.starts or ground.now.date(), training.ends or ground.now.date()
    times = (at(first, 0, 0, ZONE), at(last + timedelta(days=7), 23, 59, ZONE))
    rows = [_survey(training, forms, Aim.SESSION, title, times, session_id=key) for key, title in sessions]
    _answer(add(Survey, rows), rows, {Aim.SESSION: forms[Aim.SESSION][2]}, silent=silent)


def evaluate(ground: Ground, training_id: int, mentors: Mapping[int, Known]) -> None:
    """Let those who were there say what they think of the event, and what became of it 90 and 180 days later."""
    training, forms = db.session.get_one(Training, training_id), make_forms(ground)
    sessions, trainers = taught_sessions(training_id)
    ends: date = training.ends or ground.now.date()
    week = (at(training.starts or ends, 0, 0, ZONE), at(ends + timedelta(days=7), 23, 59, ZONE))
    rows = [_survey(training, forms, Aim.SESSION, s.title, week, session_id=s.id) for s in sessions]
    rows += [_survey(training, forms, Aim.TRAINER, who.name_shown, week, trainer_id=key)
             for key, who in sorted(trainers.items())]  # fmt: skip
    rows.append(_survey(training, forms, Aim.TRAINING, training.title, week))
    keys = add(Survey, rows)
    _answer(keys, rows, {aim: questions for aim, (_form, _version, questions) in forms.items()})
    follow_up(training, ends, mentors)


def follow_up(
    training: Training, ends: date, mentors: Mapping[int, Known], *, silent: Container[int] = (), first: int = 2
) -> None:
    """Ask participants and mentors (by participation) 90 and 180 days later; the `first` of the two were answered."""
    forms = _forms()
    rows, about = [], []
    for days, opens, closes in follow_up_days(ends):
        title, times = f"{training.title}: {days} hari kemudian", (at(opens, 0, 0, ZONE), at(closes, 23, 59, ZONE))
        rows.append(_survey(training, forms, Aim.FOLLOW_UP, title[:300], times, is_anonymous=False))
        about.append(_survey(training, forms, MENTOR, f"{title}, kata pendamping"[:300], times, is_anonymous=False))
    keys, words = add(Survey, rows), add(Survey, about)
    _answer(keys[:first], rows[:first], {Aim.FOLLOW_UP: forms[Aim.FOLLOW_UP][2]}, silent=silent)
    keep(MentorResponse, [
        {"survey_id": key, "participation_id": who, "by": mentor.principal_id, "name": mentor.shown_name,
         "day": row["opens_at"].date() + timedelta(days=luck.randint(1, 4)),
         "answers": _answers(forms[MENTOR][2], LEVEL[Aim.FOLLOW_UP], luck)}
        for key, row in zip(words[:first], about[:first], strict=True)
        for who, mentor in mentors.items()
        if (luck := chance("mentor", row["uid"], mentor.id, who)).random() < 0.6 and who not in silent
    ])  # fmt: skip


def mentors_of(ground: Ground, people: Iterable[tuple[int, str]]) -> dict[int, Known]:
    """Return who accompanies the managers among these people (participation, person): who gave their replication."""
    found = {}
    for participation_id, key in people:
        kind, _mark, rest = key.partition("/")
        if kind == "m":
            code, index, _who = rest.split("/")
            found[participation_id] = ground.people[givers(ground, code, int(index))[0]]
    return found


def _forms() -> Forms:
    rows = db.session.execute(
        select(SurveyForm.aim, SurveyForm.asks_mentor, SurveyForm.id, QuestionnaireVersion.id,
               QuestionnaireVersion.questions)
        .join(QuestionnaireVersion, QuestionnaireVersion.questionnaire_id == SurveyForm.questionnaire_id)
    )  # fmt: skip
    return {MENTOR if of_mentor else aim: (form, version, asked) for aim, of_mentor, form, version, asked in rows}


def _survey(
    training: Training, forms: Forms, aim: str, title: str, times: tuple[datetime, datetime], *,
    session_id: int | None = None, trainer_id: int | None = None, is_anonymous: bool = True,
) -> dict[str, Any]:  # fmt: skip
    form, version, _questions = forms[aim]
    return {
        "uid": uid("survey", training.uid, aim, session_id, trainer_id, times[0]), "training_id": training.id,
        "form_id": form, "aim": Aim.FOLLOW_UP if aim == MENTOR else Aim(aim), "asks_mentor": aim == MENTOR,
        "session_id": session_id, "trainer_id": trainer_id, "title": title,
        "version_id": version, "is_anonymous": is_anonymous, "opens_at": times[0], "closes_at": times[1],
        "created_by": None, "created_at": times[0],
    }  # fmt: skip


def _answer(
    keys: Sequence[int], rows: Sequence[Mapping[str, Any]], questions: Mapping[str, Any], *, silent: Container[int] = ()
) -> None:
    """Let those who are asked answer by chance, but those who are silent."""
    asked: dict[int, list[int]] = {key: [] for key in keys}
    pairs = select(Survey.id, Participation.id).join(Participation, Participation.training_id == Survey.training_id)
    for survey_id, participation_id in db.session.execute(
        pairs.where(Survey.id.in_(keys), is_asked()).order_by(Survey.id, Participation.id)
    ):
        asked[survey_id].append(participation_id)
    receipts, responses = [], []
    for key, row in zip(keys, rows, strict=True):
        luck = chance("evaluation", row["uid"])
        level = LEVEL[row["aim"]] + luck.uniform(-0.35, 0.3)
        for number, who in enumerate(asked[key]):
            if who not in silent and luck.random() < RATE[row["aim"]]:
                receipts.append({"survey_id": key, "participation_id": who})
                responses.append({
                    "id": uid("response", row["uid"], number), "survey_id": key, "is_anonymous": row["is_anonymous"],
                    "participation_id": None if row["is_anonymous"] else who,
                    "day": row["opens_at"].date() + timedelta(days=luck.randint(1, 5)),
                    "answers": _answers(questions[row["aim"]], level, luck),
                })  # fmt: skip
    keep(SurveyReceipt, receipts)
    keep(SurveyResponse, responses)


def _answers(questions: Iterable[Mapping[str, Any]], level: float, luck: Random) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for question in questions:
        if question["kind"] == Kind.SCALE:
            answers[question["key"]] = min(5, max(1, round(luck.gauss(level, 0.75))))
        elif question["kind"] == Kind.CHOICE:
            answers[question["key"]] = luck.choices((0, 1, 2), (5, 3, 2))[0]
        elif luck.random() < 0.15:
            answers[question["key"]] = luck.choice(words("event")["said"])
    return answers
