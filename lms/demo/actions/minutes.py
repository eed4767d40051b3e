"""Minutes of the event and of the running training, with decisions that wait and one that is done."""

from datetime import timedelta

from sqlalchemy import select

from lms.core.clock import local
from lms.core.db import db
from lms.demo.actions.event import KEY
from lms.demo.actions.ground import Ground
from lms.demo.actions.rows import keep
from lms.demo.rules.chance import uid
from lms.trainings.models import MinuteItem, Outcome, Training, TrainingSession

SAID = (
    (KEY, "Jaringan di ruang kelas", "Sinyal hotel lemah di Ruang B; presensi dilakukan dengan lencana.",
     "Siapkan modem cadangan untuk kegiatan berikutnya", "Panitia pusat", -7, Outcome.DONE),
    (KEY, "Replikasi di provinsi", "Setiap provinsi menyampaikan jadwal replikasi.",
     "Kirim jadwal replikasi ke panitia pusat", "Koordinator provinsi", 21, Outcome.OPEN),
    (KEY, "Data capaian provinsi", "Angka pengunjung belum seragam cara hitungnya.",
     "Pakai formulir laporan kegiatan yang sama di semua provinsi", "Tim Sinergi provinsi", 30, Outcome.DONE),
    (KEY, "Penutup", "Ucapan terima kasih kepada narasumber dan tuan rumah.", "", "", None, Outcome.OPEN),
    ("running", "Kehadiran hari pertama", "Tiga peserta datang terlambat karena penyeberangan.",
     "Hubungi kantor peserta yang belum hadir", "Panitia", 1, Outcome.OPEN),
)  # fmt: skip


IN_SESSION = "Data capaian provinsi"


def write_minutes(ground: Ground) -> None:
    """Write the items; those of the running training are due around today."""
    by = ground.people["o/0"].principal_id
    rows = []
    for key, topic, notes, decision, owner, days, outcome in SAID:
        training = db.session.scalars(select(Training).where(Training.uid == uid("training", key))).one()
        last = training.ends if key == KEY and training.ends else local(ground.now, training.zone).date()
        at = ground.now - timedelta(hours=20) if key != KEY else training.created_at
        session = _session(training) if topic == IN_SESSION else None
        rows.append({
            "uid": uid("minutes", key, topic), "training_id": training.id, "session_id": session, "topic": topic,
            "notes": notes, "decision": decision, "owner": owner, "outcome": outcome, "by": by, "at": at,
            "due": last + timedelta(days=days) if days is not None else None, "removed_at": None,
            "ended_at": at if outcome == Outcome.DONE else None,
        })  # fmt: skip
    keep(MinuteItem, rows)


def _session(training: Training) -> int | None:
    """Return a session of a training in which something was decided: its third."""
    held = select(TrainingSession.id).where(TrainingSession.training_id == training.id)
    return db.session.scalars(held.order_by(TrainingSession.starts_at, TrainingSession.id).offset(2).limit(1)).first()
