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
from lms.quizzes.rules.types import texts, undrawn, with_html

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
        options=_drawn(said.options, media), settings=_drawn(said.settings, media),
        objective=said.objective, made_by=by.id, made_at=now,
    )  # fmt: skip
    db.session.add(version)
    entry.search_text = folded(" ".join([said.text, *texts(said.options), *texts(said.settings)]))
    return version


def is_same(version: QuestionVersion, said: QuestionText) -> bool:
    """Tell whether a version already says this."""
    return version_text(version) == {
        "type": said.type, "text": said.text, "feedback": said.feedback, "objective": said.objective,
        "options": undrawn(said.options), "settings": undrawn(said.settings),
    }  # fmt: skip


def version_text(version: QuestionVersion) -> dict[str, Any]:
    """Return what a version says, without its drawn HTML."""
    return {"type": str(version.type), "text": version.text, "feedback": version.feedback,
            "objective": version.objective, "options": undrawn(version.options),
            "settings": undrawn(version.settings)}  # fmt: skip


def write_tags(entry: BankEntry, tags: Sequence[str]) -> None:
    """Give an entry exactly these tags."""
    known = set(db.session.scalars(select(EntryTag.tag).where(EntryTag.entry_id == entry.id)))
    db.session.add_all(EntryTag(entry_id=entry.id, tag=tag) for tag in dict.fromkeys(tags) if tag not in known)
    if gone := known - set(tags):
        db.session.execute(delete(EntryTag).where(EntryTag.entry_id == entry.id, EntryTag.tag.in_(gone)))


def _drawn(value: Any, media: dict[str, str]) -> Any:
    return with_html(value, lambda text: draw_line(text, media), lambda name: media.get(name, ""))


def draw_line(text: str, media: dict[str, str]) -> str:
    """Draw a short text; a single paragraph loses its mark, so that it can stand beside a button."""
    html = draw(text, media).strip()
    if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
        return html.removeprefix("<p>").removesuffix("</p>")
    return html


def _refused(reason: str) -> Refused:
    return Refused(_("The question cannot be kept: %(reason)s", reason=reason))
