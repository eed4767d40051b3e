"""Trainings around today: one that runs, one that takes registrations, a draft, and one at one's own pace."""

from datetime import date, datetime, timedelta
from typing import Any

from lms.attendance.models import AttendanceState, Mark, Method, Status
from lms.core import clock
from lms.core.db import db
from lms.demo.actions import learned
from lms.demo.actions.delegations import ask_for_delegations
from lms.demo.actions.evaluations import ask_about_yesterday, follow_up, mentors_of
from lms.demo.actions.event import add_session_trainers, staff_of
from lms.demo.actions.ground import Ground, Held
from lms.demo.actions.modules import FIRST_STEPS
from lms.demo.actions.parts import Part, add_history, add_parts, add_trainings, pin
from lms.demo.actions.plans import SHOWN_REGENCY
from lms.demo.actions.questions import ask_questions
from lms.demo.actions.rows import add, keep
from lms.demo.actions.tasks import TASK, hand_in_tasks
from lms.demo.rules.chance import chance, uid
from lms.trainings.models import Step, Training, TrainingSession, TrainingState

LAMPUNG, SOUTH_SULAWESI = "18", "73"
HOURS = (("08.30", "10.45", 3), ("11.00", "12.30", 2), ("13.30", "15.45", 3))
TOPICS = ("Persiapan dan persetujuan", "Praktik berpasangan", "Tugas dan umpan balik")
TAUGHT = (("dokumentasi-online", "Dokumentasi online"), ("mentoring-berbasis-data", "Mentoring berbasis data"))


def plan_trainings(ground: Ground) -> None:
    """Plan the four of them."""
    today = clock.local(ground.now, "Asia/Jakarta").date()
    running, coming, draft, alone = add_trainings(ground, [_running(ground, today), _coming(ground, today),
                                                           _draft(today), _alone()])  # fmt: skip
    taught = [(slug, 16) for slug, _title in TAUGHT]
    pin(ground, running, [*taught, (TASK, 0)])
    pin(ground, coming, taught)
    pin(ground, draft, [("public-speaking", 8), ("easy-writing", 8)])
    pin(ground, alone, [(FIRST_STEPS, 2)])
    opened = ground.now - timedelta(days=20)
    add_history(ground, [(one, kind, opened) for one in (running, coming, alone) for kind in ("planned", "opened")])
    add_history(ground, [(draft, "planned", opened)])
    _run(ground, running, today)
    _register(ground, coming, alone)
    _follow(ground, today)
    ask_for_delegations(ground, coming, today + timedelta(days=20))


def _running(ground: Ground, today: date) -> dict[str, Any]:
    office = ground.provinces[LAMPUNG]
    return {
        "key": "running", "kind": "strategi", "title": "Bimbingan Teknis Pengelola Perpustakaan Desa se-Lampung",
        "office_id": office.office_id, "region_id": office.region_id, "starts": today - timedelta(days=1),
        "ends": today + timedelta(days=2), "venue": "Hotel Emersia", "city": "Bandar Lampung", "capacity": 60,
        "state": TrainingState.OPEN, "is_public": False, "actual_start": _at(today - timedelta(days=1), "08.41"),
        "opened_by": "Dra. Nurhayati Siregar, M.Si.", "in_stead_of": "Kepala Dinas Perpustakaan dan Kearsipan",
        "description": "Pelatihan yang sedang berjalan: tandai kehadiran hari ini, ikuti materi, kerjakan tes.",
    }  # fmt: skip


def _coming(ground: Ground, today: date) -> dict[str, Any]:
    office = ground.provinces[SOUTH_SULAWESI]
    return {
        "key": "coming", "kind": "peer", "title": "Peer Learning Meeting Sulawesi Selatan", "zone": "Asia/Makassar",
        "office_id": office.office_id, "region_id": office.region_id, "starts": today + timedelta(days=30),
        "ends": today + timedelta(days=32), "venue": "Hotel Claro", "city": "Makassar", "capacity": 40,
        "registration_until": today + timedelta(days=20), "state": TrainingState.OPEN,
        "description": "Terbuka bagi pengelola perpustakaan desa: berbagi praktik baik dan menulis kisah dampak.",
    }  # fmt: skip


def _draft(today: date) -> dict[str, Any]:
    return {
        "key": "draft", "kind": "penguatan", "title": "Penguatan Kapasitas Fasilitator, angkatan berikutnya",
        "starts": today + timedelta(days=75), "ends": today + timedelta(days=77), "city": "Jakarta", "capacity": 120,
        "state": TrainingState.DRAFT, "is_public": False,
    }  # fmt: skip


def _alone() -> dict[str, Any]:
    return {
        "key": "alone", "kind": "mandiri", "title": "Cara belajar di Pelita", "state": TrainingState.OPEN,
        "is_self_paced": True,
        "description": "Terbuka untuk semua, kapan saja: empat materi singkat sebelum pelatihan pertama.",
    }  # fmt: skip


