"""What the participants of the event learned: lessons read, pre- and post-tests taken question by question."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from lms.catalogue.models import Lesson, ReleaseLesson
from lms.catalogue.rules import Evidence as EvidenceKind
from lms.core.clock import at
from lms.core.db import db
from lms.demo.actions.ground import Ground
from lms.demo.actions.parts import Part
from lms.demo.actions.rows import add, keep
from lms.demo.rules.chance import chance, uid
from lms.demo.rules.words import words
from lms.progress.models import Completion, Evidence
from lms.progress.rules import RULE_VERSION, has_passed
from lms.quizzes import queries as quizzes
from lms.quizzes import rules
from lms.quizzes.models import Attempt, AttemptItem, AttemptState, Purpose, Quiz, ResponseStep
from lms.quizzes.queries import Asked
from lms.quizzes.rules import Source

TAKES_TESTS = 0.94
READS_ALL = 0.9
TULANG_BAWANG = "m/18.05"  # the demonstration's participant is one of these


@dataclass(frozen=True)
class Test:
    """A quiz of a module with what may be asked in each of its forms."""

    quiz: Quiz
    slug: str
    release_id: int
    sources: dict[str, list[Source]]


@dataclass(frozen=True)
class Taken:
    """An attempt that was taken, its items, and what it came to."""

    row: dict[str, Any]
    items: list[dict[str, Any]]
    lesson_id: int
    is_passed: bool


def learn(ground: Ground, people: Sequence[tuple[int, Part]], said: dict[str, Any]) -> None:
    """Let people (participation id, part) take the tests and read the lessons of the event's modules."""
    slugs = [one["slug"] for one in said["modules"] if one["slug"] in ground.modules]
    tests = _tests(ground, slugs)
    versions = _versions(tests)
    days = {slug: _day_of(said, slug) for slug in slugs}
    taken: list[tuple[int, Part, Taken]] = []
    for key, part in people:
        luck = chance("tests", part.person)
        if part.person.startswith(TULANG_BAWANG) or luck.random() < TAKES_TESTS:
            skill = luck.gauss(0.52, 0.12)
            for test in tests:
                hour = "07.10" if test.quiz.purpose == Purpose.PRE else "19.00"
                taken.append((key, part, _take(key, part, test, versions, _moment(days[test.slug], hour), skill, luck)))
    pages = _pages(ground, slugs)
    read = [row for key, part in people for row in _read(key, part, pages, days)]
    keep_attempts(ground, taken)
    keep_evidence(taken, read)


def begin(ground: Ground, people: Sequence[tuple[int, Part]], slug: str, day: date) -> None:
    """Let people take the pre-test of a module and read its first lessons in the evening of a day."""
    if slug not in ground.modules:
        return
    tests = [test for test in _tests(ground, [slug]) if test.quiz.purpose == Purpose.PRE]
    versions, pages = _versions(tests), _pages(ground, [slug])[slug]
    taken: list[tuple[int, Part, Taken]] = []
    read: list[dict[str, Any]] = []
    for key, part in people:
        luck = chance("beginning", part.person)
        started = at(day, 7, 35, "Asia/Jakarta")
        taken += [(key, part, _take(key, part, test, versions, started, luck.gauss(0.5, 0.12), luck)) for test in tests]
        for index, (lesson_id, release_id) in enumerate(pages[: luck.randint(1, 3)]):
            when = at(day, 19, 30 + 9 * index, "Asia/Jakarta")
            read.append(_evidence(key, lesson_id, release_id, EvidenceKind.OPENED, when))
    keep_attempts(ground, taken)
    keep_evidence(taken, read)


