"""The blueprint of the staff's doors to places, and the words that their pages share."""

from flask import Blueprint
from flask_babel import gettext as _

from lms.places.models import Funding, PartnerStatus

bp = Blueprint("places_staff", __name__, url_prefix="/staff/places")


def statuses() -> dict[str, str]:
    """Return what each partner status is called."""
    return {
        PartnerStatus.FULL_SUPPORT: _("Full support"),
        PartnerStatus.QUALITY_BOOKS: _("Quality books"),
        PartnerStatus.SELF_REPLICATION: _("Replicates by itself"),
    }


def fundings() -> dict[str, str]:
    """Return what each source of money is called."""
    return {
        Funding.APBN: _("State budget (APBN)"),
        Funding.APBD: _("Regional budget (APBD)"),
        Funding.DANA_DESA: _("Village fund"),
        Funding.CSR: _("Company (CSR)"),
        Funding.OTHER: _("Other"),
    }
