"""Every type is asked and answered through the doors, with and without a script, and no key is told before."""

import io
import json
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db
from lms.core.principals import Role
from lms.quizzes import actions, queries, rules
from lms.quizzes.models import AnswerFile, Attempt, BankEntry, QuestionState, ResponseStep
from lms.quizzes.rules.types import option_order
from tests import factories
from tests.quizzes.factories import Scene, ask, make_scene
from tests.quizzes.samples import SAMPLES, fields_of, twin
from tests.quizzes.test_actions import start

GRADED = [name for name in SAMPLES if name not in ("essay", "file", "description")]


@pytest.fixture
def scene(app: object) -> Scene:
    factories.make_site()
    return make_scene()


@pytest.fixture
def learner(client: Any, scene: Scene) -> Any:
    return client.sign_in(scene.person)


def form_of(attempt: Attempt, **more: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"nonce": str(uuid4()), "page_now": "1", **more}
    for item in queries.items_of(attempt.id):
        data[f"base-{item.uid}"] = str(item.sequence)
        for suffix, values in fields_of(*SAMPLES[item.version.type]).items():
            data[f"a-{item.uid}{suffix}"] = values
    return data


@pytest.mark.parametrize("kind", GRADED)
def test_a_page_shows_the_same_whatever_is_right(kind: str) -> None:
    question, _right = SAMPLES[kind]
    drawn = [Drawn(one) for one in (question, twin(question))]
    order = option_order(question, seed=3, position=1, shuffle=True)

    faces = [rules.face(one, order, None) for one in drawn]

    assert faces[0] == faces[1]
    assert question.options != twin(question).options


class Drawn:
    """A question as a version holds it."""

    def __init__(self, question: Any) -> None:
        self.type, self.options, self.settings = question.type, question.options, question.settings
        self.text = self.html = question.text


@pytest.mark.parametrize("kind", GRADED)
def test_every_type_is_answered_right_without_a_script(learner: Any, scene: Scene, kind: str) -> None:
    ask(scene, kind)
    attempt = start(scene)
    page = learner.get(f"/my/attempts/{attempt.uid}")

    data = form_of(attempt, submit="1")
    for name in data:
        if name.startswith("a-"):
            assert f'name="{name}"' in page.text
    answer = learner.post(f"/my/attempts/{attempt.uid}", data=data)

    assert db.session.scalar(select(Attempt.fraction)) == 1.0
    review = learner.get(answer.headers["Location"])
    assert "100 %" in review.text
    assert "RAHASIA umum" in review.text


@pytest.mark.parametrize("kind", GRADED)
def test_every_type_is_saved_by_the_script_and_shown_again(learner: Any, scene: Scene, kind: str) -> None:
    ask(scene, kind)
    attempt = start(scene)
    item = queries.items_of(attempt.id)[0]
    fields = fields_of(*SAMPLES[kind])
    step = {"uid": str(uuid4()), "item": str(item.uid), "fields": fields, "base_seq": 0, "device": "a"}

    told = learner.post(f"/my/attempts/{attempt.uid}/steps", json={"steps": [step]})

    assert told.json["steps"][0]["kind"] == "saved"
    response = queries.items_of(attempt.id)[0].response
    assert rules.grade(item.version, response).fraction == 1.0
    page = learner.get(f"/my/attempts/{attempt.uid}").text
    typed = sum(page.count(f' value="{values[0]}" ') for values in fields.values())
    shown = page.count(" checked") + page.count(" selected") + typed
    assert shown >= len(fields)


def test_no_key_reaches_the_page_of_an_attempt(learner: Any, scene: Scene) -> None:
    ask(scene, *SAMPLES)
    attempt = start(scene)
    page = learner.get(f"/my/attempts/{attempt.uid}")
    told = learner.post(f"/my/attempts/{attempt.uid}/steps", json={"steps": []})

    assert page.status_code == 200
    for secret in ("RAHASIA", "37.5", "inklusi", "dua", '"right"', "correct", "coords"):
        assert secret not in page.text, secret
        assert secret not in json.dumps(told.json)


@pytest.mark.database
def test_a_script_cannot_send_what_no_page_sends(learner: Any, scene: Scene) -> None:
    ask(scene, "shortanswer")
    attempt = start(scene)
    item = queries.items_of(attempt.id)[0]
    address = f"/my/attempts/{attempt.uid}"

    def send(**odd: Any) -> Any:
        step = {"uid": str(uuid4()), "item": str(item.uid), "fields": {"": ["x"]}, "base_seq": 0, **odd}
        return learner.post(f"{address}/steps", data=json.dumps({"steps": [step]}), content_type="application/json")

    for odd in ({"base_seq": 2**31}, {"base_seq": -1}, {"base_seq": True}, {"uid": 5}, {"item": []},
                {"at": "0001-01-01T00:00:00+14:00"}, {"at": "9999-12-31T23:59:59-12:00"}, {"at": 5}):  # fmt: skip
        assert send(**odd).status_code == 422, odd
    told = send(fields={"": ["Inklu\ud800si\0"]}, device="a\0", at="2026-01-01T00:00:00+07:00")

    assert told.json["steps"][0]["kind"] == "saved"
    assert 'value="Inklusi"' in learner.get(address).text
    form = {f"base-{item.uid}": "9" * 20, f"a-{item.uid}": "lain\0", "page": "9" * 20, "page_now": "-1"}
    assert learner.post(address, data=form).status_code == 302
    assert db.session.scalars(select(ResponseStep.response).order_by(ResponseStep.id)).all() == ["Inklusi", "lain"]


