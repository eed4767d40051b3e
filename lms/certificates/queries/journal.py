"""What the journal knows that the register does not: after a restore from a backup, until it is reconciled."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.certificates.models import Certificate, CertificateEvent, CredentialKey, Fact, KeyEvent, Series, StatusList
from lms.core import journal
from lms.core.db import db
from lms.trainings.models import Participation

AT_ONCE = 400
KEYS = "keys"  # the journal's book of the keys that sign credentials
LATE = 500  # events whose transactions may have ended out of the order of their ids
ENDS = {Fact.REVOKED.value, Fact.REPLACED.value, Fact.VOIDED.value}


def is_behind() -> bool:
    """Tell whether the register was restored from a backup and has not been reconciled with the journal.

    A journal of quite another register (its database was made anew) says nothing about this one.
    """
    return _forgot_numbers() or _forgot_keys()


def has_event(uid: UUID) -> bool:
    """Tell whether the register knows something that happened."""
    return db.session.scalar(select(CertificateEvent.id).where(CertificateEvent.uid == uid)) is not None


def has_key_event(uid: UUID) -> bool:
    """Tell whether the register knows something that happened to a key."""
    return db.session.scalar(select(KeyEvent.id).where(KeyEvent.uid == uid)) is not None


def known_series(uids: set[str]) -> dict[str, int]:
    """Return the ids of those series that the register knows."""
    rows = db.session.execute(select(Series.uid, Series.id).where(Series.uid.in_([UUID(uid) for uid in uids])))
    return {str(row.uid): row.id for row in rows}


def lost_lines() -> list[dict[str, Any]]:
    """Return what the journal knows about series of this register and the register does not, oldest first."""
    lines = journal.read()
    series = known_series({line["series"] for line in lines})
    known: set[str] = set()
    for start in range(0, len(lines), AT_ONCE):
        asked = [UUID(line["event"]) for line in lines[start : start + AT_ONCE]]
        known |= {str(uid) for uid in db.session.scalars(_uids().where(CertificateEvent.uid.in_(asked)))}
    return [line for line in lines if line["series"] in series and line["event"] not in known]


def lost_endings() -> dict[str, dict[str, Any]]:
    """Return by code the endings (revoked, replaced, void) that a restored register has forgotten."""
    if not is_behind():
        return {}
    return {line["code"]: line for line in lost_lines() if line["kind"] in ENDS}


@dataclass(frozen=True)
class LostPaper:
    """A number that was given after the backup, with the hash of its file where it has one."""

    code: str
    number: str
    sha256: str


def lost_papers() -> dict[str, LostPaper]:
    """Return by code the papers that a restored register has forgotten, whatever became of them."""
    found: dict[str, LostPaper] = {}
    for line in lost_lines() if is_behind() else ():
        sha256 = line["facts"].get("sha256") or (found[line["code"]].sha256 if line["code"] in found else "")
        found[line["code"]] = LostPaper(line["code"], line["number"], sha256)
    return found


def find_lost_paper(sha256: str) -> LostPaper | None:
    """Return the forgotten paper whose file has this hash, or None."""
    return next((paper for paper in lost_papers().values() if paper.sha256 == sha256), None)


def lost_bits(list_uid: UUID) -> list[int]:
    """Return the bits of a status list that a restored register has forgotten to set."""
    ended = lost_endings().values()
    return [line["index"] for line in ended if line.get("list") == str(list_uid) and line["index"] is not None]


def key_events() -> Sequence[Any]:
    """Return everything that happened to keys, oldest first, each with its key as it is now."""
    rows = select(
        KeyEvent.uid.label("event"), KeyEvent.kind, KeyEvent.at, CredentialKey.uid.label("key"), CredentialKey.public,
        CredentialKey.valid_from, CredentialKey.valid_until, CredentialKey.revoked_at, CredentialKey.revoke_reason,
    )  # fmt: skip
    return db.session.execute(rows.join(CredentialKey, CredentialKey.id == KeyEvent.key_id).order_by(KeyEvent.id)).all()


def lost_key_lines() -> list[dict[str, Any]]:
    """Return what happened to keys after the last that a restored register knows, oldest first."""
    if not is_behind():
        return []
    known = {str(uid) for uid in db.session.scalars(select(KeyEvent.uid))}
    lines = journal.read(KEYS)
    last = max((at for at, line in enumerate(lines) if line["event"] in known), default=-1)
    return lines[last + 1 :]


def _forgot_numbers() -> bool:
    last = journal.last()
    if last is None or has_event(UUID(last["event"])):
        return False
    return bool(known_series({line["series"] for line in journal.read()}))


def _forgot_keys() -> bool:
    last = journal.last(KEYS)
    if last is None or has_key_event(UUID(last["event"])):
        return False
    uids = {UUID(line["key"]) for line in journal.read(KEYS)}
    return db.session.scalar(select(CredentialKey.id).where(CredentialKey.uid.in_(uids)).limit(1)) is not None


def events_since(event_id: int, *, known: Collection[str]) -> Sequence[Any]:
    """Return what happened since an event and is not known yet, with what the journal keeps of it.

    Nothing else of a certificate is read: a batch asks this for each of its papers.
    """
    late = select(CertificateEvent.id, CertificateEvent.uid).where(CertificateEvent.id > event_id - LATE)
    wanted = [row.id for row in db.session.execute(late) if str(row.uid) not in known]
    found: list[Any] = []
    for start in range(0, len(wanted), AT_ONCE):
        rows = _facts().where(CertificateEvent.id.in_(wanted[start : start + AT_ONCE]))
        found += db.session.execute(rows.order_by(CertificateEvent.id)).all()
    return found


def highest_serials(lines: Sequence[dict[str, Any]]) -> dict[tuple[str, int], int]:
    """Return the highest serial that was given, by series and year."""
    highest: dict[tuple[str, int], int] = {}
    for line in lines:
        key = (line["series"], line["year"])
        highest[key] = max(highest.get(key, 0), line["serial"] or 0)
    return highest


def count_lost() -> int:
    """Return how many numbers the register has forgotten."""
    return len({line["certificate"] for line in lost_lines()})


def _facts() -> Any:
    return (
        select(
            CertificateEvent.uid.label("event"), CertificateEvent.id, CertificateEvent.kind, CertificateEvent.at,
            CertificateEvent.reason, CertificateEvent.facts, Certificate.uid.label("certificate"),
            Series.uid.label("series"), Certificate.year, Certificate.serial, Certificate.number, Certificate.code,
            Certificate.kind.label("paper"), Certificate.is_historic, Participation.uid.label("participation"),
            StatusList.uid.label("status_list"), Certificate.status_index,
        )
        .join(Certificate, Certificate.id == CertificateEvent.certificate_id)
        .join(Series, Series.id == Certificate.series_id)
        .outerjoin(Participation, Participation.id == Certificate.participation_id)
        .outerjoin(StatusList, StatusList.id == Certificate.status_list_id)
    )  # fmt: skip


def _uids() -> Any:
    return select(CertificateEvent.uid)
