"""Forms of delegations."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms.validators import InputRequired, NumberRange, Optional

from lms.enrolment import queries
from lms.enrolment.models import NominationPlan
from lms.enrolment.rules.labels import stages
from lms.places.models import Office
from lms.trainings.models import Capacity, Training
from lms.trainings.rules.labels import capacities
from lms.web.forms import Choice, Day, Form, Radio, Text, Whole


class PlanForm(Form):
    """Until when a training takes delegations, and who approves them."""

    until = Day(_("Last day for delegations"), [InputRequired()])
    stages = Radio(_("Approval"), [InputRequired()])


class QuotaForm(Form):
    """How many people a region or an office may send."""

    region_id = Choice(_("Region, with all below it"), [Optional()], default="")
    office_id = Choice(_("Or one office"), [Optional()], default="")
    capacity = Choice(_("Takes part as"), [InputRequired()])
    seats = Whole(_("Places"), [InputRequired(), NumberRange(0, 5000)])

    def place(self) -> dict[str, int | None]:
        """Return the chosen region or office."""
        return {
            "region_id": int(self.region_id.data) if self.region_id.data else None,
            "office_id": int(self.office_id.data) if self.office_id.data else None,
        }


class CriterionForm(Form):
    """What applications are chosen by."""

    label = Text(_("Criterion"), [InputRequired()], most=120)
    most = Whole(_("Most points"), [InputRequired(), NumberRange(1, 100)])


class LetterForm(Form):
    """A letter of assignment."""

    office = Choice(_("Office that sends"), [InputRequired()])
    letter_number = Text(_("Number of the letter of assignment"), [InputRequired()], most=120)
    letter_date = Day(_("Date of the letter"), [InputRequired()])
    letter = FileField(_("Scan or photo of the letter"))


class SentForm(Form):
    """A new person whom an office sends."""

    full_name = Text(_("Full name"), [InputRequired()], most=120)
    degree_before = Text(_("Title before the name"), most=40)
    degree_after = Text(_("Degree after the name"), most=60)
    sex = Choice(_("Sex"), [Optional()], default="")
    phone = Text(_("Phone"), most=24)
    nip = Text(_("NIP"), most=30)
    position = Text(_("Position"), most=120)
    capacity = Choice(_("Takes part as"), [InputRequired()])

    def person(self) -> dict[str, Any]:
        """Return the facts of the person."""
        names = ("full_name", "degree_before", "degree_after", "phone", "nip", "position")
        return {name: self[name].data for name in names} | {"sex": self.sex.data or None}


def plan_form(plan: NominationPlan | None) -> PlanForm:
    """Return the form of how a training takes delegations."""
    form = PlanForm(data={"until": plan.until, "stages": str(plan.stages)} if plan else {"stages": "0"})
    form.stages.choices = list(stages().items())
    return form


def quota_form(training: Training) -> QuotaForm:
    """Return the form of a quota."""
    form = QuotaForm()
    regions = queries.quota_regions(training.programme.tree_id)
    form.region_id.choices = [("", "–")] + [(str(one.id), f"{one.code} {one.name}") for one in regions]
    form.office_id.choices = [("", "–")] + [
        (str(one.id), one.name) for one in queries.quota_offices(training.programme.tree_id)
    ]
    form.capacity.choices = list(capacities().items())
    return form


def letter_form(offices: Sequence[Office], *, chosen: Office | None) -> LetterForm:
    """Return the form of a letter."""
    form = LetterForm(data={"office": str(chosen.uid) if chosen else ""})
    form.office.choices = [("", "–")] + [(str(one.uid), f"{one.name} · {one.region.name}") for one in offices]
    return form


def sent_form() -> SentForm:
    """Return the form of a new person whom an office sends."""
    form = SentForm(data={"capacity": Capacity.PARTICIPANT.value})
    form.sex.choices = [("", "–"), ("P", gettext("Female")), ("L", gettext("Male"))]
    form.capacity.choices = list(capacities().items())
    return form
