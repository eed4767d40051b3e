"""Who looks behind the scenes: work and acts of the whole service, so only whose role reaches all of it."""

from typing import Any

from lms.core.principals import Principal, Role
from lms.places.rules import is_everywhere


def may_run(principal: Principal) -> bool:
    """Tell whether somebody sees all work in the background and may start it again."""
    return is_everywhere(principal, Role.ADMINISTRATOR)


def may_audit(principal: Principal) -> bool:
    """Tell whether somebody may read the audit trail."""
    return is_everywhere(principal, Role.ADMINISTRATOR, Role.AUDITOR)


def runs(principal: Principal, _subject: Any) -> bool:
    """Say for a slot whether its entry is for those who run the service."""
    return may_run(principal)


def audits(principal: Principal, _subject: Any) -> bool:
    """Say for a slot whether its entry is for those who read the trail."""
    return may_audit(principal)