def _run(ground: Ground, training_id: int, today: date) -> None:
    first = today - timedelta(days=1)
    sessions = _sessions(ground, training_id, first)
    keys = [f"m/{regency.code}/{index}/{one}" for regency, index, _ in ground.libraries()
            if regency.province == LAMPUNG for one in (0, 1)]  # fmt: skip
    parts = [_part(training_id, key, first, comes=number % 13 != 7) for number, key in enumerate(keys)]
    ids = add_parts(ground, parts)
    staff = staff_of("running", training_id, _at(first, "07.30"), trainers=("t/5", "t/6"))
    by_person = dict(zip([part.person for part in staff], add_parts(ground, staff), strict=True))
    add_session_trainers(sessions, by_person)
    there = [(key, part) for key, part in zip(ids, parts, strict=True) if Step.ARRIVED in part.steps]
    _mark_yesterday(ground, [held for held in sessions if held.day == 1], [key for key, _part in there])
    learned.begin(ground, there, TAUGHT[0][0], first)
    hand_in_tasks(ground, training_id, there)
    silent = [key for key, part in there if part.person.startswith("m/18.05/0/")]
    held_first = [(held.id, held.row["title"]) for held in sessions if held.day == 1]
    ask_about_yesterday(ground, training_id, held_first, silent=silent)


def _sessions(ground: Ground, training_id: int, first: date) -> list[Held]:
    rows, days = [], []
    for day in range(4):
        slug, title = TAUGHT[day // 2]
        module = ground.modules.get(slug)
        for (start, end, jp), topic in zip(HOURS, TOPICS, strict=True):
            rows.append({
                "uid": uid("session", "running", day, start), "training_id": training_id,
                "title": f"{title}: {topic.lower()}",
                "module_id": module[0] if module else None, "room": "Ruang Krakatau", "jp": jp * 100, "counts": True,
                "starts_at": _at(first + timedelta(days=day), start), "ends_at": _at(first + timedelta(days=day), end),
            })  # fmt: skip
            days.append(day + 1)
    ids = add(TrainingSession, rows)
    return [
        Held(key, row, day, None, "t/6" if number % 3 == 1 else "t/5")
        for number, (key, row, day) in enumerate(zip(ids, rows, days, strict=True))
    ]


def _part(training_id: int, key: str, first: date, *, comes: bool) -> Part:
    steps = {
        Step.INVITED: _at(first - timedelta(days=16), "09.00"),
        Step.REGISTERED: _at(first - timedelta(days=6), "14.00"),
    }
    if comes:
        steps[Step.ARRIVED] = _at(first, "07.50")
    return Part(training="running", training_id=training_id, person=key, steps=steps)


def _mark_yesterday(ground: Ground, sessions: list[Held], there: list[int]) -> None:
    marks = []
    for held in sessions:
        for key in there:
            luck = chance("yesterday", held.row["uid"], key)
            status = luck.choices((Status.PRESENT, Status.LATE, Status.EXCUSED), (92, 6, 2))[0]
            when = held.row["starts_at"] + timedelta(minutes=luck.randint(2, 18))
            marks.append({
                "uid": uid("mark", held.row["uid"], key), "session_id": held.id, "participation_id": key,
                "raw_code": "", "status": status, "method": Method.MANUAL, "after": [], "at": when, "device_at": when,
                "principal_id": ground.people[held.trainer].principal_id, "reason": "",
            })  # fmt: skip
    ids = add(Mark, marks)
    keep(AttendanceState, [
        {"session_id": mark["session_id"], "participation_id": mark["participation_id"], "status": mark["status"],
         "mark_id": key}
        for mark, key in zip(marks, ids, strict=True)
    ])  # fmt: skip


def _follow(ground: Ground, today: date) -> None:
    """Add a training that ended 94 days ago, so that its first follow-up is open now."""
    office, ends = ground.provinces[LAMPUNG], today - timedelta(days=94)
    [training_id] = add_trainings(ground, [{
        "key": "followed", "kind": "strategi", "title": "Bimbingan Teknis Pengelola Perpustakaan Desa, tahap pertama",
        "office_id": office.office_id, "region_id": office.region_id, "starts": ends - timedelta(days=1), "ends": ends,
        "venue": "Balai Diklat", "city": "Bandar Lampung", "capacity": 30, "is_public": False,
    }])  # fmt: skip
    add_history(ground, [(training_id, kind, _at(ends, "16.00")) for kind in ("planned", "opened", "closed")])
    steps = {Step.REGISTERED: _at(ends - timedelta(days=9), "10.00"), Step.ARRIVED: _at(ends, "07.45")}
    keys = [f"m/{regency.code}/{index}/{who}" for regency, index, _ in ground.libraries()
            if regency.code == SHOWN_REGENCY for who in (0, 1)]  # fmt: skip
    parts = [Part(training="followed", training_id=training_id, person=key, steps=steps) for key in keys]
    ids = add_parts(ground, parts)
    training = db.session.get_one(Training, training_id)
    follow_up(training, ends, mentors_of(ground, zip(ids, keys, strict=True)), silent=ids[:3], first=1)


def _register(ground: Ground, coming: int, alone: int) -> None:
    steps = {Step.REGISTERED: ground.now - timedelta(days=3)}
    keys = [f"m/{regency.code}/{index}/0" for regency, index, _ in ground.libraries()
            if regency.province == SOUTH_SULAWESI][:14]  # fmt: skip
    parts = [Part(training="coming", training_id=coming, person=key, steps=steps) for key in keys]
    learners = ("f/18.05/1", "m/18.05/2/0", "m/18.05/3/0")
    ask_questions(ground, coming, parts)
    add_parts(ground, parts + [Part(training="alone", training_id=alone, person=key, steps=steps) for key in learners])


def _at(day: date, time: str) -> datetime:
    hour, minute = map(int, time.split("."))
    return clock.at(day, hour, minute, "Asia/Jakarta")
