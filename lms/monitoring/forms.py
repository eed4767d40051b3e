"""Forms of monitoring."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from lms.monitoring.actions import Promise
from lms.monitoring.rules import Tallies
from lms.places.models import Funding
from lms.web.forms import Choice, Day, Form, LongText, NamedForm, Text, Whole, labels

FUNDING_NAMES = {
    Funding.APBN.value: "APBN",
    Funding.APBD.value: "APBD",
    Funding.DANA_DESA.value: _("Village fund"),
    Funding.CSR.value: "CSR",
    Funding.OTHER.value: _("Other"),
}
STATE_NAMES = {
    "draft": _("Draft"),
    "submitted": _("Handed in"),
    "returned": _("Sent back"),
    "verified_regency": _("Verified by the regency"),
    "verified_province": _("Verified by the province"),
    "locked": _("Locked"),
}
STATE_KINDS = {
    "draft": "quiet",
    "submitted": "info",
    "returned": "warn",
    "verified_regency": "good",
    "verified_province": "good",
    "locked": "quiet",
}


LEVEL_NAMES = {"output": _("What was done (output)"), "outcome": _("What came of it (outcome)")}
TALLY_NAMES = {
    "participants": _("Participants"),
    "women": _("Women"),
    "men": _("Men"),
    "under_15": _("Under 15"),
    "from_15": _("15 to 24"),
    "from_25": _("25 to 59"),
    "from_60": _("60 and over"),
    "disabled": _("With a disability"),
}


def _heads(label: object) -> Whole:
    return Whole(label, [Optional(), NumberRange(0, 1_000_000)], default=0)


class ReportForm(Form):
    """A report of a community activity."""

    uid = HiddenField()
    library = Choice(_("Library"), [InputRequired()])
    kind_id = Choice(_("Kind of activity"), [InputRequired()])
    title = Text(_("Activity"), [InputRequired()])
    on_day = Day(_("Date"), [InputRequired()])
    women = _heads(_("Women"))
    men = _heads(_("Men"))
    under_15 = _heads(_("Under 15"))
    from_15 = _heads(_("15 to 24"))
    from_25 = _heads(_("25 to 59"))
    from_60 = _heads(_("60 and over"))
    disabled = _heads(_("With a disability"))
    funding = Choice(_("Paid from"), choices=labels(FUNDING_NAMES, empty=_("Not said")))
    story = LongText(_("How it went so far"))
    evidence = Text(_("Address of a photo or a post"), most=300)
    filed_for = Text(_("Reported by (when you report for somebody)"), most=120)

    def tallies(self) -> Tallies:
        """Return the heads that were counted; an empty box is none."""
        names = ("women", "men", "under_15", "from_15", "from_25", "from_60", "disabled")
        return Tallies(**{name: self[name].data or 0 for name in names})


class IndicatorForm(NamedForm):
    """A figure that a programme follows."""

    code = Text(_("Code"), [
        InputRequired(_("Write a short name.")),
        Regexp(r"^[a-z0-9_-]+$", message=_("Lower-case letters, digits, dashes.")),
    ], most=40)  # fmt: skip
    measure = Choice(_("What is counted"), [InputRequired()])
    level = Choice(_("Level"), [InputRequired()], choices=labels(LEVEL_NAMES))
    unit_id = Text(_("Unit in Indonesian"), most=60)
    unit_en = Text(_("Unit in English"), most=60)
    definition_id = LongText(_("Definition in Indonesian"), most=1000)
    definition_en = LongText(_("Definition in English"), most=1000)
    position = Whole(_("Place in the list"), [Optional(), NumberRange(0, 999)])
    is_public = BooleanField(_("Show it to visitors"))


class TargetForm(Form):
    """What an indicator should reach in a period."""

    starts = Day(_("From"), [InputRequired(_("Choose a day."))])
    ends = Day(_("Until"), [InputRequired(_("Choose a day."))])
    value = Whole(_("Target"), [Optional(), NumberRange(0, 1_000_000_000)])


class MoveForm(Form):
    """What a verifier says of a report."""

    state = HiddenField()
    comment = Text(_("Comment"), most=500)


class MeetingForm(Form):
    """A stakeholder meeting with the heads that each institution sent."""

    programme = Choice(_("Programme"), [InputRequired()])
    region = Text(_("Code of the region"), [InputRequired()], description=_("For example 18.05 or 1805."))
    title = Text(_("Meeting"), [InputRequired()])
    on_day = Day(_("Date"), [InputRequired()])
    venue = Text(_("Place"))
    guests = LongText(
        _("Who came"), [InputRequired()], description=_("One institution a line, with the number of people: Bappeda; 3")
    )
    outcome = LongText(_("What was agreed"))


ITEM_STATES = {
    "planned": _("still to do"),
    "running": _("under way"),
    "done": _("done"),
    "dropped": _("given up"),
}
ITEM_STATE_KINDS = {"planned": "quiet", "running": "info", "done": "good", "dropped": "bad"}


class PromiseForm(Form):
    """What somebody means to do after a training."""

    what = Text(_("What will be done"), [InputRequired(_("Write what will be done."))], most=300)
    place = Text(_("Where"), most=200)
    due = Day(_("Until when"), [InputRequired(_("Choose a day."))])
    with_whom = Text(_("With whom"), most=200)

    def promise(self) -> Promise:
        """Return what was written."""
        return Promise(what=self.what.data, due=self.due.data, place=self.place.data, with_whom=self.with_whom.data)


class ProgressForm(Form):
    """Where a promise stands, with evidence."""

    state = Choice(_("It is"), [InputRequired()], choices=list(ITEM_STATES.items()))
    realised_by = Choice(_("Realised by"))
    words = LongText(_("What happened"), most=2000)
    link = Text(_("Link to evidence"), most=500)
    file = FileField(_("Photo or PDF as evidence"))


class CommentForm(Form):
    """A word to somebody's plan."""

    words = LongText(_("Comment"), [InputRequired(_("Write something."))], most=2000)