def take_tests(ground: Ground, people: Sequence[tuple[int, Part]], slug: str, day: date) -> None:
    """Let people take the tests of a module on a day: the first in the morning, the second in the afternoon."""
    tests = _tests(ground, [slug] if slug in ground.modules else [])
    versions, taken = _versions(tests), list[tuple[int, Part, Taken]]()
    for key, part in people:
        luck = chance("replicated", part.person)
        skill = luck.gauss(0.45, 0.12)
        for test in tests:
            opens = at(day, 8 if test.quiz.purpose == Purpose.PRE else 15, 30, "Asia/Jakarta")
            taken.append((key, part, _take(key, part, test, versions, opens, skill, luck)))
    keep_attempts(ground, taken)
    keep_evidence(taken, [])


def _tests(ground: Ground, slugs: Sequence[str]) -> list[Test]:
    found = []
    for slug in slugs:
        module_id, release_id = ground.modules[slug]
        rows = db.session.scalars(
            select(Quiz).join(Lesson, Lesson.id == Quiz.lesson_id)
            .where(Lesson.module_id == module_id, Quiz.purpose.in_([Purpose.PRE, Purpose.POST]))
            .order_by(Quiz.purpose != Purpose.PRE, Quiz.id)
        )  # fmt: skip
        for quiz in rows.all():
            forms = quizzes.forms_of(quiz.id) or [""]
            found.append(Test(quiz, slug, release_id, {form: list(quizzes.sources(quiz.id, form)) for form in forms}))
    return found


def _versions(tests: Sequence[Test]) -> dict[int, Asked]:
    wanted = {
        v for test in tests for sources in test.sources.values() for source in sources for v in source.version_ids
    }
    return quizzes.asked_by_id(sorted(wanted))


def _day_of(said: dict[str, Any], slug: str) -> int:
    return min(int(one["day"]) for one in said["sessions"] if one.get("module") == slug)


def _take(
    participation_id: int, part: Part, test: Test, versions: dict[int, Asked], opens: datetime,
    skill: float,
    luck: random.Random,
) -> Taken:  # fmt: skip
    is_pre = test.quiz.purpose == Purpose.PRE
    started = opens + timedelta(minutes=luck.randint(0, 45))
    attempt_uid = uid("attempt", part.uid, test.slug, test.quiz.purpose.value)
    seed = attempt_uid.int % 2**31
    form = rules.choose_form(test.quiz.form_rule, test.quiz.purpose, part.uid, earlier=None, forms=sorted(test.sources))
    right = min(0.97, max(0.1, skill if is_pre else skill + luck.uniform(0.12, 0.34)))
    items = []
    for position, one in enumerate(rules.plan(test.sources[form], seed=seed, shuffle=test.quiz.shuffle_questions), 1):
        version = versions[one.version_id]
        response = _answer(version, luck, is_right=luck.random() < right)
        order = rules.option_order(version, seed=seed, position=position, shuffle=test.quiz.shuffle_options)
        items.append({
            "uid": uid("item", attempt_uid, position), "position": position, "page": one.page, "slot_id": one.slot_id,
            "version_id": one.version_id, "option_order": order, "points": one.points, "sequence": 1, "steps": 1,
            "device": "ponsel", "response": response, "fraction": rules.grade(version, response).fraction,
        })  # fmt: skip
    fraction = rules.total([(item["points"], item["fraction"]) for item in items])
    mark = test.quiz.pass_mark
    row = {
        "uid": attempt_uid, "quiz_id": test.quiz.id, "participation_id": participation_id,
        "release_id": test.release_id,
        "number": 1, "form": form, "state": AttemptState.SUBMITTED, "seed": seed, "started_at": started,
        "deadline_at": rules.deadline(started, time_limit=test.quiz.time_limit, closes_at=None), "fraction": fraction,
        "submitted_at": started + timedelta(minutes=luck.randint(7, 14)),
        "is_passed": None if mark is None else has_passed(fraction, mark),
    }  # fmt: skip
    return Taken(row, items, test.quiz.lesson_id, has_passed(fraction, mark))


