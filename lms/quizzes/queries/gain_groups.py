"""The groups that results fall into: by training, objective, trainer, region (its two widest levels), generation."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select

from lms.catalogue.models import Module, Objective
from lms.core.db import db
from lms.places.models import Region
from lms.quizzes.rules.cascade import generations
from lms.trainings.models import Capacity, Participation, SessionTrainer, Training, TrainingSession

LEVELS = {"region": 1, "subregion": 2}


class Group(NamedTuple):
    """A group by its key, as it is called; `uid` leads to its own results, where it has some."""

    key: Any
    label: str
    uid: UUID | None = None


Groups = Callable[[int, int, str], Iterable[Group]]  # participation, module, objective → its groups


def groups_by(by: str, participations: Select[int]) -> Groups:
    """Return what tells the groups of the results of some participations: as many queries for many as for few."""
    if by == "objective":
        return _by_objective()
    if by in LEVELS:
        return _by_region(participations, LEVELS[by])
    trainings = _trainings(participations)
    if by == "trainer":
        trainers = _trainers(participations)
        return lambda one, module, _objective: (
            trainers.get((trainings[one].key, module)) or trainers.get((trainings[one].key, None), [])
        )
    if by == "generation":
        found = _generations()
        return lambda one, _module, _objective: (
            [Group(found[key], str(found[key]))] if (key := trainings[one].key) in found else []
        )
    return lambda one, _module, _objective: [trainings[one]]


def _by_objective() -> Groups:
    modules = {row.id: row.title for row in db.session.execute(select(Module.id, Module.title))}
    texts = {(row.module_id, row.key): row.text for row in db.session.scalars(select(Objective))}

    def told(_one: int, module: int, objective: str) -> list[Group]:
        said = texts.get((module, objective), objective)
        return [Group((module, objective), f"{modules[module]}: {said}")] if objective else []

    return told


def _by_region(ids: Select[int], level: int) -> Groups:
    """Group by the region of a level in which an office lies; one of a wider level stands for itself."""
    rows = db.session.execute(
        select(Participation.id, Region.reach_code)
        .outerjoin(Region, Region.id == Participation.region_id)
        .where(Participation.id.in_(ids))
    )
    codes = {row.id: ".".join((row.reach_code or "").split(".")[:level]) for row in rows}
    names = {row.reach_code: row.name for row in db.session.execute(
        select(Region.reach_code, Region.name).where(Region.level <= level).order_by(Region.level.desc(), Region.id)
    )}  # fmt: skip
    return lambda one, _module, _objective: [Group(codes[one], names.get(codes[one], "–"))]


def _trainings(ids: Select[int]) -> dict[int, Group]:
    rows = db.session.execute(
        select(Participation.id, Training.id.label("training_id"), Training.title, Training.uid)
        .join(Training, Training.id == Participation.training_id).where(Participation.id.in_(ids))
    )  # fmt: skip
    return {row.id: Group(row.training_id, row.title, row.uid) for row in rows}


def _trainers(ids: Select[int]) -> dict[tuple[int, int | None], list[Group]]:
    """Return who taught a module of a training (training, module), and all who teach there (training, None)."""
    these = select(Participation.training_id).where(Participation.id.in_(ids))
    teaching = (
        select(Participation.id, Participation.training_id, Participation.person_id, Participation.name_shown)
        .where(Participation.capacity == Capacity.TRAINER, Participation.withdrawn_at.is_(None),
               Participation.training_id.in_(these))
        .order_by(Participation.sort_name, Participation.id)
    )  # fmt: skip
    people = {row.id: row for row in db.session.execute(teaching)}
    found: dict[tuple[int, int | None], list[Group]] = defaultdict(list)
    for row in people.values():
        found[row.training_id, None].append(Group(row.person_id, row.name_shown))
    taught = db.session.execute(
        select(TrainingSession.training_id, TrainingSession.module_id, SessionTrainer.participation_id)
        .join(SessionTrainer, SessionTrainer.session_id == TrainingSession.id)
        .where(TrainingSession.module_id.is_not(None), TrainingSession.cancelled_at.is_(None),
               TrainingSession.training_id.in_(these)).distinct()
    )  # fmt: skip
    for training, module, key in taught:
        if key in people:
            found[training, module].append(Group(people[key].person_id, people[key].name_shown))
    return found


def _generations() -> dict[int, int]:
    order = db.session.scalars(select(Training.id).order_by(Training.starts, Training.id)).all()
    rows = db.session.execute(
        select(Participation.training_id, Participation.person_id, Participation.capacity)
        .where(Participation.capacity.in_((Capacity.TRAINER, Capacity.PARTICIPANT)),
               Participation.withdrawn_at.is_(None))
    )  # fmt: skip
    trainers: dict[int, list[int]] = defaultdict(list)
    attended: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if row.capacity == Capacity.TRAINER:
            trainers[row.training_id].append(row.person_id)
        else:
            attended[row.person_id].append(row.training_id)
    return generations(trainers, attended, order)
