"""People in trainings: participations with the facts that their dates are derived from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lms.core.names import folded
from lms.demo.actions.ground import Ground
from lms.demo.actions.rows import add, keep
from lms.demo.rules.chance import badge, uid
from lms.trainings.models import (
    Capacity,
    Participation,
    ParticipationFact,
    Step,
    Training,
    TrainingFact,
    TrainingModule,
    TrainingState,
)

DATES = {Step.INVITED: "invited_at", Step.REGISTERED: "registered_at", Step.ARRIVED: "arrived_at",
         Step.WITHDREW: "withdrawn_at"}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Part:
    """A person's part in a training, with when each step was taken."""

    training: str
    training_id: int
    person: str
    capacity: Capacity = Capacity.PARTICIPANT
    steps: dict[Step, datetime]

    @property
    def uid(self) -> Any:
        """The participation's uid."""
        return uid("participation", self.training, self.person, self.capacity.value)


def add_parts(ground: Ground, parts: Sequence[Part]) -> list[int]:
    """Add participations with their steps and return their ids in the same order."""
    ids = add(Participation, [_row(ground, part) for part in parts])
    keep(ParticipationFact, [
        {"uid": uid("step", part.uid, step.value), "participation_id": key, "step": step, "by": ground.by.id, "at": at,
         "reason": "Berhalangan, digantikan kegiatan daerah" if step == Step.WITHDREW else ""}
        for part, key in zip(parts, ids, strict=True)
        for step, at in part.steps.items()
    ])  # fmt: skip
    return ids


def _row(ground: Ground, part: Part) -> dict[str, Any]:
    known = ground.people[part.person]
    region_id, office = ground.places[known.office_id]
    return {
        "uid": part.uid, "training_id": part.training_id, "person_id": known.id, "capacity": part.capacity,
        "office_id": known.office_id, "region_id": region_id, "name_shown": known.shown_name,
        "sort_name": known.sort_name, "office_shown": office, "position_shown": known.position,
        "badge_code": badge(part.uid), **{name: part.steps.get(step) for step, name in DATES.items()},
    }  # fmt: skip


def add_trainings(ground: Ground, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Add trainings from their facts, `key` among them; those not given are as most trainings have them."""
    usual: dict[str, Any] = {
        "programme_id": ground.programme_id, "office_id": ground.national_office_id, "region_id": ground.jakarta_id,
        "library_id": None, "description": "", "starts": None, "ends": None, "zone": "Asia/Jakarta", "venue": "",
        "city": "", "capacity": None, "state": TrainingState.CLOSED, "is_self_paced": False, "is_template": False,
        "is_public": True, "registration_until": None, "actual_start": None, "opened_by": "", "in_stead_of": "",
        "needs_evaluation": False,
        "created_by": ground.by.id, "created_at": ground.now,
    }  # fmt: skip
    full = [usual | row for row in rows]
    for row in full:
        row |= {"uid": uid("training", row.pop("key")), "sort_name": folded(row["title"])}
        row["kind_id"] = ground.training_kinds[row.pop("kind")]
    return add(Training, full)


def add_history(ground: Ground, facts: Sequence[tuple[int, str, datetime]]) -> None:
    """Add what happened to trainings: (training id, kind, when)."""
    keep(TrainingFact, [
        {"uid": uid("history", number, kind, at), "training_id": number, "kind": kind, "reason": "",
         "by": ground.by.id, "at": at}
        for number, kind, at in facts
    ])  # fmt: skip


def pin(ground: Ground, training_id: int, modules: Sequence[tuple[str, int]]) -> None:
    """Pin modules that there are to a training, with their lesson hours."""
    there = [(slug, jp) for slug, jp in modules if slug in ground.modules]
    keep(TrainingModule, [
        {"training_id": training_id, "module_id": ground.modules[slug][0], "release_id": ground.modules[slug][1],
         "position": position, "jp": jp * 100}
        for position, (slug, jp) in enumerate(there)
    ])  # fmt: skip
