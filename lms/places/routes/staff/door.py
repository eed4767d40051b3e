"""The blueprint of the staff's doors to places, and the words that their pages share."""

from flask import Blueprint
from flask_babel import gettext as _

from lms.core.errors import Refused
from lms.places import queries
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


def region_id(code: str | None) -> int:
    """Return the region of the main tree with this code; refuse a code that names none."""
    tree = queries.main_tree()
    found = queries.find_region_by_code(tree.id, code or "") if tree else None
    if found is None:
        message = _("There is no region with this code.")
        raise Refused(message, fields={"region": message})
    return found.id
