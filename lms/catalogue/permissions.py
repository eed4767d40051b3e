"""Who may write modules, and who may look at their drafts."""

from lms.core.principals import Principal, Role

AUTHORS = (Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR)
READERS = (*AUTHORS, Role.COORDINATOR, Role.AUDITOR)


def may_author(principal: Principal) -> bool:
    """Tell whether this principal may write modules and publish them."""
    return principal.is_one_of(*AUTHORS)


def may_see_drafts(principal: Principal) -> bool:
    """Tell whether this principal may look at modules that are not released."""
    return principal.is_one_of(*READERS)
