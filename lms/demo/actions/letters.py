"""Letters of assignment, with scans, under which people came to the running training and to the event."""

import io
from collections import defaultdict
from datetime import timedelta
from typing import Any

from PIL import Image, ImageDraw
from sqlalchemy import select

from lms.core import files
from lms.core.clock import local
from lms.core.db import db
from lms.demo.actions.event import KEY
from lms.demo.actions.ground import Ground, Regency
from lms.demo.actions.rows import add, keep
from lms.demo.rules.chance import uid
from lms.enrolment.models import Delegation, Nomination, NominationFact, NominationPlan, NominationState
from lms.trainings.models import Capacity, Participation, Training

SENDING = {"running": ("18",), KEY: ("18", "82")}
"""The provinces whose regencies sent people to these trainings under a letter."""


def send_letters(ground: Ground) -> None:
    """Let the regencies of some provinces send their people under a letter, whose scan is kept."""
    for key, provinces in SENDING.items():
        training = db.session.scalars(select(Training).where(Training.uid == uid("training", key))).one()
        until = (training.starts or ground.now.date()) - timedelta(days=3)
        keep(NominationPlan, [{"training_id": training.id, "until": until, "stages": 1}])
        for regency, people in _by_regency(ground, training, provinces):
            _send(ground, training, regency, people)


def _by_regency(ground: Ground, training: Training, provinces: tuple[str, ...]) -> list[tuple[Regency, list[Any]]]:
    sent = {library.region_id: regency for regency, _index, library in ground.libraries()}
    sent |= {regency.region_id: regency for regency in ground.regencies}
    found: dict[str, list[Any]] = defaultdict(list)
    rows = select(Participation.id, Participation.uid, Participation.person_id, Participation.region_id,
                  Participation.registered_at)  # fmt: skip
    registered = (Participation.registered_at.is_not(None), Participation.withdrawn_at.is_(None))
    mine = (Participation.training_id == training.id, Participation.capacity == Capacity.PARTICIPANT, *registered)
    for row in db.session.execute(rows.where(*mine).order_by(Participation.id)):
        regency = sent.get(row.region_id)
        if regency is not None and regency.province in provinces:
            found[regency.code].append(row)
    return [(one, found[one.code]) for one in ground.regencies if one.code in found]


def _send(ground: Ground, training: Training, regency: Regency, people: list[Any]) -> None:
    at, by = min(row.registered_at for row in people) - timedelta(days=1), ground.by.id
    day = local(at, training.zone).date()
    number = f"094/{int(regency.code.replace('.', '')) % 900 + 100}/DPK/{day.year}"
    stored = files.store(_scan(len(people)), name=f"surat-tugas-{regency.code}.jpg", media_type="image/jpeg")
    stored.uid = uid("file", "letter", training.uid, regency.code)
    db.session.flush()
    letter = add(Delegation, [{
        "uid": uid("delegation", training.uid, regency.code), "training_id": training.id,
        "office_id": regency.office_id, "letter_number": number, "letter_date": day, "letter_id": stored.id,
        "made_by": by, "made_at": at,
    }])[0]  # fmt: skip
    ids = add(Nomination, [
        {"uid": uid("nomination", row.uid), "training_id": training.id, "delegation_id": letter,
         "person_id": row.person_id, "region_id": row.region_id, "capacity": Capacity.PARTICIPANT,
         "state": NominationState.ACCEPTED, "reason": "", "participation_id": row.id, "made_at": at}
        for row in people
    ])  # fmt: skip
    keep(NominationFact, [
        {"uid": uid("nominated", row.uid), "nomination_id": key, "state": NominationState.ACCEPTED, "reason": "",
         "by": by, "at": row.registered_at}
        for key, row in zip(ids, people, strict=True)
    ])  # fmt: skip


def _scan(names: int) -> bytes:
    """Return the picture of a letter: a head, a list of so many names as strokes, a stamp; nothing can be read."""
    picture = Image.new("RGB", (500, 707), (251, 250, 246))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((110, 36, 390, 48), fill=(50, 50, 50))
    draw.line((40, 66, 460, 66), fill=(50, 50, 50), width=3)
    draw.rectangle((190, 96, 310, 106), fill=(70, 70, 70))
    for row in range(min(names, 14)):
        draw.rectangle((60, 150 + 24 * row, 190 + 17 * (row % 5), 156 + 24 * row), fill=(130, 130, 130))
    draw.ellipse((290, 540, 380, 630), outline=(60, 60, 150), width=4)
    draw.line([(310, 600), (340, 560), (360, 610), (400, 570), (430, 590)], fill=(30, 40, 110), width=3)
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=60)
    return target.getvalue()
