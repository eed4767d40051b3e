"""What accounts for trainings: their costs, signed pages and letters, and what their participants promised."""

import io
from datetime import timedelta
from typing import Any

from PIL import Image, ImageDraw
from sqlalchemy import select

from lms.attendance.models import Group, SheetPhoto
from lms.core import files
from lms.core.clock import at
from lms.core.db import db
from lms.demo.actions.event import KEY
from lms.demo.actions.ground import Ground
from lms.demo.actions.rows import add, keep
from lms.demo.rules.chance import chance, uid
from lms.demo.rules.words import words
from lms.monitoring.models import ActionPlan, ItemState, PlanItem, PlanNote
from lms.reports.models import CostLine
from lms.trainings.models import Capacity, Participation, Training, TrainingSession

PROMISING = {KEY: 60, "followed": 10}
OFTEN = ((ItemState.DONE, 5), (ItemState.RUNNING, 4), (ItemState.PLANNED, 3), (ItemState.DROPPED, 1))


def prove(ground: Ground) -> None:
    """Write down what was spent, keep the signed pages of a day, and let people promise something."""
    trainings = {key: _training(key) for key in (KEY, "running", "followed")}
    _spend(ground, trainings)
    for key in (KEY, "running"):
        _sign(ground, trainings[key])
    for key, most in PROMISING.items():
        _promise(ground, key, trainings[key], most)


def _training(key: str) -> Training:
    return db.session.scalars(select(Training).where(Training.uid == uid("training", key))).one()


def _spend(ground: Ground, trainings: dict[str, Training]) -> None:
    by = ground.people["o/0"].principal_id
    keep(CostLine, [
        {"uid": uid("cost", key, line), "training_id": trainings[key].id, "budget_line": line, "source": source,
         "planned": planned, "realised": spent if spent != "" else None, "by": by, "at": ground.now,
         "removed_at": None}
        for key, line, source, planned, spent in words("event")["costs"]
    ])  # fmt: skip


def _sign(ground: Ground, training: Training) -> None:
    held = select(TrainingSession).where(TrainingSession.training_id == training.id).order_by(TrainingSession.starts_at)
    session = db.session.scalars(held).first()
    for page in (1, 2):
        data = _page(training.uid, page)
        stored = files.store(data, name=f"halaman-bertanda-tangan-{page}.jpg", media_type="image/jpeg")
        stored.uid = uid("file", "signed page", training.uid, page)
        db.session.add(SheetPhoto(
            uid=uid("signed page", training.uid, page), training_id=training.id, session=session, page=page,
            group=Group.EVERYONE, file=stored, source_sha=files.digest(data), part=page - 1,
            by=ground.people["o/0"].principal_id, at=session.ends_at if session else ground.now,
        ))  # fmt: skip
    db.session.flush()


def _page(whose: Any, page: int) -> bytes:
    """Return the picture of a sheet with a table and strokes where people signed: there is no name on it."""
    luck, picture = chance("signed page", whose, page), Image.new("RGB", (620, 877), (250, 249, 244))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((150, 40, 470, 52), fill=(60, 60, 60))
    draw.rectangle((210, 66, 410, 74), fill=(120, 120, 120))
    for row in range(21):
        top = 130 + 33 * row
        draw.rectangle((40, top, 580, top + 33), outline=(90, 90, 90))
        draw.rectangle((76, top + 12, 120 + luck.randint(40, 130), top + 19), fill=(140, 140, 140))
        at = 440 + 70 * (row % 2)
        stroke = [(at + 9 * step, top + 16 + luck.randint(-11, 11)) for step in range(7)]
        if luck.random() < 0.93:
            draw.line(stroke, fill=(30, 40, 110), width=2)
    for column in (70, 270, 420):
        draw.line((column, 130, column, 823), fill=(90, 90, 90))
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=70)
    return target.getvalue()


def _promise(ground: Ground, key: str, training: Training, most: int) -> None:
    """Let participants promise two things each, and tell of most what became of it."""
    said, ends = words("event"), training.ends or ground.now.date()
    rows = db.session.execute(
        select(Participation.id, Participation.uid, Participation.person_id, Participation.office_shown)
        .where(Participation.training_id == training.id, Participation.capacity == Capacity.PARTICIPANT,
               Participation.arrived_at.is_not(None))
        .order_by(Participation.id).limit(most)
    ).all()  # fmt: skip
    made_at = at(ends, 15, 30, training.zone)
    plans = add(ActionPlan, [
        {"uid": uid("plan", row.uid), "participation_id": row.id, "made_at": made_at} for row in rows
    ])  # fmt: skip
    by_person = {one.id: one for one in ground.people.values()}
    items, noted = [], []
    for plan_id, row in zip(plans, rows, strict=True):
        luck = chance("promise", key, row.uid)
        for turn, what in enumerate(luck.sample(said["promises"], 2)):
            state = luck.choices([one for one, _often in OFTEN], [often for _one, often in OFTEN])[0]
            items.append({
                "uid": uid("plan item", key, row.uid, turn), "plan_id": plan_id, "what": what,
                "place": row.office_shown[:200], "with_whom": luck.choice(said["partners"]),
                "due": ends + timedelta(days=45 * (turn + 1)), "state": state, "report_id": None,
                "training_id": None, "made_at": made_at, "removed_at": None,
            })  # fmt: skip
            noted.append((luck.choice(said["progress"]), by_person[row.person_id]))
    keys = add(PlanItem, items)
    keep(PlanNote, [
        _note(item, item_id, text, who)
        for item, item_id, (text, who) in zip(items, keys, noted, strict=True)
        if item["state"] != ItemState.PLANNED
    ])  # fmt: skip


def _note(item: dict[str, Any], item_id: int, text: str, who: Any) -> dict[str, Any]:
    is_done = item["state"] == ItemState.DONE
    return {
        "uid": uid("plan note", item["uid"]), "plan_id": item["plan_id"], "item_id": item_id, "state": item["state"],
        "words": text, "link": f"https://perpustakaan-{item_id}.example.id/kabar" if is_done else "", "file_id": None,
        "by": who.principal_id, "name": who.shown_name, "at": item["made_at"] + timedelta(days=30),
    }  # fmt: skip
