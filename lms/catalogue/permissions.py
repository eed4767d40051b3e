"""Who may write modules, and who may look at their drafts."""

from typing import Any

from lms.core.principals import Principal, Role

AUTHORS = (Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR)
READERS = (*AUTHORS, Role.COORDINATOR, Role.AUDITOR)


def may_author(principal: Principal) -> bool:
    """Tell whether this principal may write modules and publish them."""
    return principal.is_one_of(*AUTHORS)


def may_see_drafts(principal: Principal) -> bool:
    """Tell whether this principal may look at modules that are not released."""
    return principal.is_one_of(*READERS)


def sees_drafts(principal: Principal, _subject: Any) -> bool:
    """Say for a slot whether its entry is for those who look at drafts."""
    return may_see_drafts(principal)
