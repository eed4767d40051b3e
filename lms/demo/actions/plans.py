"""What the managers of village libraries promised after their replication, and which report realised it."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from lms.core.clock import at
from lms.core.db import db
from lms.demo.actions.ground import Ground, zone_of
from lms.demo.actions.rows import add, keep
from lms.demo.rules.chance import chance, uid
from lms.demo.rules.words import words
from lms.monitoring.models import COUNTING, ActionPlan, ActivityReport, ItemState, PlanItem, PlanNote
from lms.trainings.models import Capacity, Participation

SHOWN_REGENCY = "18.05"


def plan_actions(ground: Ground, replicated: list[date]) -> None:
    """Let a manager of each library (two in the shown regency) plan three things; reports realise most of them."""
    planned = [
        (number, regency, library, f"m/{regency.code}/{index}/{who}")
        for number, (regency, index, library) in enumerate(ground.libraries())
        for who in ((0, 1) if regency.code == SHOWN_REGENCY else (0,))
    ]
    uids = [
        uid("participation", f"replikasi/{number}", key, Capacity.PARTICIPANT.value) for number, _, _, key in planned
    ]
    parts = {row.uid: row.id for row in db.session.execute(
        select(Participation.uid, Participation.id).where(Participation.uid.in_(uids))
    )}  # fmt: skip
    ids = add(ActionPlan, [
        {"uid": uid("plan", one), "participation_id": parts[one],
         "made_at": at(replicated[number], 15, 30, zone_of(regency.province))}
        for one, (number, regency, _library, _key) in zip(uids, planned, strict=True)
    ])  # fmt: skip
    reports = _reports()
    rows: list[dict[str, Any]] = []
    for plan_id, (number, regency, library, key) in zip(ids, planned, strict=True):
        later = [one for one in reports[library.office_id] if one.on_day > replicated[number]]
        rows += _items(plan_id, key, replicated[number], zone_of(regency.province), library.village, later)
    keys = add(PlanItem, rows)
    makers = {plan_id: ground.people[one[3]] for plan_id, one in zip(ids, planned, strict=True)}
    keep(PlanNote, [
        {"uid": uid("plan note", row["uid"]), "plan_id": row["plan_id"], "item_id": key, "state": row["state"],
         "words": "", "link": "", "file_id": None, "by": makers[row["plan_id"]].principal_id,
         "name": makers[row["plan_id"]].shown_name, "at": row["made_at"] + timedelta(days=30)}
        for key, row in zip(keys, rows, strict=True)
        if row["state"] != ItemState.PLANNED
    ])  # fmt: skip


def _reports() -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(
        select(ActivityReport.id, ActivityReport.library_id, ActivityReport.title, ActivityReport.on_day)
        .where(ActivityReport.state.in_(COUNTING)).order_by(ActivityReport.on_day, ActivityReport.id)
    ):  # fmt: skip
        found[row.library_id].append(row)
    return found


def _items(plan_id: int, key: str, day: date, zone: str, village: str, later: list[Any]) -> list[dict[str, Any]]:
    luck, partners = chance("plan", key), words("event")["partners"]
    rows = []
    for turn in range(3):
        report = later[turn] if turn < min(len(later), 2) and luck.random() < 0.85 else None
        what = report.title if report else luck.choice(words("event")["promises"])
        state = ItemState.DONE if report else luck.choices(
            (ItemState.RUNNING, ItemState.PLANNED, ItemState.DROPPED), (5, 4, 1))[0]  # fmt: skip
        rows.append({
            "uid": uid("plan item", key, turn), "plan_id": plan_id, "what": what[:300],
            "place": f"Desa {village}"[:200], "with_whom": luck.choice(partners),
            "due": (report.on_day if report else day) + timedelta(days=30 * (turn + 1)),
            "state": state, "report_id": report.id if report else None, "training_id": None,
            "made_at": at(day, 15, 30, zone), "removed_at": None,
        })  # fmt: skip
    return rows