@pytest.mark.parametrize("fields", [{"": "x"}, {"": [1]}, [], {"-1": {"a": "b"}}, "x"])
def test_fields_that_are_none_are_refused(learner: Any, scene: Scene, fields: Any) -> None:
    attempt = start(scene)
    item = queries.items_of(attempt.id)[0]
    step = {"uid": str(uuid4()), "item": str(item.uid), "fields": fields, "base_seq": 0}
    assert learner.post(f"/my/attempts/{attempt.uid}/steps", json={"steps": [step]}).status_code == 422


def test_an_essay_leaves_the_score_open_until_a_person_decides(learner: Any, scene: Scene) -> None:
    ask(scene, "single", "essay", pass_mark=50)
    attempt = start(scene)
    essay = queries.items_of(attempt.id)[1]
    data = form_of(attempt, submit="1") | {f"a-{essay.uid}": "Perpustakaan kami membuka kelas baru."}
    answer = learner.post(f"/my/attempts/{attempt.uid}", data=data)

    done = db.session.scalars(select(Attempt)).one()
    assert (done.state, done.fraction, done.is_passed) == ("submitted", None, None)
    assert [item.id for item in db.session.scalars(queries.waiting_items())] == [essay.id]
    review = learner.get(answer.headers["Location"]).text
    assert "menunggu penilai" in review
    assert "Perpustakaan kami membuka kelas baru." in review
    assert learner.get(f"/my/quizzes/{scene.lesson_uid()}?participation={scene.participation.uid}").status_code == 200


def test_an_essay_that_was_not_written_waits_for_nobody(learner: Any, scene: Scene) -> None:
    ask(scene, "single", "essay")
    attempt = start(scene)
    learner.post(f"/my/attempts/{attempt.uid}", data=form_of(attempt, submit="1"))
    assert db.session.scalar(select(Attempt.fraction)) == 0.5
    assert db.session.scalars(queries.waiting_items()).all() == []


def test_files_are_kept_named_and_shown_to_their_sender_and_staff_only(client: Any, learner: Any, scene: Scene) -> None:
    ask(scene, "file")
    attempt = start(scene)
    item = queries.items_of(attempt.id)[0]
    pdf = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
    data = form_of(attempt, save="1") | {f"f-{item.uid}": (io.BytesIO(pdf), "Rencana tindak lanjut.pdf")}

    learner.post(f"/my/attempts/{attempt.uid}", data=data, content_type="multipart/form-data")

    row = db.session.scalars(select(AnswerFile)).one()
    assert queries.items_of(attempt.id)[0].response == [str(row.uid)]
    assert "Rencana tindak lanjut.pdf" in learner.get(f"/my/attempts/{attempt.uid}").text
    address = f"/files/answers/{row.uid}"
    with learner.get(address) as answer:
        assert answer.data == pdf
    client.sign_in(factories.make_person("Orang Lain"))
    assert client.get(address).status_code == 404
    client.sign_in(factories.make_staff(Role.ADMINISTRATOR))
    with client.get(address) as answer:
        assert answer.status_code == 200


def test_a_file_of_another_kind_or_of_somebody_else_is_not_taken(learner: Any, scene: Scene) -> None:
    ask(scene, "file")
    attempt = start(scene)
    item = queries.items_of(attempt.id)[0]
    data = form_of(attempt, save="1") | {f"f-{item.uid}": (io.BytesIO(b"words"), "a.txt")}
    learner.post(f"/my/attempts/{attempt.uid}", data=data, content_type="multipart/form-data")
    assert db.session.scalars(select(AnswerFile)).all() == []

    step = {"uid": str(uuid4()), "item": str(item.uid), "response": [str(uuid4())], "base_seq": 0}
    told = learner.post(f"/my/attempts/{attempt.uid}/steps", json={"steps": [step]})
    assert told.json["steps"][0]["kind"] == "saved"
    assert queries.items_of(attempt.id)[0].response is None


def test_a_rivals_answer_is_told_in_words(learner: Any, scene: Scene) -> None:
    ask(scene, "matching")
    attempt = start(scene)
    item = queries.items_of(attempt.id)[0]

    def send(device: str, response: Any) -> Any:
        step = {"uid": str(uuid4()), "item": str(item.uid), "response": response, "base_seq": 0, "device": device}
        return learner.post(f"/my/attempts/{attempt.uid}/steps", json={"steps": [step]}).json["steps"][0]

    right = SAMPLES["matching"][1]
    send("a", right)
    told = send("b", {"1": right["2"]})
    assert (told["kind"], told["said"]) == ("rival", "Jawa Barat → Bandung; Banten → Serang")


def test_a_question_that_was_met_in_an_older_version_counts_as_seen(app: object, scene: Scene) -> None:
    attempt = start(scene)
    item = queries.items_of(attempt.id)[0]
    entry = db.session.get_one(BankEntry, item.version.entry_id)
    by = factories.principal_of(factories.make_staff())
    said = queries.question_text(entry, item.version, [])
    changed = type(said)(**{**said.__dict__, "text": "Lain?"})
    actions.change_question(entry.uid, changed, state=QuestionState.READY, by=by, now=clock.now())
    newest = queries.versions_of(entry.id)[0]
    assert newest.id in queries.seen_versions(attempt.quiz_id, scene.participation.id)
