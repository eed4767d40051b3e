"""Reading answers: from a form, or from what quiz.js sends."""

from typing import Any
from uuid import UUID, uuid4, uuid5

from flask import request

from lms.core import clock
from lms.quizzes import actions, rules
from lms.quizzes.queries import Item
from lms.quizzes.rules.steps import LARGEST_SEQUENCE, Sent, read_base, read_fields, read_moment
from lms.web import guard


def form_steps(items: Any, once: UUID, files: dict[UUID, list[str]]) -> list[Sent]:
    """Return a step for each answer on the form that differs from what counts; a repeated form gives the same ones."""
    steps = []
    for item in items:
        if f"base-{item.uid}" not in request.form:
            continue
        response = _given(item, files.get(item.uid, []))
        certainty = _certainty(request.form.get(f"a-{item.uid}--certainty"))
        if response == item.response and certainty in (None, item.certainty):
            continue
        uid = uuid5(once, f"{item.uid} {response!r} {certainty}")
        steps.append(Sent(uid=uid, item_uid=item.uid, response=response, base_seq=number(f"base-{item.uid}"),
                          certainty=certainty, device=f"page-{once.hex[:20]}"))  # fmt: skip
    return steps


def _given(item: Item, sent: list[str]) -> Any:
    return rules.given(item.version, lambda suffix: request.form.getlist(f"a-{item.uid}{suffix}") + sent)


def sent_files(attempt_uid: UUID, items: Any) -> dict[UUID, list[str]]:
    """Keep the files of a form; return their uids by item."""
    found = {}
    for item in items:
        chosen = [one for one in request.files.getlist(f"f-{item.uid}") if one.filename]
        if chosen:
            data = [(one.filename or "", one.read()) for one in chosen]
            found[item.uid] = actions.keep_answer_files(
                attempt_uid, item.uid, data, by=guard.principal(), now=clock.now()
            )
    return found


def sent(one: dict[str, Any]) -> Sent:
    """Return a step that a script sent; raise AttributeError, KeyError, TypeError or ValueError where it is none."""
    base, fields = read_base(one["base_seq"]), one.get("fields")
    fields = None if fields is None else read_fields(fields)
    return Sent(uid=UUID(one["uid"]), item_uid=UUID(one["item"]), response=one.get("response"), base_seq=base,
                fields=fields, certainty=_certainty((fields or {}).get("--certainty", [""])[0]),
                device=str(one.get("device", ""))[:40],
                client_at=read_moment(one.get("at")))  # fmt: skip


def _certainty(text: str | None) -> int | None:
    return int(text) if text in ("1", "2", "3") else None


def nonce() -> UUID:
    """Return what tells one filling of a form from another."""
    try:
        return UUID(request.form.get("nonce", ""))
    except ValueError:
        return uuid4()


def number(name: str) -> int:
    """Return a whole number of a form, or 0; so it is for one that no sequence and no page has."""
    found = request.form.get(name, 0, type=int)
    return found if 0 <= found <= LARGEST_SEQUENCE else 0
