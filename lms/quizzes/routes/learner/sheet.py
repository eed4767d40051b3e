"""The sheet of an attempt: its questions with what was answered, as a page, or sealed for later."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from flask import render_template, request

from lms.quizzes import queries, rules
from lms.quizzes.models import Attempt, Method
from lms.quizzes.queries import Draft, Item, Seat
from lms.quizzes.rules import behaviours, lobby
from lms.quizzes.rules import review as matrix
from lms.quizzes.rules.marking import told_by_rubric
from lms.web import guard, slots


def page(found: Attempt, *, now: datetime) -> str:
    """Return the page of an open attempt; one that lies on a device shows all questions at once."""
    items = queries.items_of(found.id)
    is_offline = found.method == Method.OFFLINE
    tries = queries.checks_of(found.id) if _behaviour(found) in behaviours.CHECKS else {}
    return render_template(
        "quizzes/learner/attempt.html", zone=found.participation.training.zone, files=queries.file_names(items),
        is_closing=rules.is_late(now, deadline_at=found.deadline_at, grace_seconds=found.grace_seconds),
        offline=_offline() if is_offline else None, **_sheet(found, items, now=now, tries=tries),
    )  # fmt: skip


def blank(seat: Seat, draft: Draft, attempt: Attempt, *, now: datetime) -> str:
    """Return all questions of an attempt that has not begun, page by page, as they will stand on its pages."""
    return render_template(
        "quizzes/learner/_sheet.html", zone=seat.participation.training.zone, files={}, is_closing=False, offline=None,
        **_sheet(attempt, draft.items, now=now, tries={}, has_all=True),
    )  # fmt: skip


def words() -> dict[str, Any]:
    """Return what templates ask of a question."""
    return {"face": rules.face, "summary": rules.summary, "right_answer": rules.right_answer, "told": told_by_rubric}


def _sheet(
    found: Attempt, items: Sequence[Item], *, now: datetime, tries: dict[int, list[Any]], has_all: bool = False
) -> dict[str, Any]:  # fmt: skip
    is_offline = found.method == Method.OFFLINE
    pages = [1] if is_offline else sorted({item.page for item in items})
    wanted = request.args.get("page", type=int)
    place = wanted if wanted in pages else pages[0]
    shown = pages if has_all else [place]
    parts = [(one, [item for item in items if is_offline or item.page == one]) for one in shown]
    own = [item for _page, part in parts for item in part]
    asking = [item for item in items if item.number]
    spread = lobby.hands_in_after(found.uid, grace_seconds=found.grace_seconds or 0)
    return {
        "attempt": found, "parts": parts, "page": place, "now": now, "nonce": uuid4(),
        "after": next((one for one in pages if one > place), None),
        "before": next((one for one in reversed(pages) if one < place), None),
        "unanswered": sum(1 for item in asking if item.response is None), "total": len(asking),
        "spread": round(spread.total_seconds() * 1000), "behaviour": _behaviour(found), "tries": tries,
        "may_check": behaviours.may_check, **_checked(found, own, tries), **words(),
    }  # fmt: skip


def _behaviour(found: Attempt) -> str:
    """Return how an attempt is taken: nothing is checked at once where it lies on a device."""
    behaviour = found.quiz.behaviour
    return behaviours.DEFERRED if found.method == Method.OFFLINE and behaviour in behaviours.CHECKS else behaviour


def _offline() -> dict[str, str]:
    """Return what a page needs that is kept on the device: the offline door, and who writes to it."""
    who = guard.principal()
    return {"door": slots.links("offline.door", who)[0].url, "author": guard.pseudonym_of(who)}


def _checked(found: Attempt, items: Sequence[Item], tries: dict[int, list[Any]]) -> dict[str, Any]:
    """Return what the page tells of answers that were checked: grades, what they earn, and which take no more answers.

    That several tries end tells that the last was right: they go on where this is not to be seen.
    """
    behaviour, checked = found.quiz.behaviour, [item for item in items if item.id in tries]
    seen = matrix.visible(found.quiz.review, "during")
    ends = behaviour == behaviours.IMMEDIATE or "correctness" in seen
    return {
        "seen": seen,
        "grades": {item.id: rules.grade(item.version, tries[item.id][-1]) for item in checked},
        "earned": {
            item.id: behaviours.earned(behaviour, item.version, tries[item.id][-1], tries=tries[item.id],
                                       wrong_costs=found.quiz.wrong_costs)
            for item in checked
        },
        "settled": {
            item.id for item in checked if ends and behaviours.is_settled(behaviour, item.version, tries[item.id])
        },
    }  # fmt: skip
