"""Writing the bank: an edit of a question adds a version."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select

from lms.catalogue.rules import draw
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.names import folded
from lms.core.principals import Principal
from lms.quizzes.models import BankEntry, EntryTag, QuestionState, QuestionVersion
from lms.quizzes.rules.question_file import QuestionText, require_question

DRAWN = ("text", "feedback")


def add_version(
    entry: BankEntry, said: QuestionText, last: QuestionVersion | None, *, by: Principal, now: datetime,
    media: dict[str, str], state: QuestionState = QuestionState.READY,
) -> QuestionVersion:  # fmt: skip
    """Add what is said as the next version of an entry; the same again adds nothing. Inside a transaction."""
    require_question(said, _refused)
    html = draw(said.text, media)
    if last is not None and last.state == state and is_same(last, said) and last.html == html:
        return last
    version = QuestionVersion(
        entry_id=entry.id, number=last.number + 1 if last else 1, type=said.type, state=state, text=said.text,
        html=html, feedback=said.feedback, feedback_html=draw(said.feedback, media),
        options=[_drawn(option, media) for option in said.options], settings=dict(said.settings),
        objective=said.objective, made_by=by.id, made_at=now,
    )  # fmt: skip
    db.session.add(version)
    entry.search_text = folded(" ".join([said.text, *(option["text"] for option in said.options)]))
    return version


def is_same(version: QuestionVersion, said: QuestionText) -> bool:
    """Tell whether a version already says this."""
    return version_text(version) == {
        "type": said.type, "text": said.text, "feedback": said.feedback, "objective": said.objective,
        "options": [dict(option) for option in said.options], "settings": dict(said.settings),
    }  # fmt: skip


def version_text(version: QuestionVersion) -> dict[str, Any]:
    """Return what a version says, without its drawn HTML."""
    options = [{k: v for k, v in one.items() if k not in {"html", "feedback_html"}} for one in version.options]
    return {"type": str(version.type), "text": version.text, "feedback": version.feedback,
            "objective": version.objective, "options": options, "settings": dict(version.settings)}  # fmt: skip


def write_tags(entry: BankEntry, tags: Sequence[str]) -> None:
    """Give an entry exactly these tags."""
    known = set(db.session.scalars(select(EntryTag.tag).where(EntryTag.entry_id == entry.id)))
    db.session.add_all(EntryTag(entry_id=entry.id, tag=tag) for tag in dict.fromkeys(tags) if tag not in known)
    if gone := known - set(tags):
        db.session.execute(delete(EntryTag).where(EntryTag.entry_id == entry.id, EntryTag.tag.in_(gone)))


def _drawn(option: dict[str, Any], media: dict[str, str]) -> dict[str, Any]:
    return option | {"html": draw_line(option["text"], media), "feedback_html": draw_line(option["feedback"], media)}


def draw_line(text: str, media: dict[str, str]) -> str:
    """Draw a short text; a single paragraph loses its mark, so that it can stand beside a button."""
    html = draw(text, media).strip()
    if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
        return html.removeprefix("<p>").removesuffix("</p>")
    return html


def _refused(reason: str) -> Refused:
    return Refused(_("The question cannot be kept: %(reason)s", reason=reason))
