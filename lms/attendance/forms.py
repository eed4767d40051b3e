"""Forms of attendance."""

import re
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, NumberRange

from lms.attendance.models import Group, Status
from lms.web.forms import Choice, Form, Text, Whole

STATUS_NAMES = {
    Status.PRESENT: _("Present"),
    Status.LATE: _("Late"),
    Status.EXCUSED: _("Excused"),
    Status.SICK: _("Sick"),
    Status.ABSENT: _("Absent"),
}
GROUPS = {
    Group.EVERYONE: _("everyone"),
    Group.PARTICIPANTS: _("participants"),
    Group.TRAINERS: _("trainers"),
    Group.ORGANISERS: _("organisers"),
}
_UID = re.compile(r"^[0-9a-f]{32}$")
METHOD_NAMES = {
    "manual": _("by hand"),
    "badge": _("badge"),
    "self": _("self check-in"),
    "paper": _("paper"),
    "import": _("import"),
}


class PaperForm(Form):
    """Row numbers from a signed sheet."""

    numbers = Text(_("Row numbers"), [InputRequired()], most=500)
    status = Choice(_("Status"), choices=[(status.value, name) for status, name in STATUS_NAMES.items()])


class SheetForm(PaperForm):
    """Row numbers from a signed sheet, and whose sheet it is."""

    group = Choice(_("Sheet of"), choices=[(group.value, name) for group, name in GROUPS.items()])


class PhotoForm(Form):
    """To which page of which sheet a photo belongs."""

    session = Choice(_("Session"), [InputRequired(_("Choose a session."))])
    page = Whole(_("Page"), [InputRequired(_("Write the page.")), NumberRange(1, 999)])
    group = Choice(_("Sheet of"), choices=[(group.value, name) for group, name in GROUPS.items()])


class PolicyForm(Form):
    """How lateness and excuses count."""

    late_percent = Whole(_("A late person earns this share of the lesson hours (percent)"), [NumberRange(0, 100)])
    waives_excused = BooleanField(_("Sessions missed with an excuse or by sickness do not count against a person"))
    late_after = Whole(_("A self check-in is late after this many minutes"), [NumberRange(0, 240)])
    wants_end_mark = BooleanField(_("A second mark is taken at the end of each session"))
    one_mark_percent = Whole(
        _("With only one of the two marks a session earns this share (percent)"), [NumberRange(0, 100)]
    )

    def counting(self) -> dict[str, Any]:
        """Return how attendance counts, as plain values."""
        whole = {name: self[name].data or 0 for name in ("late_percent", "late_after", "one_mark_percent")}
        return {**whole, "waives_excused": self.waives_excused.data, "wants_end_mark": self.wants_end_mark.data}


class ReasonForm(Form):
    """A reason for a single mark."""

    status = Choice(_("Status"), choices=[(status.value, name) for status, name in STATUS_NAMES.items()])
    reason = Text(_("Reason"), most=300)
    after = StringField()

    def seen(self) -> tuple[str, ...]:
        """Return the marks that the page showed, by uid; what is no uid is left out."""
        return _uids(self.after.data)


class DecisionForm(Form):
    """Which of the marks that contradict each other is right, and which ones the page showed."""

    mark, after = StringField(), StringField()
    reason = Text(_("Reason"), most=300)

    def seen(self) -> tuple[str, ...]:
        """Return the marks that the page showed, by uid."""
        return _uids(self.after.data)

    def chosen(self) -> UUID | None:
        """Return the uid of the chosen mark, or None."""
        return as_uid(self.mark.data)


class RoomsForm(Form):
    """In which of two rooms somebody was: the two readings that the page showed, and those that hold."""

    readings, right = StringField(), StringField()
    reason = Text(_("Reason"), most=300)

    def both(self) -> tuple[UUID, UUID] | None:
        """Return the two readings, None where there are not two."""
        found = [one for one in map(as_uid, (self.readings.data or "").split(",")) if one]
        return (found[0], found[1]) if len(found) == 2 else None

    def holds(self) -> list[UUID]:
        """Return the readings that hold."""
        return [one for one in map(as_uid, (self.right.data or "").split(",")) if one]


class CodeOwnerForm(Form):
    """Whose a code is."""

    code = StringField()
    person = StringField()
    reason = Text(_("Reason"), most=300)

    def owner(self) -> UUID | None:
        """Return the uid of the chosen person, or None."""
        return as_uid(self.person.data)


class JoinForm(Form):
    """A phone's PIN and its name."""

    pin = Text(_("PIN of six digits"), [InputRequired(_("Type the six digits."))], most=12)
    device = Text(_("Name of this phone"), [InputRequired(_("Give this phone a name, such as “Door 1”."))], most=80)


class CodeForm(Form):
    """The six digits on the wall."""

    digits = Text(_("Six digits on the wall"), [InputRequired(_("Type the six digits."))], most=12)


def _uids(text: str | None) -> tuple[str, ...]:
    return tuple(one for one in (text or "").split(",")[:200] if _UID.match(one))


def as_uid(text: str | None) -> UUID | None:
    """Return what was sent as an uid, or None where it is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
