"""The blueprint of the staff's doors to people, and what their pages share."""

from flask import Blueprint
from flask_babel import gettext as _

from lms.core.principals import Role

bp = Blueprint("accounts_staff", __name__, url_prefix="/staff/people")


def role_labels() -> dict[str, str]:
    """Return what each role is called."""
    return {
        Role.LIBRARY_MANAGER: _("Library manager"),
        Role.FACILITATOR: _("Facilitator"),
        Role.OFFICE_OPERATOR: _("Office operator"),
        Role.COORDINATOR: _("Coordinator"),
        Role.VERIFIER: _("Verifier"),
        Role.PROGRAMME_MANAGER: _("Programme manager"),
        Role.ADMINISTRATOR: _("Administrator"),
        Role.AUDITOR: _("Auditor"),
    }
