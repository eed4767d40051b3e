"""Forms for planning a training."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _
from wtforms import BooleanField
from wtforms.validators import InputRequired, NumberRange, Optional

from lms.core.principals import Principal
from lms.places.models import Programme, Region
from lms.trainings import queries
from lms.trainings.forms.fields import Clock, LessonHours, Place
from lms.trainings.models import Training
from lms.web.filters import ZONE_NAMES
from lms.web.forms import Choice, Day, Form, LongText, Text, Whole
from lms.web.i18n import said

FACTS = (
    "title", "kind_id", "office_id", "region_id", "starts", "ends", "zone", "venue", "venue_position", "city",
    "capacity", "registration_until", "is_public", "description", "least_attendance", "least_attendance_facilitator",
    "needs_post_test", "needs_evaluation",
)  # fmt: skip


class TrainingForm(Form):
    """The facts of a training; a field per module of the programme is added by `training_form`."""

    title = Text(_("Title"), [InputRequired()], most=200)
    kind_id = Choice(_("Kind"), [InputRequired()], coerce=int)
    office_id = Choice(_("Organising office"), [InputRequired()], coerce=int)
    region_id = Choice(_("Region"), [InputRequired()], coerce=int)
    is_self_paced = BooleanField(_("For self-study: without dates, people begin whenever they like"))
    starts = Day(_("First day"), [Optional()])
    ends = Day(_("Last day"), [Optional()])
    zone = Choice(_("Time zone"), [InputRequired()])
    venue = Text(_("Venue"), most=200)
    venue_position = Place(_("Position of the venue"))
    city = Text(_("Town"), most=120)
    capacity = Whole(_("Seats"), [Optional(), NumberRange(1, 100_000)])
    registration_until = Day(_("Open registration until"), [Optional()])
    is_public = BooleanField(_("Show on the public pages"))
    description = LongText(_("Description"), most=5000)
    least_attendance = Whole(_("Least attendance of participants, in percent"), [Optional(), NumberRange(0, 100)])
    least_attendance_facilitator = Whole(
        _("Least attendance of facilitators, in percent"), [Optional(), NumberRange(0, 100)]
    )
    needs_post_test = BooleanField(_("The certificate needs a passed post-test"))
    needs_evaluation = BooleanField(_("The certificate needs the evaluations to be filled in"))
    moves_sessions = BooleanField(_("Move the sessions along when the first day changes"))
    module_fields: Sequence[str] = ()

    def training_facts(self) -> dict[str, Any]:
        """Return the clean facts for the action."""
        facts = {key: self[key].data for key in FACTS}
        facts["least_attendance"] = 80 if facts["least_attendance"] is None else facts["least_attendance"]
        if facts["least_attendance_facilitator"] is None:
            facts["least_attendance_facilitator"] = 90
        return facts

    def modules(self) -> list[tuple[int, int]]:
        """Return the taught modules with their JP: those whose field is filled."""
        fields = [self[name] for name in self.module_fields]
        return [(int(field.short_name[3:]), field.data) for field in fields if field.data is not None]


class CopyForm(Form):
    """A new training from a template or from another training."""

    title = Text(_("Title"), [InputRequired()], most=200)
    starts = Day(_("First day"), [Optional()])
    as_template = BooleanField(_("Keep as a template instead of planning a training"))


class OpeningForm(Form):
    """When a training really began."""

    day = Day(_("Day"), [Optional()])
    time = Clock(_("Time"), [Optional()])
    opened_by = Text(_("Opened by"), most=200)
    in_stead_of = Text(_("In the stead of"), most=200)


def training_form(principal: Principal, programme: Programme, training: Training | None = None) -> TrainingForm:
    """Return the form for a programme's training, filled with its facts where there is one already."""
    taught = {row.module_id: row.jp for row in queries.modules_of(training.id)} if training else {}
    modules = queries.offered_modules(programme.id, also=taught)
    names = [f"jp_{module.id}" for module in modules]
    fields: dict[str, Any] = {f"jp_{m.id}": LessonHours(m.title, [Optional()]) for m in modules}
    kind: type[TrainingForm] = type("TrainingFormOfProgramme", (TrainingForm,), {**fields, "module_fields": names})
    known = {f"jp_{module_id}": jp for module_id, jp in taught.items()}
    form = kind(obj=training, data=known | _fresh(training, programme))
    _offer(form, principal, programme, training)
    return form


def _fresh(training: Training | None, programme: Programme) -> dict[str, Any]:
    if training is not None:
        return {"moves_sessions": True}
    return {"zone": programme.zone, "is_public": True, "least_attendance": 80, "least_attendance_facilitator": 90}


def _offer(form: TrainingForm, principal: Principal, programme: Programme, training: Training | None) -> None:
    kinds = queries.kinds(programme.id)
    regions = queries.offered_regions(principal, programme.tree_id, also=training.region_id if training else None)
    offices = queries.offered_offices(principal, also=training.office_id if training else None)
    form.kind_id.choices = [(kind.id, said(kind.label)) for kind in kinds]
    form.region_id.choices = [(region.id, _region_label(region)) for region in regions]
    form.office_id.choices = [(office.id, office.name) for office in offices]
    known = [*ZONE_NAMES, programme.zone, *([training.zone] if training else [])]
    zones = dict.fromkeys([*known, *sorted(available_timezones())])
    form.zone.choices = [(zone, f"{ZONE_NAMES[zone]} – {zone}" if zone in ZONE_NAMES else zone) for zone in zones]


def _region_label(region: Region) -> str:
    return f"{region.code} {region.name}"