def _answer(version: Asked, luck: random.Random, *, is_right: bool) -> Any:
    """Choose a response: the right one, or one that somebody might give instead."""
    good = rules.right_answers(version)
    bad = [option["key"] for option in version.options if option["key"] not in good]
    if version.type == "multiple":
        return good if is_right else sorted({luck.choice(good), luck.choice(bad or good)})
    if version.type in ("shortanswer", "numerical"):
        return str(version.options[0]["text"]) if is_right else ("0" if version.type == "numerical" else "belum tahu")
    return luck.choice(good) if is_right or not bad else luck.choice(bad)


def keep_attempts(ground: Ground, taken: Sequence[tuple[int, Part, Taken]]) -> None:
    """Keep attempts with their items, each answered in one step."""
    ids = add(Attempt, [one.row for _, _, one in taken])
    items = [item | {"attempt_id": key} for key, (_, _, one) in zip(ids, taken, strict=True) for item in one.items]
    item_ids = add(AttemptItem, items)
    owners = [
        (ground.people[part.person].principal_id, one.row["started_at"]) for _, part, one in taken for _ in one.items
    ]
    keep(ResponseStep, [
        {"uid": uid("response", item["uid"]), "principal_id": by, "item_id": key, "sequence": 1, "base_seq": 0,
         "response": item["response"], "device": "ponsel", "at": started + timedelta(seconds=35 * item["position"]),
         "client_at": None}
        for item, key, (by, started) in zip(items, item_ids, owners, strict=True)
    ])  # fmt: skip


def keep_evidence(taken: Sequence[tuple[int, Part, Taken]], read: Sequence[dict[str, Any]]) -> None:
    """Keep what completes lessons: tests handed in and passed, pages opened."""
    rows: list[dict[str, Any]] = []
    for key, _part, one in taken:
        kinds = [EvidenceKind.HANDED_IN, *([EvidenceKind.PASSED] if one.is_passed else [])]
        rows += [_evidence(key, one.lesson_id, one.row["release_id"], kind, one.row["submitted_at"]) for kind in kinds]
    rows += read
    ids = add(Evidence, rows)
    keep(Completion, [
        {"participation_id": row["participation_id"], "lesson_id": row["lesson_id"], "evidence_id": key,
         "rule_version": RULE_VERSION, "at": row["at"]}
        for row, key in zip(rows, ids, strict=True)
        if row["kind"] != EvidenceKind.HANDED_IN
    ])  # fmt: skip


def _pages(ground: Ground, slugs: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    """Return the (lesson id, release id) of each module's pages."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for slug in slugs:
        release_id = ground.modules[slug][1]
        rows = select(ReleaseLesson.lesson_id).where(
            ReleaseLesson.release_id == release_id, ReleaseLesson.kind == "page"
        )
        found[slug] = [(key, release_id) for key in db.session.scalars(rows.order_by(ReleaseLesson.position))]
    return found


def _read(
    key: int, part: Part, pages: dict[str, list[tuple[int, int]]], days: dict[str, int]
) -> Iterator[dict[str, Any]]:
    luck = chance("reading", part.person)
    reads_all = part.person.startswith(TULANG_BAWANG) or luck.random() < READS_ALL
    for slug, lessons in pages.items():
        for index, (lesson_id, release_id) in enumerate(lessons):
            if reads_all or luck.random() < 0.6:
                when = _moment(days[slug], "20.00") + timedelta(minutes=9 * index + luck.randint(0, 8))
                yield _evidence(key, lesson_id, release_id, EvidenceKind.OPENED, when)


def _evidence(
    participation_id: int, lesson_id: int, release_id: int, kind: EvidenceKind, when: datetime
) -> dict[str, Any]:
    return {
        "uid": uid("evidence", participation_id, lesson_id, kind.value), "participation_id": participation_id,
        "lesson_id": lesson_id, "release_id": release_id, "kind": kind, "at": when,
    }  # fmt: skip


def _moment(day: int, clock: str) -> datetime:
    said = words("event")
    hour, minute = map(int, clock.split("."))
    return at(said["starts"] + timedelta(days=day - 1), hour, minute, said["zone"])
