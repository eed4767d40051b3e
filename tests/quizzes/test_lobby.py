"""The waiting room: sealed questions before the start, their key at the start, and nothing readable in between."""

import gzip
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select

from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.principals import Role
from lms.quizzes import actions, queries
from lms.quizzes.models import Attempt, LobbyPlace, Quiz, Slot
from lms.quizzes.rules import lobby
from lms.quizzes.rules.opening import Earlier, Terms
from tests import factories
from tests.quizzes.factories import Scene, ask, make_scene

SOON = timedelta(minutes=10)


@pytest.fixture
def scene(app: object) -> Iterator[Scene]:
    factories.make_site()
    return make_scene(opens_at=clock.now() + SOON)


class Room:
    """The waiting room through its doors."""

    def __init__(self, learner: Any, scene: Scene) -> None:
        self.learner, self.scene = learner, scene
        self.address = f"/my/quizzes/{scene.lesson_uid()}/lobby"
        self.whose = {"participation": str(scene.participation.uid)}

    def enter(self) -> Any:
        return self.learner.post(self.address, data=self.whose)

    def get(self, door: str = "") -> Any:
        return self.learner.get(self.address + door, query_string=self.whose)

    def say(self, door: str, **said: str) -> Any:
        return self.learner.post(self.address + door, query_string=self.whose, json=said)

    def opens(self, at: Any) -> None:
        with transaction():
            db.session.get_one(Quiz, queries.get_quiz(self.scene.lessons["pre-test"].id).id).opens_at = at


@pytest.fixture
def room(client: Any, scene: Scene) -> Room:
    return Room(client.sign_in(scene.person), scene)


def unsealed(box: bytes, key: str, attempt_uid: UUID) -> str:
    return gzip.decompress(AESGCM(bytes.fromhex(key)).decrypt(box[:12], box[12:], attempt_uid.bytes)).decode()


@pytest.mark.parametrize(
    ("minutes", "may"), [(-61, False), (-60, True), (-1, True), (0, False), (5, False)]
)  # fmt: skip
def test_one_waits_within_the_hour_before_a_quiz_opens(minutes: int, may: bool) -> None:
    opens = clock.now()
    now = opens + timedelta(minutes=minutes)
    assert lobby.may_wait(Terms(opens_at=opens), [], is_training_open=True, now=now) is may
    assert not lobby.may_wait(Terms(), [], is_training_open=True, now=now)
    assert not lobby.may_wait(Terms(opens_at=opens), [], is_training_open=False, now=now)
    used = Terms(opens_at=opens, attempts_allowed=1)
    assert not lobby.may_wait(used, [Earlier(now)], is_training_open=True, now=now)


@given(st.integers(0, 2000), st.integers(0, 3600))
def test_nobody_waits_longer_than_the_spread_or_is_given_more_than_was_waited(number: int, seconds: int) -> None:
    opens = clock.now()
    turn = lobby.turn(number)
    made_up = lobby.made_up(number, opens_at=opens, now=opens + timedelta(seconds=seconds))
    assert timedelta() <= turn < lobby.LONGEST_WAIT
    assert made_up == min(turn, timedelta(seconds=seconds))


@given(st.uuids(), st.integers(0, 600))
def test_what_is_handed_in_by_itself_arrives_within_half_of_the_grace(uid: UUID, grace: int) -> None:
    assert timedelta() <= lobby.hands_in_after(uid, grace_seconds=grace) <= timedelta(seconds=grace) / 2


def test_two_hundred_and_ten_people_begin_one_after_another() -> None:
    turns = [lobby.turn(number) for number in range(210)]
    assert len(set(turns)) == 210


@given(st.text(), st.uuids())
def test_what_is_sealed_opens_with_its_key_for_its_attempt_only(page: str, uid: UUID) -> None:
    key, other = "ab" * 32, uuid4()
    box = lobby.seal(page, key=key, iv=bytes(12), attempt_uid=uid)
    assert unsealed(box, key, uid) == page
    for wrong_key, whose in ((("cd" * 32), uid), (key, other)):
        with pytest.raises(InvalidTag):
            unsealed(box, wrong_key, whose)


