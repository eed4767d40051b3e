"""Forms of the quarantine."""

from flask_babel import lazy_gettext as _

from lms.web.forms import Form, Text


class DiscardForm(Form):
    """Why facts are discarded."""

    reason = Text(_("Reason"), most=300)
