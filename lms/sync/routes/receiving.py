"""`POST /sync`: what a device kept while it had no line.

    {"as": "…", "facts": [{"uid": "…", "kind": "attendance.mark", "data": {…}}, …], "hand_over": false}

`as` is the pseudonym under which the facts were made (`pseudonym_of`): a phone may hold facts of a person and of a
device. No form token: a fact may wait longer than any session, so a header and the Origin show that our own page sends.
Each fact is answered in its place: {"answers": [{"uid": "…", "outcome": "done"}, …]}.
"""

from typing import Any
from urllib.parse import urlsplit

from flask import abort, request
from flask.typing import ResponseReturnValue

from lms.attendance import actions as attendance
from lms.core import clock
from lms.core.principals import Kind, Principal
from lms.sync import actions, rules
from lms.sync.routes.door import bp
from lms.web import guard, incoming, limits

HEADER = "X-Pelita-Sync"
per_principal = limits.limiter.limit("120 per minute", key_func=lambda: f"sync {_who_asks()}")


@bp.post("/sync")
@guard.known
@per_principal
def receive() -> ResponseReturnValue:
    """Take a batch, fact by fact."""
    _require_own_page()
    body = incoming.read_json(rules.LARGEST_BATCH)
    if not isinstance(body, dict) or not isinstance(body.get("facts"), list) or len(body["facts"]) > rules.MOST_FACTS:
        abort(400)
    by, is_own = _author(str(body.get("as", "")))
    if not is_own and body.get("hand_over") is not True:
        return {"refused": "author"}, 409
    now = clock.now()
    if by.kind == Kind.DEVICE:
        attendance.note_seen(by, now=now)
    return {"answers": [_answer(entry, by=by, now=now, foreign=not is_own) for entry in body["facts"]]}


def _answer(entry: Any, **how: Any) -> dict[str, Any]:
    uid = entry.get("uid") if isinstance(entry, dict) else None
    return {"uid": uid, **actions.receive(entry, **how)}


def _require_own_page() -> None:
    origin = urlsplit(request.headers.get("Origin", ""))
    if request.headers.get(HEADER) != "1" or origin.netloc != request.host or origin.scheme != request.scheme:
        abort(403)


def _author(pseudonym: str) -> tuple[Principal, bool]:
    """Return who made the facts where this browser can prove it, else who is here, and that it is not the same."""
    here = _here()
    own = next((one for one in here if guard.pseudonym_of(one) == pseudonym), None)
    return own or here[0], own is not None


def _here() -> list[Principal]:
    person = guard.find_principal()
    return [*([person] if person else []), *guard.held_devices()]


def _who_asks() -> str:
    here = _here()
    return str(here[0].id) if here else ""
