"""Entering numbers that were given before this register: a list, its mending, and the register's rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import insert, select

from lms.certificates import queries
from lms.certificates.actions import numbering
from lms.certificates.actions.journal import note_later
from lms.certificates.actions.keeping import require_kept
from lms.certificates.models import Certificate, CertificateEvent, Fact, Kind, RegisterImport, Series, State
from lms.certificates.pdf.scans import Scans
from lms.certificates.rules import frozen
from lms.certificates.rules.historic import FIELDS, HEADINGS, Checked
from lms.core import addresses, files, jobs, trail
from lms.core.db import db, transaction
from lms.core.errors import Conflict, Missing, Refused
from lms.core.names import clean, folded
from lms.core.principals import Principal, PrincipalRow
from lms.enrolment import spreadsheet
from lms.enrolment.models import DraftState
from lms.enrolment.spreadsheet.mending import mended

JOB = "certificates.enter_list"
AT_ONCE = 300
SCANS_AT_ONCE = 50
Tell = Callable[[int, int], None]


@transaction()
def read_list(
    series_uid: UUID, data: bytes, *, name: str, scans: bytes | None = None, by: Principal, now: datetime
) -> RegisterImport:
    """Read a list of earlier numbers of a series; nothing is entered yet. The same files again give the same list."""
    series = queries.get_series_within(by, series_uid)
    require_kept(by, series.office_id)
    read = spreadsheet.read(data, name, HEADINGS)
    if scans:
        Scans(scans)
    digest = sha256(data + b"\0" + (scans or b"")).hexdigest()
    same = select(RegisterImport).where(
        RegisterImport.series_id == series.id, RegisterImport.file_hash == digest, RegisterImport.made_by == by.id,
        RegisterImport.state == DraftState.DRAFT, RegisterImport.version == 1,
    )  # fmt: skip
    found = db.session.scalar(same)
    if found is None:
        found = RegisterImport(series_id=series.id, made_by=by.id, made_at=now, file_name=clean(name)[-200:],
                               file_hash=digest, rows=read.rows, notes=read.notes, scans_id=_kept(scans))  # fmt: skip
        db.session.add(found)
        db.session.flush()
    return found


@transaction()
def mend_list(
    uid: UUID, changes: Mapping[int, Mapping[str, str]], *, leave_out: Iterable[int] = (), by: Principal,
    version: int | None = None,
) -> RegisterImport:  # fmt: skip
    """Write mended cells into the rows of a list (by sheet row), and leave some rows out."""
    found = _changeable(uid, by)
    if version is not None and version != found.version:
        raise Conflict(_("Somebody else mended these rows meanwhile. Look at them again."))
    found.rows = mended(found.rows, changes, fields=FIELDS, leave_out=leave_out)
    found.version += 1
    return found


@transaction()
def leave_out_bad_numbers(uid: UUID, *, by: Principal) -> int:
    """Leave out every row that has a problem; how many."""
    found = _changeable(uid, by)
    bad = [row.n for row in queries.preview_list(found).bad]
    found.rows = mended(found.rows, {}, fields=FIELDS, leave_out=bad)
    found.version += 1
    return len(bad)


@transaction()
def discard_list(uid: UUID, *, by: Principal) -> None:
    """Throw a list away; nothing was entered."""
    db.session.delete(_changeable(uid, by))


@transaction()
def enter_list(uid: UUID, *, by: Principal, now: datetime) -> RegisterImport:
    """Enter the numbers of a list into the register, at once or as a job. Repeating it adds nothing."""
    found = _held(queries.get_list(by, uid).id)
    if found.state != DraftState.DRAFT:
        return found
    _require_sound(queries.preview_list(found))
    found.state = DraftState.WAITING
    if len(found.rows) > AT_ONCE:
        found.job_id = jobs.enqueue(JOB, by=by.id, list_id=found.id).id
        return found
    return _enter(found, store_scans(found.id), by_id=by.id, now=now)


def enter_waiting(list_id: int, *, by_id: int, now: datetime, tell: Tell) -> dict[str, Any]:
    """Enter a confirmed list in a job and return its numbers; a second run changes nothing."""
    return dict(_enter_held(list_id, store_scans(list_id, tell=tell), by_id=by_id, now=now).result)


def store_scans(list_id: int, *, tell: Tell = lambda _done, _all: None) -> dict[str, int]:
    """Keep the scans that a list's rows name, some at a time; the ids of their files by name."""
    found = db.session.get_one(RegisterImport, list_id)
    wanted = sorted({row.facts["scan"].casefold() for row in queries.preview_list(found).entering if row.facts["scan"]})
    if not wanted or found.scans is None:
        return {}
    scans, kept = Scans(files.read(found.scans)), dict[str, int]()
    for start in range(0, len(wanted), SCANS_AT_ONCE):
        kept |= _keep_scans(scans, wanted[start : start + SCANS_AT_ONCE])
        tell(len(kept), len(wanted))
    return kept


@transaction()
def take_list_back(list_id: int) -> None:
    """Let a list that was refused be mended again."""
    found = _held(list_id)
    if found.state == DraftState.WAITING:
        found.state = DraftState.DRAFT


@transaction()
def _enter_held(list_id: int, scans: Mapping[str, int], *, by_id: int, now: datetime) -> RegisterImport:
    found = _held(list_id)
    if found.state == DraftState.DONE:
        return found
    if db.session.get(PrincipalRow, by_id) is None:
        raise Missing
    return _enter(found, scans, by_id=by_id, now=now)