@pytest.mark.database
def test_the_questions_lie_sealed_on_the_device_and_open_at_the_start_as_the_attempt_asks_them(room: Room) -> None:
    ask(room.scene, "single", "matching", "dragpicture", "essay", shuffle_questions=True, time_limit=30, per_page=2)
    assert room.enter().headers["Location"].endswith(f"/lobby?participation={room.scene.participation.uid}")
    page, box = room.get(), room.get("/questions")
    place = db.session.scalars(select(LobbyPlace)).one()
    for secret in (b"RAHASIA", b"Bandung", b"data-item", place.key.encode(), bytes.fromhex(place.key)):
        assert secret not in page.data, secret
        assert secret not in box.data, secret
    holds = box.headers["X-Pelita-Digest"]
    assert box.headers["Cache-Control"] == "no-store"
    told = room.say("/presence", holds=holds).json
    assert (set(told), told["digest"]) == ({"now", "opens", "digest"}, holds)

    assert {room.say(door, holds="x" * 3000).status_code for door in ("/presence", "/opening")} == {413}

    early = room.say("/opening", holds=holds)
    assert (early.status_code, set(early.json)) == (422, {"refused", "now"})
    assert db.session.scalars(select(Attempt)).all() == []

    room.opens(clock.now())
    begun = room.say("/opening", holds=holds).json
    attempt = db.session.scalars(select(Attempt)).one()
    assert begun["address"] == f"/my/attempts/{attempt.uid}"
    opened = unsealed(box.data, begun["key"], attempt.uid)
    asked = [f'data-item="{item.uid}"' for item in queries.items_of(attempt.id)]
    places = [opened.index(one) for one in [asked[0], asked[1], 'data-page="2" hidden', asked[2], asked[3]]]
    assert places == sorted(places)
    assert 'href="data:image/png;base64,' in opened
    assert "Bandung" in opened
    assert "RAHASIA" not in opened
    spread = lobby.hands_in_after(attempt.uid, grace_seconds=attempt.grace_seconds)
    assert f'data-spread="{round(spread.total_seconds() * 1000)}"' in opened
    assert begun["deadline"] == attempt.deadline_at.isoformat()
    stripped = [part.partition(" value=")[0] for part in opened.split("<input")]
    shown = "".join(room.learner.get(f"{begun['address']}?page={page}").text for page in (1, 2))
    assert all(part in shown for part in stripped if part.startswith(' type="radio"'))


def test_a_key_is_told_only_for_questions_that_are_asked_and_not_yet_answered(room: Room) -> None:
    room.enter()
    holds = room.get("/questions").headers["X-Pelita-Digest"]
    with transaction():
        db.session.execute(delete(Slot).where(Slot.position == 1))
    assert room.say("/presence", holds=holds).json["digest"] != holds
    assert db.session.scalars(select(LobbyPlace.ready_at)).one() is None
    room.opens(clock.now())
    assert set(room.say("/opening", holds=holds).json) == {"address", "now"}

    attempt = db.session.scalars(select(Attempt)).one()
    right = lobby.digest(attempt.form, "deferred", queries.items_of(attempt.id))
    assert "key" in room.say("/opening", holds=right).json
    item = queries.items_of(attempt.id)[0]
    step = {"uid": str(uuid4()), "item": str(item.uid), "response": "1", "base_seq": 0}
    room.learner.post(f"/my/attempts/{attempt.uid}/steps", json={"steps": [step]})
    assert set(room.say("/opening", holds=right).json) == {"address", "now"}
    assert len(db.session.scalars(select(Attempt)).all()) == 1


def test_a_quiz_that_lost_its_questions_seals_none(room: Room) -> None:
    room.enter()
    with transaction():
        db.session.execute(delete(Slot))
    assert room.get("/questions").status_code == 404
    room.opens(clock.now())
    assert room.say("/opening").status_code == 422
    assert db.session.scalars(select(LobbyPlace.opened_at)).one() is None


def test_whoever_waits_for_their_turn_has_the_time_of_the_first(room: Room) -> None:
    room.enter()
    now = clock.now()
    with transaction():
        db.session.scalars(select(LobbyPlace)).one().number = 100
        quiz = db.session.get_one(Quiz, queries.get_quiz(room.scene.lessons["pre-test"].id).id)
        quiz.opens_at, quiz.closes_at, quiz.time_limit = now, now + timedelta(minutes=20), None
    scene, later = room.scene, now + timedelta(seconds=5)
    attempt = actions.start(scene.participation.uid, scene.lesson_uid(), by=scene.by, now=later)
    assert attempt.deadline_at - later == timedelta(minutes=20)


