"""Forms of enrolment."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField
from wtforms.validators import InputRequired, Optional

from lms.places.models import Office, OfficeKind
from lms.trainings.models import Step
from lms.trainings.rules.labels import capacities
from lms.web.forms import Choice, Form, Text
from lms.web.i18n import said


def step_choices() -> list[tuple[str, str]]:
    """Return what may be said of people who come in."""
    return [
        (Step.REGISTERED.value, gettext("Registered")),
        (Step.INVITED.value, gettext("Only invited")),
        (Step.ARRIVED.value, gettext("Arrived")),
    ]


class UploadForm(Form):
    """A file of people."""

    file = FileField(_("File (XLSX or CSV)"), [FileRequired(_("Choose a file."))])
    step = Choice(_("These people are"), [InputRequired()])


class ConfirmForm(Form):
    """The last word before people are added."""

    makes_offices = BooleanField(_("Add the offices that are not known yet"))
    office_kind_id = Choice(_("Kind of the new offices"), [Optional()])
    allows_over = BooleanField(_("Over capacity: let them in all the same"))

    def kind_id(self) -> int | None:
        """Return the kind of the new offices where they were allowed."""
        return int(self.office_kind_id.data) if self.makes_offices.data and self.office_kind_id.data else None


class PersonForm(Form):
    """One person who comes into a training."""

    full_name = Text(_("Full name"), [InputRequired()], most=120)
    degree_before = Text(_("Title before the name"), most=40)
    degree_after = Text(_("Degree after the name"), most=60)
    sex = Choice(_("Sex"), [Optional()], default="")
    phone = Text(_("Phone"), most=24)
    nip = Text(_("NIP"), most=30)
    office_id = Choice(_("Office"), [Optional()], default="")
    position = Text(_("Position"), most=120)
    capacity = Choice(_("Takes part as"), [InputRequired()])
    step = Choice(_("This person is"), [InputRequired()])
    allows_over = BooleanField(_("Over capacity: let this person in all the same"))


class RegistrationForm(Form):
    """A visitor's registration."""

    name = Text(_("Full name"), [InputRequired()], most=120)
    phone = Text(_("Phone (WhatsApp)"), [InputRequired()], most=24)
    office = Text(_("Office or library"), most=200)
    agrees = BooleanField(_("I agree that my name, phone number and office are kept for this training."))


def person_form(offices: Sequence[Office]) -> PersonForm:
    """Return the form for one person."""
    form = PersonForm()
    form.sex.choices = [("", "–"), ("P", gettext("Female")), ("L", gettext("Male"))]
    form.office_id.choices = [("", "–")] + [(str(office.id), office.name) for office in offices]
    form.capacity.choices = [(key.value, words) for key, words in capacities().items()]
    form.step.choices = step_choices()
    return form


def upload_form() -> UploadForm:
    """Return the form for a file."""
    form = UploadForm()
    form.step.choices = step_choices()
    return form


def confirm_form(kinds: Sequence[OfficeKind]) -> ConfirmForm:
    """Return the form that confirms an import."""
    form = ConfirmForm()
    form.office_kind_id.choices = [(str(kind.id), said(kind.label)) for kind in kinds]
    return form
