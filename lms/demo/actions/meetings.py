"""Stakeholder meetings: 59 of regencies, 20 of provinces, with 2,258 guests."""

from datetime import date, timedelta
from typing import Any

from lms.accounts.models import Sex
from lms.core.clock import at
from lms.core.names import folded
from lms.demo.actions.ground import Ground, zone_of
from lms.demo.actions.rows import add, keep
from lms.demo.rules.chance import chance, day_between, spread, uid
from lms.demo.rules.people import full_name
from lms.demo.rules.words import words
from lms.monitoring.models import Meeting, MeetingGuest

INSTITUTIONS = (
    "Dinas Perpustakaan dan Kearsipan", "Bappeda", "Dinas Pemberdayaan Masyarakat dan Desa", "Dinas Pendidikan",
    "Dinas Kesehatan", "Dinas Pertanian", "Dinas Koperasi dan UKM", "DPRD", "Pemerintah desa", "PKK",
    "Perguruan tinggi", "Bank daerah", "Media lokal", "Forum taman bacaan",
)  # fmt: skip
POSITIONS = ("Kepala bidang", "Staf", "Ketua", "Sekretaris")
OUTCOMES = (
    "Rancangan peraturan bupati tentang perpustakaan desa disepakati untuk dibahas.",
    "Dana Desa untuk perpustakaan masuk rencana kerja tahun depan.",
    "Nota kesepahaman dengan puskesmas dan penyuluh pertanian ditandatangani.",
    "Anggaran jaringan internet untuk perpustakaan desa diusulkan.",
)


def hold_meetings(ground: Ground) -> None:
    """Hold a meeting in each regency but one, and in twenty provinces."""
    expected = {key: one["expected"] for key, one in words("facts")["achievements"].items()}
    homes = [(r.code, r.name, r.region_id) for r in ground.regencies[: expected["stakeholder_meeting_regencies"]]]
    provinces = ground.cohort[: expected["stakeholder_meeting_provinces"]]
    homes += [(p.code, f"Provinsi {p.name}", p.region_id) for p in provinces]
    sizes = spread(expected["stakeholder_meeting_participants"], [_weight(code) for code, *_ in homes], least=12)
    ids = add(Meeting, [_row(ground, code, name, region_id) for code, name, region_id in homes])
    keep(MeetingGuest, [
        guest
        for (code, *_), key, size in zip(homes, ids, sizes, strict=True)
        for guest in _guests(code, key, size)
    ])  # fmt: skip


def _weight(code: str) -> float:
    return chance("meeting size", code).uniform(0.7, 1.3) * (1.4 if len(code) == 2 else 1)


def _row(ground: Ground, code: str, name: str, region_id: int) -> dict[str, Any]:
    luck = chance("meeting", code)
    day = day_between(luck, date(2019, 2, 4), date(2019, 9, 27))
    day -= timedelta(days=max(0, day.weekday() - 4))
    title = f"Stakeholder Meeting {name}"
    return {
        "uid": uid("meeting", code), "programme_id": ground.programme_id, "region_id": region_id, "title": title,
        "sort_name": folded(title), "on_day": day, "outcome": luck.choice(OUTCOMES),
        "venue": "Aula Kantor Gubernur" if len(code) == 2 else "Aula Kantor Bupati",
        "recorded_by": ground.people[f"c/{code[:2]}"].principal_id,
        "recorded_at": at(day + timedelta(days=2), 10, 0, zone_of(code[:2])),
    }  # fmt: skip


def _guests(code: str, meeting_id: int, size: int) -> list[dict[str, Any]]:
    luck = chance("guests", code)
    return [
        {"uid": uid("guest", code, number), "meeting_id": meeting_id,
         "institution": INSTITUTIONS[number % len(INSTITUTIONS)], "position": luck.choice(POSITIONS),
         "name": full_name(luck, code[:2], luck.choice(list(Sex))) if luck.random() < 0.8 else ""}
        for number in range(size)
    ]  # fmt: skip
