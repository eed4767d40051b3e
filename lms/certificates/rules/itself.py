"""Whether a module may issue certificates by itself today."""

from datetime import date

from flask_babel import gettext as _


def hindrance(*, series_is_closed: bool, signs_from: date, signs_until: date | None, today: date) -> str:
    """Return in words why nothing can be issued now, empty when it can."""
    if series_is_closed:
        return str(_("The series is closed."))
    if today < signs_from or (signs_until is not None and today > signs_until):
        return str(_("Who signs may not sign today."))
    return ""
