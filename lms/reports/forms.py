"""Forms of reports."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.validators import InputRequired, NumberRange
from wtforms.validators import Optional as Maybe

from lms.web.forms import Form, Text, Whole

MOST = 999_999_999_999
USUAL_SOURCES = ("APBN", "APBD", _("Village fund"), "CSR")


class CostForm(Form):
    """A line of the budget."""

    budget_line = Text(_("Budget line"), [InputRequired(_("Name the budget line."))], most=200)
    source = Text(_("Source of the money"), [InputRequired(_("Name the source."))], most=80)
    planned = Whole(_("Planned (rupiah)"), [InputRequired(_("Write an amount.")), NumberRange(0, MOST)])
    realised = Whole(_("Spent (rupiah)"), [Maybe(), NumberRange(0, MOST)])

    def line(self) -> dict[str, Any]:
        """Return the line as plain values."""
        return {name: self[name].data for name in ("budget_line", "source", "planned", "realised")}
