"""What the acts of the trail are about, and the facts that stand beside them, in words; rows keep their codes."""

import json
from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _

from lms.operations.rules.acts import named

SUBJECTS: Final[dict[str, Any]] = {
    "action_plan": _("an action plan"),
    "activity_report": _("an activity report"),
    "attempt": _("an attempt at a test"),
    "bank_category": _("a category of questions"),
    "bank_entry": _("a question of the bank"),
    "certificate": _("a certificate"),
    "correction_request": _("a request for a correction"),
    "cost_line": _("a budget line"),
    "credential_key": _("a key of credentials"),
    "design": _("a design of certificates"),
    "indicator": _("an indicator"),
    "issue_batch": _("an issue of certificates"),
    "job": _("work in the background"),
    "lending": _("a lent series"),
    "lesson": _("a lesson"),
    "meeting": _("a meeting"),
    "minute_item": _("an item of minutes"),
    "module": _("a module"),
    "nomination": _("a named person"),
    "office": _("an office"),
    "office_kind": _("a kind of office"),
    "participation": _("a person in a training"),
    "person": _("a person"),
    "programme": _("a programme"),
    "questionnaire": _("a form of questions"),
    "region": _("a region"),
    "region_tree": _("a region tree"),
    "register": _("the register of certificates"),
    "role_grant": _("a role"),
    "series": _("a series of certificate numbers"),
    "session": _("a session"),
    "sheet_photo": _("a signed page"),
    "sign_in": _("a sign-in"),
    "signer": _("a signer"),
    "site": _("the installation"),
    "survey": _("an evaluation"),
    "survey_form": _("an evaluation form"),
    "team": _("a team"),
    "training": _("a training"),
    "training_file": _("a file of a training"),
    "training_group": _("a group of a training"),
    "training_session": _("a session of a training"),
}
FACTS: Final[dict[str, Any]] = {
    "after": _("how it is now"),
    "aim": _("what it is about"),
    "answers": _("number of answers"),
    "archived": _("is archived"),
    "at": _("at the time"),
    "before": _("how it was before"),
    "budget_line": _("the budget line"),
    "capacity": _("in the capacity"),
    "category": _("its category"),
    "changed": _("number of changes"),
    "code": _("its code word"),
    "coming": _("number of those who come"),
    "count": _("number of rows"),
    "days": _("number of days"),
    "ends": _("it ends"),
    "facts": _("number of facts"),
    "fields": _("changed fields"),
    "file": _("its file"),
    "first": _("the first one"),
    "form": _("its form"),
    "format": _("format of the file"),
    "from_grant": _("role it was handed over from"),
    "funding": _("paid from"),
    "goes_on": _("goes on as before"),
    "group": _("its group"),
    "guests": _("number of guests"),
    "in_charge": _("is in charge"),
    "into": _("moved into"),
    "is_online": _("is online"),
    "key": _("its key"),
    "keys": _("number of keys"),
    "kind": _("its kind"),
    "label": _("its label"),
    "last": _("the last one"),
    "marks": _("number of marks"),
    "may_show": _("may be shown"),
    "members": _("number of members"),
    "mentor": _("the mentor named"),
    "merged_uid": _("identifier of the merged entry"),
    "module": _("its module"),
    "moved": _("rows that moved"),
    "name": _("its name"),
    "number": _("its number"),
    "office": _("its office"),
    "on": _("on the day"),
    "outcome": _("what came of it"),
    "own_key": _("key of the office"),
    "page": _("page of the sheet"),
    "pages": _("number of pages"),
    "pattern": _("pattern of numbers"),
    "people": _("number of people"),
    "per_cent": _("in per cent"),
    "person": _("the person meant"),
    "phase": _("phase of the programme"),
    "planned": _("what was planned"),
    "position": _("its position"),
    "realised": _("what was spent"),
    "reason": _("the reason"),
    "region": _("its region"),
    "role": _("the role given"),
    "seats": _("number of seats"),
    "series": _("its series"),
    "since": _("since the day"),
    "slug": _("part of its address"),
    "source": _("where it comes from"),
    "stages": _("stages of approval"),
    "starts": _("it begins"),
    "state": _("its state"),
    "status": _("its status"),
    "successor": _("its successor"),
    "taken": _("number of those taken"),
    "uids": _("identifiers of rows"),
    "until": _("until the day"),
    "valid_from": _("valid from"),
    "value": _("its value"),
    "workers": _("number of workers"),
    "year": _("in the year"),
}


def subject_name(subject: str) -> str:
    """Return what an act is about, in words."""
    return str(SUBJECTS.get(subject, subject))


def subjects_named(word: str) -> list[str]:
    """Return the codes of the subjects whose names have a folded word in them."""
    return named(SUBJECTS, word)


def facts_said(facts: Mapping[str, Any]) -> str:
    """Write the plain facts of an act in one line, the longest ones cut; values stand as they were written."""
    said = (f"{FACTS.get(key, key)}: {_said(value)}" for key, value in facts.items())
    return " · ".join(one if len(one) <= 120 else f"{one[:119]}…" for one in said)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list):
        return ", ".join(_said(one) for one in value)
    return value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
