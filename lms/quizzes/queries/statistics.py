"""Statistics of a quiz, from the finished attempts that somebody may see."""

import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Text, bindparam, cast, select
from sqlalchemy.orm import joinedload

from lms.core.db import db, table_of
from lms.core.principals import Principal
from lms.quizzes import rules
from lms.quizzes.models import Attempt, AttemptItem, BankEntry, GradingMethod, QuestionType, QuestionVersion, Slot
from lms.quizzes.models.attempts import GRADED
from lms.quizzes.rules.flags import Choice, Flag, distractors, flags, has_odd_distractor
from lms.quizzes.rules.statistics import ItemStatistics, Marked, TestStatistics, analyse
from lms.quizzes.rules.types import share_of
from lms.trainings.models import Participation, Training
from lms.trainings.permissions import sees

CHOSEN = (QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.TRUEFALSE)
MOST_ANSWERS = 20


@dataclass(frozen=True)
class QuestionRow:
    """A question of a form with its statistics, those of its versions, and what is odd about it."""

    entry: BankEntry
    newest: QuestionVersion
    is_drawn: bool
    statistics: ItemStatistics
    versions: Sequence[tuple[int, ItemStatistics]]
    flags: Sequence[Flag]


@dataclass(frozen=True)
class FormStatistics:
    """A form of a quiz with its statistics."""

    form: str
    test: TestStatistics
    questions: Sequence[QuestionRow]


@dataclass(frozen=True)
class AnswerTable:
    """How often each answer to a version was given; `others` counts those that are not listed."""

    version: QuestionVersion
    n: int
    choices: Sequence[tuple[str, Choice]]
    others: int


def quiz_statistics(
    principal: Principal, quiz_id: int, *, which: str = "highest", training_uid: UUID | None = None
) -> list[FormStatistics]:
    """Return the statistics of each form of a quiz. Four queries.

    `which` of several attempts of a person count: first, last, highest, or all of them.
    """
    attempts = _attempts(principal, quiz_id, which, training_uid)
    rows = db.session.execute(_ITEMS, {"quiz_id": quiz_id}).all()
    versions = _versions({row[1] for row in rows})
    draws = set(db.session.scalars(select(Slot.id).where(Slot.quiz_id == quiz_id, Slot.category_id.is_not(None))))
    forms: dict[str, list[Any]] = {one.form: [] for one in attempts.values()}
    places = {attempt_id: forms[one.form] for attempt_id, one in attempts.items()}
    for row in rows:
        if (place := places.get(row[0])) is not None:
            place.append(row)
    totals = {attempt_id: one.fraction for attempt_id, one in attempts.items()}
    return [
        _form(form, own, versions, draws, _tallies(own, totals, versions)) for form, own in sorted(forms.items()) if own
    ]


def answer_tables(
    principal: Principal, quiz_id: int, entry: BankEntry, *, training_uid: UUID | None = None
) -> list[AnswerTable]:  # fmt: skip
    """Return how often each answer to a question was given in a quiz, by version, the newest first. Two queries."""
    rows = db.session.execute(
        select(AttemptItem.version_id, AttemptItem.response, Attempt.fraction)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .join(QuestionVersion, QuestionVersion.id == AttemptItem.version_id)
        .where(_seen(principal, quiz_id, training_uid), QuestionVersion.entry_id == entry.id)
    ).all()  # fmt: skip
    versions = _versions({row.version_id for row in rows})
    newest_first = sorted(versions.values(), key=lambda one: -one.number)
    return [_table(one, [(row.response, row.fraction) for row in rows if row.version_id == one.id])
            for one in newest_first]  # fmt: skip


def _seen(principal: Principal, quiz_id: int, training_uid: UUID | None) -> ColumnElement[bool]:
    """Return the predicate "a finished attempt at a quiz, in a training that a principal sees"."""
    trainings = (
        select(Participation.id).join(Training, Training.id == Participation.training_id)
        .where(sees(principal), Participation.withdrawn_at.is_(None))
    )  # fmt: skip
    if training_uid:
        trainings = trainings.where(Training.uid == training_uid)
    is_done = Attempt.state.in_(GRADED) & Attempt.fraction.is_not(None)
    return (Attempt.quiz_id == quiz_id) & is_done & Attempt.participation_id.in_(trainings)


def _attempts(principal: Principal, quiz_id: int, which: str, training_uid: UUID | None) -> dict[int, Row[Any]]:
    """Return the form and the fraction of each attempt that counts, by its id."""
    rows = db.session.execute(
        select(Attempt.id, Attempt.participation_id, Attempt.form, Attempt.fraction)
        .where(_seen(principal, quiz_id, training_uid)).order_by(Attempt.number, Attempt.id)
    ).all()  # fmt: skip
    people: dict[tuple[int, str], list[Any]] = {}
    for row in rows:
        people.setdefault((row.participation_id, row.form), []).append(row)
    return {one.id: one for found in people.values() for one in _counting(found, which)}


def _counting(rows: Sequence[Any], which: str) -> Sequence[Any]:
    if which == GradingMethod.HIGHEST:
        return [max(rows, key=lambda row: row.fraction)]
    return rows[:1] if which == GradingMethod.FIRST else rows[-1:] if which == GradingMethod.LAST else rows


