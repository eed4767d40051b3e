"""Who looks behind the scenes."""

from typing import Any

from lms.core.principals import Principal, Role


def may_run(principal: Principal) -> bool:
    """Tell whether somebody sees all work in the background and may start it again."""
    return principal.is_one_of(Role.ADMINISTRATOR)


def may_audit(principal: Principal) -> bool:
    """Tell whether somebody may read the audit trail."""
    return principal.is_one_of(Role.ADMINISTRATOR, Role.AUDITOR)


def runs(principal: Principal, _subject: Any) -> bool:
    """Say for a slot whether its entry is for those who run the service."""
    return may_run(principal)


def audits(principal: Principal, _subject: Any) -> bool:
    """Say for a slot whether its entry is for those who read the trail."""
    return may_audit(principal)
