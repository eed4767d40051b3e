"""Entering many people at once, for imports."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select

from lms.accounts import rules
from lms.accounts.models import Appointment, Person
from lms.core import clock, trail
from lms.core.db import db, transaction
from lms.core.names import clean, folded
from lms.core.principals import Kind, Principal, PrincipalRow
from lms.places import queries as places

PART = 500
TEXTS = {"full_name": 120, "degree_before": 40, "degree_after": 60, "position": 120}


@transaction()
def make_people(facts: Sequence[dict[str, Any]], *, by: Principal, now: datetime) -> list[int]:
    """Enter many people without passwords and return their ids in the same order.

    The caller has cleaned phone, e-mail address and NIP and looked for doubles; the table's constraints are the last
    word. The number of statements grows with parts of 500 people, not with people.
    """
    uids = [uuid4() for _ in facts]
    ids: list[int] = []
    for start in range(0, len(facts), PART):
        ids += _make_part(facts[start : start + PART], uids[start : start + PART], now)
    if facts:
        trail.record("people.made", by=by.id, subject="person", count=len(facts), uids=[str(uid) for uid in uids])
    return ids


def _make_part(facts: Sequence[dict[str, Any]], uids: Sequence[Any], now: datetime) -> list[int]:
    principals: list[dict[str, Any]] = [
        {"uid": uuid4(), "kind": Kind.PERSON, "label": "", "created_at": now} for _ in facts
    ]
    db.session.execute(insert(PrincipalRow), principals)
    wanted = [row["uid"] for row in principals]
    keys = select(PrincipalRow.uid, PrincipalRow.id).where(PrincipalRow.uid.in_(wanted))
    found = {row.uid: row.id for row in db.session.execute(keys)}
    rows = [_row(fact, uid, found[key], now) for fact, uid, key in zip(facts, uids, wanted, strict=True)]
    db.session.execute(insert(Person), rows)
    made = select(Person.uid, Person.id).where(Person.uid.in_(list(uids)))
    ids = {row.uid: row.id for row in db.session.execute(made)}
    _appoint(facts, [ids[uid] for uid in uids], now)
    return [ids[uid] for uid in uids]


def _row(fact: dict[str, Any], uid: Any, principal_id: int, now: datetime) -> dict[str, Any]:
    texts = {key: clean(fact.get(key))[:most] for key, most in TEXTS.items()}
    read = rules.read_nip(fact["nip"]) if fact.get("nip") else None
    return {
        **texts, "uid": uid, "principal_id": principal_id, "sort_name": folded(texts["full_name"]),
        "sex": fact.get("sex"), "phone": fact.get("phone"), "email": fact.get("email"), "nip": fact.get("nip"),
        "office_id": fact.get("office_id"), "birth_year": read.birth.year if read and read.birth else None,
        "rank": "", "is_demo": False, "locale": fact.get("locale", "id"), "created_at": now,
    }  # fmt: skip


def _appoint(facts: Sequence[dict[str, Any]], ids: Sequence[int], now: datetime) -> None:
    day = clock.local(now, places.site().zone).date()
    rows = [
        {"uid": uuid4(), "person_id": person_id, "office_id": fact["office_id"], "since": day, "is_in_charge": False,
         "position": clean(fact.get("position"))[:120]}
        for fact, person_id in zip(facts, ids, strict=True)
        if fact.get("office_id")
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(Appointment), rows)