def test_without_a_script_the_page_leads_on_by_its_button(room: Room) -> None:
    quiz = f"/my/quizzes/{room.scene.lesson_uid()}"
    front = room.learner.get(quiz, query_string=room.whose).text
    assert f'action="{room.address}"' in front
    room.enter()
    page = room.get().text
    assert f'action="{quiz}/attempts"' in page
    assert "Kuis dibuka pada" in page
    assert "belum dibuka" in room.learner.post(f"{quiz}/attempts", data=room.whose, follow_redirects=True).text
    room.opens(clock.now())
    begun = room.learner.post(f"{quiz}/attempts", data=room.whose)
    assert "/my/attempts/" in begun.headers["Location"]
    assert room.get().headers["Location"] == begun.headers["Location"]
    assert room.get("/questions").status_code == 404


def test_the_room_is_shut_outside_its_hour_and_to_strangers(room: Room, client: Any) -> None:
    room.opens(clock.now() + timedelta(hours=3))
    assert "Ruang tunggu dibuka pada" in room.learner.get(room.address[:-6], query_string=room.whose).text
    assert "sedang tidak dibuka" in room.learner.post(room.address, data=room.whose, follow_redirects=True).text
    assert room.get().status_code == 302
    room.opens(clock.now() + SOON)
    room.enter()
    stranger = Room(client.sign_in(factories.make_person("Orang Lain")), room.scene)
    answers = [stranger.enter(), stranger.get(), stranger.get("/questions"), stranger.say("/presence"),
               stranger.say("/opening")]  # fmt: skip
    assert [one.status_code for one in answers] == [404] * 5


def test_a_second_attempt_is_waited_for_with_another_key(room: Room) -> None:
    ask(room.scene, "single", attempts_allowed=2)
    room.enter()
    first = db.session.scalars(select(LobbyPlace.key)).one()
    room.opens(clock.now())
    begun = room.say("/opening").json["address"].rpartition("/")[2]
    actions.submit(UUID(begun), by=room.scene.by, now=clock.now())
    room.opens(clock.now() + SOON)
    room.enter()
    place = db.session.scalars(select(LobbyPlace).execution_options(populate_existing=True)).one()
    assert place.key != first
    assert str(place.attempt_uid) != begun


def test_a_password_is_asked_at_the_start(room: Room) -> None:
    ask(room.scene, "single", password="merah")
    room.enter()
    assert 'name="password"' in room.get().text
    room.opens(clock.now())
    assert room.say("/opening", password="biru").status_code == 422
    assert "address" in room.say("/opening", password="merah").json
    with pytest.raises(Refused):
        actions.wait(room.scene.participation.uid, room.scene.lesson_uid(), by=room.scene.by, now=clock.now())


@pytest.mark.database
def test_staff_see_who_waits_who_is_ready_and_who_has_begun(room: Room, client: Any, count_queries: Any) -> None:
    scene = room.scene
    for name in ("Ayu Lestari", "Budi Santoso"):
        factories.make_participation(training=scene.training, person=factories.make_person(name))
    address = f"/staff/trainings/{scene.training.uid}/tests/{scene.lesson_uid()}/lobby"
    staff = client.sign_in(factories.make_staff(Role.ADMINISTRATOR))

    def states() -> dict[str, int]:
        quiz = queries.get_waiting_room(scene.training, scene.lesson_uid())
        return {key: n for key, n in queries.waiting_counts(quiz, scene.training, now=clock.now()).items() if n}

    assert states() == {"away": 3}
    assert address in staff.get(f"/staff/trainings/{scene.training.uid}/tests").text
    client.sign_in(scene.person)
    room.enter()
    assert states() == {"away": 2, "waiting": 1}
    room.say("/presence", holds=room.get("/questions").headers["X-Pelita-Digest"])
    assert states() == {"away": 2, "ready": 1}
    room.opens(clock.now())
    room.say("/opening")
    assert states() == {"away": 2, "taking": 1}
    client.sign_in(factories.make_staff(Role.ADMINISTRATOR))
    with count_queries() as seen:
        page = client.get(address).text
    with count_queries() as one:
        client.get(f"{address}?state=taking")
    assert len(one) == len(seen)
    assert "Wayan Sudarma" in page
    assert "Ayu Lestari" not in client.get(f"{address}?state=taking").text
    assert client.get(address.replace(str(scene.lesson_uid()), str(scene.lesson_uid("01-satu")))).status_code == 404
