"""The event: the training, its people, its sessions; then who was there, who learned what, who earned it."""

from datetime import datetime, timedelta
from typing import Any

from lms.core.clock import at
from lms.demo.actions import learned
from lms.demo.actions.evaluations import evaluate, mentors_of
from lms.demo.actions.ground import Ground, Held
from lms.demo.actions.marks import mark_sessions
from lms.demo.actions.parts import Part, add_history, add_parts, add_trainings, pin
from lms.demo.actions.rows import add, keep
from lms.demo.rules.chance import chance, uid
from lms.demo.rules.delegations import Invitation, delegations
from lms.demo.rules.words import words
from lms.progress import actions as progress
from lms.trainings.models import Capacity, SessionTrainer, Step, TrainingSession, TrainingState

KEY = "event"


def hold_event(ground: Ground) -> None:
    """Hold the event, close it, and decide who earned lesson hours."""
    said = words("event")
    training_id = _plan(ground)
    sessions = add_sessions(ground, KEY, training_id)
    invitations = delegations(
        [r.code for r in ground.regencies], words("programme")["cohort"]["provincial_facilitators"]
    )
    parts = [_part(training_id, number, one) for number, one in enumerate(invitations)]
    ids = add_parts(ground, parts)
    staff = staff_of(KEY, training_id, _at(1, "07.00"))
    by_person = dict(zip([part.person for part in staff], add_parts(ground, staff), strict=True))
    add_session_trainers(sessions, by_person)
    arrived = [(number, key, parts[number]) for number, key in enumerate(ids) if Step.ARRIVED in parts[number].steps]
    mark_sessions(ground, sessions, arrived, [k for k, p in zip(ids, parts, strict=True) if _only_registered(p)])
    learned.learn(ground, [(key, part) for _, key, part in arrived], said)
    evaluate(ground, training_id, mentors_of(ground, [(key, part.person) for _, key, part in arrived]))
    progress.decide(training_id, now=_at(4, "17.30"))


def _plan(ground: Ground) -> int:
    said = words("event")
    common = {name: said[name] for name in ("title", "description", "starts", "ends", "venue", "city", "zone")}
    opened = {
        "actual_start": _at(1, said["opening"]),
        "opened_by": said["opened_by"],
        "in_stead_of": said["in_stead_of"],
    }
    rows = [
        {"key": KEY, "kind": "penguatan", **common, **opened, "capacity": 240},
        {"key": "template", "kind": "penguatan", **common, "title": f"Templat: {said['title']}", "is_template": True,
         "is_public": False, "state": TrainingState.DRAFT, "capacity": 240},
    ]  # fmt: skip
    training_id, template_id = add_trainings(ground, rows)
    for one in (training_id, template_id):
        pin(ground, one, [(module["slug"], module["jp"]) for module in said["modules"]])
    add_sessions(ground, "template", template_id)
    steps = (("planned", "09.00", -48), ("opened", "10.00", -41), ("closed", "17.15", 4))
    add_history(ground, [(training_id, kind, _at(day, hour)) for kind, hour, day in steps])
    return training_id


def add_sessions(ground: Ground, key: str, training_id: int) -> list[Held]:
    """Add the sessions of the event's agenda to a training; only the event itself has an actual start."""
    said = words("event")
    rows = [_session(ground, key, training_id, number, one) for number, one in enumerate(said["sessions"])]
    if key == KEY:
        rows[0]["actual_starts_at"] = _at(1, said["opening"])
    return [
        Held(session_id, row, one["day"], one.get("group"), f"t/{one['trainer']}" if "trainer" in one else "o/0")
        for session_id, row, one in zip(add(TrainingSession, rows), rows, said["sessions"], strict=True)
    ]


def _session(ground: Ground, key: str, training_id: int, number: int, one: dict[str, Any]) -> dict[str, Any]:
    first, last = one["at"].split("-")
    module = ground.modules.get(one.get("module", ""))
    return {
        "uid": uid("session", key, number), "training_id": training_id, "module_id": module[0] if module else None,
        "title": one["title"], "room": one["room"], "starts_at": _at(one["day"], first),
        "ends_at": _at(one["day"], last), "actual_starts_at": None, "jp": one.get("jp", 0) * 100, "counts": "jp" in one,
    }  # fmt: skip


def add_session_trainers(sessions: list[Held], by_person: dict[str, int]) -> None:
    """Say who teaches each session that has a trainer."""
    keep(SessionTrainer, [
        {"session_id": held.id, "participation_id": by_person[held.trainer]}
        for held in sessions
        if held.trainer in by_person and held.trainer.startswith("t/")
    ])  # fmt: skip


def staff_of(training: str, training_id: int, arrived: datetime, *, trainers: tuple[str, ...] = ()) -> list[Part]:
    """Return the parts of trainers and organisers in a training."""
    teaching = trainers or tuple(f"t/{index}" for index in range(8))
    wanted = [(key, Capacity.TRAINER) for key in teaching] + [("o/0", Capacity.ORGANISER), ("o/1", Capacity.ORGANISER)]
    steps = {Step.REGISTERED: arrived - timedelta(days=10), Step.ARRIVED: arrived}
    return [
        Part(training=training, training_id=training_id, person=key, capacity=capacity, steps=steps)
        for key, capacity in wanted
    ]


def _part(training_id: int, number: int, one: Invitation) -> Part:
    luck = chance("invitation", number)
    steps = {Step.INVITED: _at(-27, "10.00") + timedelta(minutes=number)}
    if one.reached != "invited":
        steps[Step.REGISTERED] = _at(-luck.randint(3, 20), "13.00") + timedelta(minutes=luck.randint(0, 300))
    if one.reached == "arrived":
        steps[Step.ARRIVED] = _at(luck.choice((0, 1, 1)), "06.30") + timedelta(minutes=luck.randint(0, 110))
    if one.reached == "withdrew":
        steps[Step.WITHDREW] = _at(-2, "16.00") + timedelta(minutes=number)
    return Part(training=KEY, training_id=training_id, person=one.person, steps=steps)


def _only_registered(part: Part) -> bool:
    return Step.REGISTERED in part.steps and not {Step.ARRIVED, Step.WITHDREW} & part.steps.keys()


def _at(day: int, clock: str) -> datetime:
    """Return a moment of the event: day 1 is its first day, 0 the day before; the clock is WIB."""
    said = words("event")
    hour, minute = map(int, clock.split("."))
    return at(said["starts"] + timedelta(days=day - 1), hour, minute, said["zone"])
