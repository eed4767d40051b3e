"""Photos of the event, drawn: nobody is seen on them; and a sheet to download."""

import io
from random import Random

from PIL import Image, ImageDraw
from sqlalchemy import select

from lms.core import files
from lms.core.db import db
from lms.demo.actions.event import KEY
from lms.demo.actions.ground import Ground
from lms.demo.rules.chance import chance, uid
from lms.trainings.models import (
    Capacity,
    FileKind,
    Participation,
    ShowChoice,
    Shown,
    Training,
    TrainingFile,
    TrainingSession,
)

CAPTIONS = ("Pembukaan", "Diskusi kelompok", "Praktik di depan layar", "Penutupan")
SHEET = "Lembar kerja: tuliskan satu kegiatan yang akan Anda jalankan, kapan, dan dengan siapa.\n"


def hang_photos(ground: Ground) -> None:
    """Add four photos of the event and its sheet; one of them shows somebody who does not want that."""
    training = db.session.scalars(select(Training).where(Training.uid == uid("training", KEY))).one()
    held = select(TrainingSession).where(TrainingSession.training_id == training.id).order_by(TrainingSession.starts_at)
    sessions = db.session.scalars(held).all()
    photos = [
        _keep(ground, training, session, FileKind.PHOTO, caption, drawn(caption), "image/jpeg")
        for caption, session in zip(CAPTIONS, (sessions[0], sessions[3], sessions[7], sessions[-1]), strict=True)
    ]
    _keep(ground, training, sessions[3], FileKind.MATERIAL, "Lembar kerja", SHEET.encode(), "text/plain")
    people = select(Participation).where(
        Participation.training_id == training.id, Participation.capacity == Capacity.PARTICIPANT,
        Participation.arrived_at.is_not(None),
    )  # fmt: skip
    shy = db.session.scalars(people.order_by(Participation.id.desc()).limit(1)).one()
    db.session.add(ShowChoice(participation_id=shy.id, may_show=False, by=ground.by.id, at=training.created_at))
    db.session.add(Shown(photo_id=photos[1].id, participation_id=shy.id))
    db.session.flush()


def _keep(
    ground: Ground, training: Training, session: TrainingSession, kind: FileKind, caption: str, data: bytes,
    media_type: str,
) -> TrainingFile:  # fmt: skip
    name = f"{caption.lower().replace(' ', '-')}.{files.KINDS[media_type]}"
    stored = files.store(data, name=name, media_type=media_type)
    stored.uid, stored.created_at = uid("file", KEY, caption), session.ends_at
    row = TrainingFile(
        uid=uid("training file", KEY, caption), training_id=training.id, session_id=session.id, kind=kind, file=stored,
        caption=caption, owner=training.office.name, by=ground.people["o/0"].principal_id, at=session.ends_at,
        photographer="Panitia" if kind == FileKind.PHOTO else "",
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def drawn(caption: str) -> bytes:
    """Return a picture of a room: a wall, a screen with a slide or a board, rows of heads; each caption another."""
    luck = chance("photo", caption)
    walls = ((236, 227, 208), (214, 226, 226), (231, 218, 214), (222, 228, 210))
    picture = Image.new("RGB", (1200, 800), walls[_number(caption)])
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 560, 1200, 800), fill=luck.choice(((176, 141, 102), (120, 124, 140), (150, 110, 100))))
    _screen(draw, luck, left=(330, 90, 560, 200)[_number(caption)])
    rows, seats = ((3, 9), (2, 6), (2, 8), (3, 7))[_number(caption)]
    for row in range(rows):
        for seat in range(seats):
            left, top = 60 + 1080 * seat // seats + 25 * (row % 2), 520 + 90 * row
            shade = luck.choice(((38, 70, 83), (130, 60, 50), (70, 90, 50), (90, 70, 110), (190, 150, 60)))
            draw.ellipse((left, top, left + 56, top + 64), fill=(110 + luck.randint(0, 60), 80, 60))
            draw.rectangle((left - 18, top + 58, left + 74, top + 130), fill=shade)
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=80)
    return target.getvalue()


def _number(caption: str) -> int:
    return CAPTIONS.index(caption) if caption in CAPTIONS else 0


def _screen(draw: ImageDraw.ImageDraw, luck: Random, *, left: int) -> None:
    draw.rectangle((left, 110, left + 540, 420), fill=(250, 250, 246), outline=(60, 60, 60), width=8)
    draw.rectangle((left + 60, 180, left + 60 + luck.randint(200, 420), 220), fill=(12, 90, 99))
    for line in range(3):
        end = left + 270 + luck.randint(0, 220)
        draw.rectangle((left + 60, 260 + 40 * line, end, 275 + 40 * line), fill=(150, 160, 160))