def _versions(ids: Iterable[int]) -> dict[int, QuestionVersion]:
    rows = db.session.scalars(
        select(QuestionVersion).where(QuestionVersion.id.in_(set(ids)))
        .options(joinedload(QuestionVersion.entry).joinedload(BankEntry.category))
    )  # fmt: skip
    return {row.id: row for row in rows}


def _tallies(
    rows: Sequence[Any], totals: dict[int, float], versions: dict[int, QuestionVersion]
) -> dict[int, dict[str, tuple[int, float]]]:  # fmt: skip
    """Return by version of a choice how many chose each option ("": were asked), and the sum of their totals."""
    chosen = {version_id for version_id, one in versions.items() if one.type in CHOSEN}
    of_those: dict[tuple[int, str], list[float]] = defaultdict(list)
    for attempt_id, version_id, _slot, _points, _fraction, said in rows:
        if version_id in chosen:
            of_those[version_id, said].append(totals[attempt_id])
    found: dict[int, dict[str, tuple[int, float]]] = {version_id: {} for version_id in chosen}
    for (version_id, said), own in of_those.items():
        for key in ("", *_keys(json.loads(said or "null"))):
            n, total = found[version_id].get(key, (0, 0.0))
            found[version_id][key] = (n + len(own), total + sum(own))
    return found


def _form(
    form: str, rows: Sequence[Any], versions: dict[int, QuestionVersion], draws: set[int],
    tallies: dict[int, dict[str, tuple[int, float]]],
) -> FormStatistics:  # fmt: skip
    answers: list[Marked] = []
    drawn: set[Hashable] = set()
    seen: Counter[tuple[int, int]] = Counter()
    places = {one.entry_id: ("entry", one.entry_id) for one in versions.values()}
    for attempt_id, version_id, slot_id, points, fraction, _said in rows:
        entry_id, mark = versions[version_id].entry_id, points * fraction
        if slot_id not in draws:
            answers.append((attempt_id, places[entry_id], version_id, points, mark))
            continue
        seen[attempt_id, slot_id] += 1
        answers.append((attempt_id, ("slot", slot_id, seen[attempt_id, slot_id]), 0, points, mark))
        answers.append((attempt_id, ("drawn", entry_id), version_id, points, mark))
        drawn.add(("drawn", entry_id))
    test = analyse(answers, drawn=frozenset(drawn))
    return FormStatistics(form, test, _questions(test, versions, tallies))


def _questions(
    test: TestStatistics, versions: dict[int, QuestionVersion], tallies: dict[int, dict[str, tuple[int, float]]]
) -> list[QuestionRow]:  # fmt: skip
    newest: dict[int, QuestionVersion] = {}
    for one in versions.values():
        known = newest.get(one.entry_id)
        newest[one.entry_id] = one if known is None or one.number > known.number else known
    found = []
    for place, item in test.items.items():
        kind, entry_id = place[0], place[1]  # type: ignore[index]
        if kind == "slot":
            continue
        parts = sorted(
            (versions[version].number, part) for (other, version), part in test.versions.items() if other == place
        )
        version = newest[entry_id]
        told = flags(item, guess=_guess(version))
        if has_odd_distractor(tallies.get(version.id, {}), {one["key"]: share_of(one) for one in version.options}):
            told.append(Flag.DISTRACTOR)
        found.append(QuestionRow(version.entry, version, kind == "drawn", item, parts, told))
    return found


def _guess(version: QuestionVersion) -> float | None:
    """Return what a guess earns on average where one is chosen of several."""
    if version.type not in (QuestionType.SINGLE, QuestionType.TRUEFALSE) or not version.options:
        return None
    return sum(share_of(one) for one in version.options) / len(version.options)


def _table(version: QuestionVersion, given: Sequence[tuple[Any, float]]) -> AnswerTable:
    if version.type in CHOSEN:
        words = {one["key"]: str(one["text"]) for one in version.options}
        worth = {one["key"]: share_of(one) for one in version.options}
        pairs = [(key, total) for response, total in given for key in _keys(response)]
        found = [(words.get(one.key, one.key), one) for one in distractors(pairs, worth, n=len(given))]
        return AnswerTable(version, len(given), found, 0)
    said = [(rules.summary(version, response) or "–", response, total) for response, total in given]
    worth = {text: rules.grade(version, response).fraction for text, response, _total in said}
    table = distractors(((text, total) for text, _response, total in said), worth, n=len(given))
    table.sort(key=lambda one: -one.n)
    rest = sum(one.n for one in table[MOST_ANSWERS:])
    return AnswerTable(version, len(given), [(one.key, one) for one in table[:MOST_ANSWERS]], rest)


def _keys(response: Any) -> list[str]:
    """Return the keys that a response to a choice names; what an older version may have kept besides is none."""
    found = response if isinstance(response, list) else [response]
    return [one for one in found if isinstance(one, str)]


# The table's own columns: reading hundreds of thousands of rows through the mapped class costs half as much again.
_item = table_of(AttemptItem).c
_ITEMS = (
    select(_item.attempt_id, _item.version_id, _item.slot_id, _item.points, _item.fraction, cast(_item.response, Text))
    .join(Attempt, Attempt.id == _item.attempt_id)
    .where(Attempt.quiz_id == bindparam("quiz_id"), _item.fraction.is_not(None), _item.points > 0)
)
