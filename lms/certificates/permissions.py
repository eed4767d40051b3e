"""Who keeps series, signers and designs, and who reads the register."""

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from lms.core.principals import Grant, Principal, Role
from lms.places import rules as places
from lms.places.models import Office, Region

KEEPERS = (Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.COORDINATOR)
READERS = (*KEEPERS, Role.VERIFIER, Role.AUDITOR)


def may_keep(principal: Principal) -> bool:
    """Tell whether somebody may keep series, signers and designs at all."""
    return principal.is_one_of(*KEEPERS)


def may_read(principal: Principal) -> bool:
    """Tell whether somebody may look at the register."""
    return principal.is_one_of(*READERS)


def may_reconcile(principal: Principal) -> bool:
    """Tell whether somebody may bring a restored register up to the journal."""
    return principal.is_one_of(Role.ADMINISTRATOR)


def may_keep_keys(principal: Principal) -> bool:
    """Tell whether somebody may change the keys that sign credentials."""
    return principal.is_one_of(Role.ADMINISTRATOR)


def keeps_papers(principal: Principal, _subject: object) -> bool:
    """Tell whether a module's page leads somebody to its certificate."""
    return may_keep(principal)


def sees_register(principal: Principal, _subject: object) -> bool:
    """Tell whether the navigation leads somebody to the register."""
    return may_read(principal)


def keeps(principal: Principal, office_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Return the predicate "of an office for which the principal keeps series, signers and designs"."""
    return _reached(principal.grants_of(*KEEPERS), office_id)


def reads(principal: Principal, office_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Return the predicate "of an office whose register the principal reads"."""
    return _reached(principal.grants_of(*READERS), office_id)


def _reached(grants: tuple[Grant, ...], office_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return or_(false(), *(_of_grant(grant, office_id) for grant in grants))


def _of_grant(grant: Grant, office_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    if grant.office_id:
        return office_id == grant.office_id
    if grant.reach_code:
        offices = select(Office.id).join(Region, Region.id == Office.region_id)
        return office_id.in_(offices.where(places.below(Region.reach_code, grant.reach_code)))
    return true()
