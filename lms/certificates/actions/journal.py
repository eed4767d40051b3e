"""The journal of the register: written after each change, so that after a restore no number comes twice.

Its second book is of the keys that sign credentials: their public halves with their dates, and no secret.
"""

from typing import Any
from uuid import UUID

import structlog

from lms.certificates import queries
from lms.core import journal
from lms.core.db import after_commit

log = structlog.get_logger(__name__)


def note_later() -> None:
    """Let the journal learn what this transaction writes, once it is written."""
    after_commit(_catch_up_or_tell)


def catch_up() -> int:
    """Write everything that happened since the journal's last line; how many lines. Nothing before a reconciliation."""
    with journal.held() as book:
        newest = book.newest()
        if newest and queries.is_behind():
            return 0
        knows_last = bool(newest) and queries.has_event(UUID(newest[-1]["event"]))
        known = {line["event"] for line in newest}
        newest_id = max(line["id"] for line in newest) if knows_last else 0
        lines = [_line(row) for row in queries.events_since(newest_id, known=known)]
        book.add(lines)
        return len(lines)


def note_key_later() -> None:
    """Let the journal's book of keys learn what this transaction writes, once it is written."""
    after_commit(_catch_up_keys_or_tell)


def catch_up_keys() -> int:
    """Write what happened to keys since their book's last line; how many lines. Nothing before a reconciliation."""
    with journal.held(queries.KEYS) as book:
        known = {line["event"] for line in book.newest()}
        if known and queries.is_behind():
            return 0
        lines = [_key_line(row) for row in queries.key_events() if str(row.event) not in known]
        if lines:
            book.add(lines)
        return len(lines)


def _catch_up_or_tell() -> None:
    try:
        catch_up()
    except OSError:
        log.exception("the journal of the register cannot be written")


def _catch_up_keys_or_tell() -> None:
    try:
        catch_up_keys()
    except OSError:
        log.exception("the journal of keys cannot be written")


def _line(row: Any) -> dict[str, Any]:
    return {
        "event": str(row.event), "id": row.id, "kind": row.kind.value, "at": row.at.isoformat(), "reason": row.reason,
        "facts": row.facts, "certificate": str(row.certificate), "series": str(row.series), "year": row.year,
        "serial": row.serial, "number": row.number, "code": row.code, "paper": row.paper.value,
        "historic": row.is_historic, "participation": str(row.participation) if row.participation else None,
        "list": str(row.status_list) if row.status_list else None, "index": row.status_index,
    }  # fmt: skip


def _key_line(row: Any) -> dict[str, Any]:
    """Return what happened to a key with the key as it is now."""
    until, revoked = row.valid_until, row.revoked_at
    return {
        "event": str(row.event), "kind": row.kind.value, "at": row.at.isoformat(), "key": str(row.key),
        "public": row.public, "valid_from": row.valid_from.isoformat(),
        "valid_until": until.isoformat() if until else None, "revoked_at": revoked.isoformat() if revoked else None,
        "reason": row.revoke_reason,
    }  # fmt: skip
