"""By which way each fact of the trail is told: as a code of a fixed list, as a day, as a row, or as it stands.

A fact is told by what stands under "act:fact" in TOLD, else under "fact"; tests/test_words.py wants one for each.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from flask_babel import gettext as _

from lms.accounts.models import ClaimKind
from lms.accounts.rules import role_labels
from lms.attendance.models import Phase
from lms.certificates.models import Outcome as Correction
from lms.core import registry
from lms.core.principals import Role
from lms.monitoring import forms as monitoring
from lms.monitoring.models import ReportState
from lms.notifications.models import Group
from lms.notifications.rules.reminders import groups
from lms.operations.rules.fields import field_name
from lms.operations.rules.subjects import SUBJECTS
from lms.operations.rules.work import job_name
from lms.places.models import Funding, PartnerStatus
from lms.places.rules import fundings, statuses
from lms.quizzes import forms as quizzes
from lms.quizzes.models import QuestionState
from lms.surveys.forms import AIMS
from lms.surveys.models import Aim
from lms.trainings.models import Capacity, FileKind
from lms.trainings.models import Outcome as Decided
from lms.trainings.rules.labels import capacities, outcomes
from lms.web import filters
from lms.web.i18n import said


@dataclass(frozen=True)
class Coded:
    """One of a fixed list of codes, told in the words that screens have for them."""

    codes: type[StrEnum] | None
    words: Callable[[], Mapping[Any, Any]]


@dataclass(frozen=True)
class Meant:
    """A row or several of this kind, kept by uid or id."""

    kind: str


Plain = Callable[[Any, str], str]
"""Tells a value by itself, in a time zone."""


def told_by(act: str, key: str) -> Coded | Meant | Plain | None:
    """Return how a fact of an act is told, None where nobody said."""
    return TOLD.get(f"{act}:{key}", TOLD.get(key))


def plain(value: Any, zone: str) -> str:
    """Tell a value as it stands; a number, and yes or no, in the reader's words."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if value is None:
        return "–"
    if isinstance(value, (int, float)):
        return filters.number(value)
    if isinstance(value, list):
        return ", ".join(plain(one, zone) for one in value) or "–"
    return value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)


def _day(value: Any, zone: str) -> str:
    return _moment(value, zone) if "T" in str(value) else _dated(value, lambda at: filters.day(at.date()))


def _moment(value: Any, zone: str) -> str:
    return _dated(value, lambda at: filters.moment(at, zone) if at.tzinfo else filters.day(at.date()))


def _dated(value: Any, write: Callable[[datetime], str]) -> str:
    try:
        return write(datetime.fromisoformat(value))
    except (TypeError, ValueError):
        return str(value)


def _year(value: Any, _zone: str) -> str:
    return str(value)


def _fields(value: Any, _zone: str) -> str:
    return ", ".join(field_name(one) for one in value)


def _were(value: Any, zone: str) -> str:
    """Tell what fields held before, from the texts that the trail keeps of them."""
    return "; ".join(f"{field_name(key)}: {_was(text, zone)}" for key, text in value.items())


def _was(text: str, zone: str) -> str:
    if text in _WRITTEN:
        return _WRITTEN[text]()
    return _moment(text, zone) if text[4:5] == "-" and text[-6:-5] == "+" else text


def _lesson_kinds() -> dict[str, Any]:
    return {kind.name: kind.label for kind in registry.entries("lesson_kinds").values()}


_WRITTEN: Final[dict[str, Callable[[], str]]] = {
    "None": lambda: "–", "True": lambda: _("yes"), "False": lambda: _("no"),
}  # fmt: skip
_CLAIMS: Final = Coded(
    ClaimKind,
    lambda: {
        ClaimKind.SLIP: _("on a paper slip"), ClaimKind.LINK: _("by a link"), ClaimKind.SPOKEN: _("spoken"),
        ClaimKind.RESET: _("by a link for a new password"),
    },
)  # fmt: skip
_CORRECTIONS: Final = Coded(
    Correction,
    lambda: {
        Correction.OPEN: _("Waiting"), Correction.REPLACED: _("Replaced"),
        Correction.DECLINED: _("Answered without a replacement"),
    },
)  # fmt: skip
_CAPACITIES: Final = Coded(Capacity, capacities)
AS_THEY_STAND: Final = [
    "added", "already_in", "answered", "answers", "archived", "budget_line", "changed", "code", "coming", "count",
    "days", "entered", "facts", "file", "first", "form", "found_people", "goes_on", "groups", "guests",
    "in_charge", "into", "is_online", "key", "keys", "last", "late_after", "late_percent", "marks", "may_show",
    "members", "moved", "name", "new_offices", "new_people", "number", "one_mark_percent", "own_key", "page",
    "pages", "pattern", "people", "per_cent", "planned", "position", "realised", "reason", "restored", "rows",
    "scans", "seats", "series", "slug", "source", "stages", "successor", "taken", "value", "waives_excused",
    "wants_end_mark", "workers",
]  # fmt: skip
TOLD: Final[dict[str, Coded | Meant | Plain]] = {
    **dict.fromkeys(AS_THEY_STAND, plain),
    **dict.fromkeys(("ends", "on", "since", "starts", "until", "valid_from"), _day),
    "aim": Coded(Aim, lambda: AIMS),
    "at": _moment,
    "before": _were,
    "capacity": _CAPACITIES,
    "category": Meant("bank_category"),
    "fields": _fields,
    "format": Coded(None, lambda: quizzes.FORMAT_NAMES),
    "from_grant": Meant("role_grant"),
    "funding": Coded(Funding, fundings),
    "group": Coded(Group, groups),
    "label": lambda value, _zone: said(value),
    "mentor": Meant("person"),
    "merged_uid": Meant("person"),
    "module": Meant("module"),
    "office": Meant("office"),
    "person": Meant("person"),
    "phase": Coded(Phase, lambda: {Phase.START: _("At the start"), Phase.END: _("At the end")}),
    "region": Meant("region"),
    "role": Coded(Role, role_labels),
    "status": Coded(PartnerStatus, statuses),
    "year": _year,
    "certificates.correction:outcome": _CORRECTIONS,
    "certificates.lent:region": plain,
    "certificates.taken_back:kind": Coded(None, lambda: SUBJECTS),
    "claim.made:kind": _CLAIMS,
    "claim.used:kind": _CLAIMS,
    "file.added:kind": Coded(FileKind, lambda: {FileKind.PHOTO: _("Photo"), FileKind.MATERIAL: _("Material")}),
    "job.retried:name": lambda value, _zone: job_name(value),
    "lesson.made:kind": Coded(None, _lesson_kinds),
    "minutes.settled:outcome": Coded(Decided, outcomes),
    "monitoring.report_moved:state": Coded(ReportState, lambda: monitoring.STATE_NAMES),
    "offices.made:uids": Meant("office"),
    "participation.capacity:after": _CAPACITIES,
    "participation.capacity:before": _CAPACITIES,
    "people.made:uids": Meant("person"),
    "question.changed_together:state": Coded(QuestionState, lambda: quizzes.STATE_NAMES),
    "question.copied:source": Meant("bank_entry"),
}
