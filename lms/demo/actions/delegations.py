"""Whom offices send to the coming training: quotas of three regencies, one letter with the one over the quota."""

from datetime import date, timedelta
from typing import Any

from lms.demo.actions.ground import Ground, Regency
from lms.demo.actions.rows import add, keep
from lms.demo.rules.chance import uid
from lms.enrolment.models import (
    Criterion,
    Delegation,
    Nomination,
    NominationFact,
    NominationPlan,
    NominationState,
    Quota,
)
from lms.trainings.models import Capacity

SENDER, SEATS, OPERATOR = "18.05", 2, "op/18.05"
NAMED = (("m/18.05/0/0", NominationState.PROPOSED), ("m/18.05/1/0", NominationState.PROPOSED),
         ("m/18.05/2/0", NominationState.OVER))  # fmt: skip


def ask_for_delegations(ground: Ground, training_id: int, until: date) -> None:
    """Let regencies send people to a training, whom the organiser chooses by a criterion."""
    keep(NominationPlan, [{"training_id": training_id, "until": until, "stages": 1}])
    keep(Quota, [_quota(training_id, code, region_id) for code, region_id in _regions(ground)])
    keep(Criterion, [{"uid": uid("criterion", training_id), "training_id": training_id, "most": 10,
                      "label": "Pengalaman mengelola perpustakaan"}])  # fmt: skip
    _send(ground, training_id)


def _regions(ground: Ground) -> list[tuple[str, int]]:
    near = [(one.code, one.region_id) for one in ground.regencies if one.province == "73"]
    return [(SENDER, _sender(ground).region_id), *sorted(near)[:2]]


def _sender(ground: Ground) -> Regency:
    return next(one for one in ground.regencies if one.code == SENDER)


def _quota(training_id: int, code: str, region_id: int) -> dict[str, Any]:
    return {"uid": uid("quota", code), "training_id": training_id, "region_id": region_id, "office_id": None,
            "capacity": Capacity.PARTICIPANT, "seats": SEATS if code == SENDER else 5}  # fmt: skip


def _send(ground: Ground, training_id: int) -> None:
    regency, by, at = _sender(ground), ground.people[OPERATOR].principal_id, ground.now - timedelta(days=3)
    letter = add(Delegation, [{
        "uid": uid("delegation", SENDER), "training_id": training_id, "office_id": regency.office_id,
        "letter_number": "094/112/DPK", "letter_date": at.date(), "letter_id": None, "made_by": by, "made_at": at,
    }])[0]  # fmt: skip
    full = f"Kuota {regency.name} sudah penuh: {SEATS} dari {SEATS}."
    rows = [
        {"uid": uid("nomination", key), "training_id": training_id, "delegation_id": letter,
         "person_id": ground.people[key].id, "region_id": regency.region_id, "capacity": Capacity.PARTICIPANT,
         "state": state, "reason": full if state == NominationState.OVER else "", "made_at": at}
        for key, state in NAMED
    ]  # fmt: skip
    ids = add(Nomination, rows)
    keep(NominationFact, [
        {"uid": uid("nominated", row["uid"]), "nomination_id": key, "state": row["state"], "reason": row["reason"],
         "by": by, "at": at}
        for key, row in zip(ids, rows, strict=True)
    ])  # fmt: skip