def _enter(found: RegisterImport, scans: Mapping[str, int], *, by_id: int, now: datetime) -> RegisterImport:
    series = numbering.hold(found.series_id)
    numbering.require_reconciled()
    seen = queries.preview_list(found)
    _require_sound(seen)
    fresh = [_row(row, series, scans, now=now) for row in seen.rows if row.outcome == "new"]
    _write(fresh, by_id=by_id, now=now)
    for row in seen.rows:
        if row.outcome == "restored":
            _restore(row, series, scans)
    for year, (_before, after) in seen.moved.items():
        numbering.raise_counter(series.id, year, after)
    found.state, found.ended_at = DraftState.DONE, now
    found.result = {"rows": len(seen.rows), "entered": len(fresh), "restored": seen.counts["restored"],
                    "already_in": seen.counts["in"], "scans": len(scans)}  # fmt: skip
    trail.record("certificates.historic", by=by_id, subject="series", subject_uid=series.uid, file=found.file_hash,
                 **found.result)  # fmt: skip
    db.session.flush()
    return found


def _row(row: Checked, series: Series, scans: Mapping[str, int], *, now: datetime) -> dict[str, Any]:
    code, on = frozen.new_code(), row.facts["date"]
    data = _data(row, series) | frozen.code_facts(code, addresses.public_url())
    return {
        "uid": uuid4(), "series_id": series.id, "year": on.year, "serial": row.serial, "number": data["number"],
        "code": code, "kind": Kind.CERTIFICATE, "capacity": row.facts["capacity"], "person_id": row.person_id,
        "state": State.ISSUED, "is_standing": True, "is_historic": True, "name": data["name"],
        "search_text": folded(" ".join([data["number"], code, data["name"], data["training"], data["office"]]))[:500],
        "data": data, "numbered_at": now, "issued_at": None, "scan_id": scans.get(row.facts["scan"].casefold()),
    }  # fmt: skip


def _data(row: Checked, series: Series) -> dict[str, Any]:
    """Return what the list says of a paper, as other certificates freeze it."""
    facts = row.facts
    days = {key: facts[key].isoformat() if facts[key] else None for key in ("starts", "ends", "born")}
    return {
        "paper": Kind.CERTIFICATE.value, "historic": True, "number": facts["number"], "name": facts["name"],
        "nip": facts["nip"], "position": "", "office": facts["office"], "training": facts["training"],
        "capacity": facts["capacity"].value if facts["capacity"] else "", "jp": facts["jp"], "modules": [],
        "on_day": facts["date"].isoformat(), "issuer": series.office.name, "issuer_uid": str(series.office.uid),
        "zone": series.zone, **days,
    }  # fmt: skip


def _write(fresh: Sequence[dict[str, Any]], *, by_id: int, now: datetime) -> None:
    if not fresh:
        return
    db.session.execute(insert(Certificate), list(fresh))
    ids = {row.uid: row.id for row in db.session.execute(_ids([row["uid"] for row in fresh]))}
    db.session.execute(insert(CertificateEvent), [
        {"uid": uuid4(), "certificate_id": ids[row["uid"]], "kind": Fact.NUMBERED, "facts": {"historic": True},
         "by": by_id, "at": now}
        for row in fresh
    ])  # fmt: skip
    note_later()


def _ids(uids: list[UUID]) -> Any:
    return select(Certificate.uid, Certificate.id).where(Certificate.uid.in_(uids))


def _restore(row: Checked, series: Series, scans: Mapping[str, int]) -> None:
    """Give a number of which only the journal knew its name and facts back."""
    held = select(Certificate).where(Certificate.series_id == series.id, Certificate.number == row.facts["number"])
    found = db.session.scalars(held).one()
    kept = {key: found.data[key] for key in ("code", "code_grouped", "verify_url", "verify_at")}
    found.data, found.name = _data(row, series) | kept, row.facts["name"]
    found.search_text = folded(" ".join([found.number, found.code, found.name, row.facts["training"]]))[:500]
    found.capacity, found.person_id = row.facts["capacity"], row.person_id
    found.scan_id = scans.get(row.facts["scan"].casefold())


@transaction()
def _keep_scans(scans: Scans, names: Sequence[str]) -> dict[str, int]:
    rows = {name: files.store(scans.read(name), name=name, media_type="application/pdf") for name in names}
    db.session.flush()
    return {name: row.id for name, row in rows.items()}


def _require_sound(seen: queries.ListPreview) -> None:
    if not seen.rows:
        raise Refused(_("No row is left in this list."))
    if seen.bad:
        raise Refused(_("%(n)s rows still have problems.", n=len(seen.bad)))


def _kept(scans: bytes | None) -> int | None:
    if not scans:
        return None
    row = files.store(scans, name="scans.zip", media_type="application/zip")
    db.session.flush()
    return row.id


def _changeable(uid: UUID, by: Principal) -> RegisterImport:
    found = _held(queries.get_list(by, uid).id)
    if found.state != DraftState.DRAFT:
        raise Refused(_("This list has been entered already."))
    return found


def _held(list_id: int) -> RegisterImport:
    found = db.session.scalar(
        select(RegisterImport)
        .where(RegisterImport.id == list_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise Missing
    return found
