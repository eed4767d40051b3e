"""The last task of the running training: a text and a photo, handed in by some, marked by one, two or three people."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.catalogue import actions as catalogue
from lms.catalogue.models import Lesson
from lms.catalogue.queries import find_release
from lms.catalogue.rules import archive
from lms.core import files
from lms.core.db import db
from lms.core.names import folded
from lms.core.principals import Kind, Principal
from lms.demo.actions.ground import Ground
from lms.demo.actions.learned import Taken, keep_attempts, keep_evidence
from lms.demo.actions.parts import Part
from lms.demo.actions.photos import drawn
from lms.demo.actions.rows import add, keep
from lms.demo.rules.chance import uid
from lms.demo.rules.words import FOLDER, words
from lms.enrolment.models import GroupMember, TrainingGroup
from lms.quizzes import actions as quizzes
from lms.quizzes import queries, rules
from lms.quizzes.models import AnswerFile, AttemptItem, AttemptState, ItemMark, MarkKind, Purpose, Quiz, Slot
from lms.quizzes.rules.marking import Given, by_rubric, judge
from lms.trainings.models import Training

TASK = "tugas-akhir"
FIRST = "m/18.05/0/1"  # the demonstration's participant reads what two people wrote about the own text
GROUPS = ("Kelompok Krakatau", "Kelompok Way Kambas")
Answer = dict[str, Any]


def bring_task(ground: Ground) -> None:
    """Import and publish the module that holds the task; two people mark each answer."""
    content = archive.read_folder(FOLDER / "task")
    module = catalogue.import_module(content, by=ground.by, now=ground.now, programme_id=ground.programme_id)
    _quiz(module.id).needs_second_marker = True
    release = find_release(module.id)
    if release is not None:
        ground.modules[TASK] = (module.id, release.id)


def hand_in_tasks(ground: Ground, training_id: int, people: Sequence[tuple[int, Part]]) -> None:
    """Let some of these people (participation id, part) hand their task in, and markers mark it.

    They stand in two groups, and a form of a post-test is printed for those whose phones do not do.
    """
    _group(ground, training_id, [key for key, _part in people])
    said: list[Answer] = words("answers")["answers"]
    writers = sorted(people, key=lambda one: one[1].person != FIRST)[: len(said)]
    taken = [_take(ground, part, key, answer) for (key, part), answer in zip(writers, said, strict=True)]
    keep_attempts(ground, [(key, part, one) for (key, part), one in zip(writers, taken, strict=True)])
    keep_evidence([(key, part, one) for (key, part), one in zip(writers, taken, strict=True)], [])
    items = _ids(taken)
    _keep_photos(ground, writers, taken, items)
    keep(ItemMark, [
        row | {"item_id": items[one.items[place]["uid"]]}
        for one, answer in zip(taken, said, strict=True) for place in (0, 1) for row in _marks(ground, answer, place)
    ])  # fmt: skip
    _print(ground, training_id)


def _quiz(module_id: int) -> Quiz:
    return db.session.scalars(select(Quiz).join(Lesson).where(Lesson.module_id == module_id)).one()


def _group(ground: Ground, training_id: int, ids: list[int]) -> None:
    keys = add(TrainingGroup, [
        {"uid": uid("group", name), "training_id": training_id, "name": name, "sort_name": folded(name),
         "made_by": ground.people["o/0"].principal_id, "made_at": ground.now - timedelta(days=1)}
        for name in GROUPS
    ])  # fmt: skip
    keep(GroupMember, [
        {"group_id": keys[number % len(keys)], "participation_id": one} for number, one in enumerate(ids)
    ])  # fmt: skip


def _take(ground: Ground, part: Part, participation_id: int, answer: Answer) -> Taken:
    module_id, release_id = ground.modules[TASK]
    quiz, at = _quiz(module_id), _handed_in(ground)
    attempt_uid = uid("attempt", part.uid, TASK)
    slots = db.session.scalars(select(Slot).where(Slot.quiz_id == quiz.id).order_by(Slot.position)).all()
    said = (answer["text"].strip(), [str(uid("answer file", attempt_uid))])
    items = [
        {"uid": uid("item", attempt_uid, slot.position), "position": slot.position, "page": 1, "slot_id": slot.id,
         "version_id": queries.latest_versions([slot.entry_id or 0])[slot.entry_id or 0].id, "option_order": [],
         "points": slot.points, "sequence": 1, "steps": 1, "device": "ponsel", "response": response,
         "fraction": _worth(ground, answer, place)}
        for place, (slot, response) in enumerate(zip(slots, said, strict=True))
    ]  # fmt: skip
    earned = [(item["points"], item["fraction"]) for item in items]
    fraction = None if any(share is None for _points, share in earned) else rules.total(earned)
    row = {
        "uid": attempt_uid, "quiz_id": quiz.id, "participation_id": participation_id, "release_id": release_id,
        "number": 1, "form": "", "state": AttemptState.SUBMITTED, "seed": attempt_uid.int % 2**31,
        "started_at": at - timedelta(minutes=40), "deadline_at": None, "fraction": fraction, "submitted_at": at,
        "is_passed": rules.passes(fraction, quiz.pass_mark),
    }  # fmt: skip
    return Taken(row, items, quiz.lesson_id, bool(row["is_passed"]))


def _handed_in(ground: Ground) -> datetime:
    return ground.now - timedelta(hours=3)


def _marks(ground: Ground, answer: Answer, place: int) -> list[dict[str, Any]]:
    """Return the marks of a text (0) or its photo (1), which the first two markers find good."""
    rubric = [("isi", (0, 2, 4)), ("bahasa", (0, 1, 2))] if place == 0 else [("gambar", (0, 1, 2))]
    asked = [{"key": key, "levels": [{"points": one} for one in points]} for key, points in rubric]
    rows = []
    for number, given in enumerate(answer.get("marks", ())[: 3 if place == 0 else 2]):
        chosen = given["levels"] if place == 0 else [2]
        levels = dict(zip([key for key, _points in rubric], chosen, strict=True))
        by = ground.people[given["by"]]
        rows.append({
            "uid": uid("item mark", answer["text"], place, number), "fraction": by_rubric(asked, levels),
            "kind": MarkKind.MODERATION if number == 2 else MarkKind.MARK, "levels": levels, "marker": by.full_name,
            "comment": given["comment"] if place == 0 else "", "by": by.principal_id,
            "at": _handed_in(ground) + timedelta(minutes=20 + 25 * number),
        })  # fmt: skip
    return rows


def _worth(ground: Ground, answer: Answer, place: int) -> float | None:
    marks = [Given(row["by"], row["fraction"], row["kind"] == MarkKind.MODERATION)
             for row in _marks(ground, answer, place)]  # fmt: skip
    return judge(marks, needs_second=True)[1]


def _ids(taken: Sequence[Taken]) -> dict[UUID, int]:
    uids = [item["uid"] for one in taken for item in one.items]
    rows = db.session.execute(select(AttemptItem.uid, AttemptItem.id).where(AttemptItem.uid.in_(uids)))
    return {row.uid: row.id for row in rows}


def _keep_photos(
    ground: Ground, writers: Sequence[tuple[int, Part]], taken: Sequence[Taken], items: dict[UUID, int]
) -> None:  # fmt: skip
    for (_key, part), one in zip(writers, taken, strict=True):
        photo = one.items[1]
        stored = files.store(drawn(str(part.uid)), name="kegiatan.jpg", media_type="image/jpeg")
        db.session.add(AnswerFile(
            uid=UUID(photo["response"][0]), item_id=items[photo["uid"]], file=stored, name="kegiatan.jpg",
            principal_id=ground.people[part.person].principal_id, at=one.row["started_at"] + timedelta(minutes=25),
        ))  # fmt: skip
    db.session.flush()


def _print(ground: Ground, training_id: int) -> None:
    training, known = db.session.get_one(Training, training_id), ground.people["o/0"]
    by = Principal(id=known.principal_id, uid=uid("principal", "o/0"), kind=Kind.PERSON, name=known.full_name,
                   person_id=known.id)  # fmt: skip
    post = next(quiz for quiz, *_rest in queries.quizzes_of(training_id) if quiz.purpose == Purpose.POST)
    quizzes.print_form(training.uid, post.lesson.uid, form="A", by=by, now=ground.now - timedelta(hours=2))
