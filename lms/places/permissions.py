"""Who sees offices and regions, and who keeps them."""

from lms.core.principals import Principal, Role

VIEWERS = (
    Role.LIBRARY_MANAGER, Role.FACILITATOR, Role.OFFICE_OPERATOR, Role.COORDINATOR, Role.VERIFIER,
    Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR, Role.AUDITOR,
)  # fmt: skip
KEEPERS = (Role.OFFICE_OPERATOR, Role.COORDINATOR, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR)
OPENERS = (Role.COORDINATOR, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR)


def may_see(principal: Principal) -> bool:
    """Tell whether somebody may look at the offices within reach."""
    return principal.is_one_of(*VIEWERS)


def sees_offices(principal: Principal, _subject: object) -> bool:
    """Tell whether the navigation leads somebody to the offices."""
    return may_see(principal)


def may_keep(principal: Principal) -> bool:
    """Tell whether somebody may correct offices within reach and add facts about them."""
    return principal.is_one_of(*KEEPERS)


def may_open(principal: Principal) -> bool:
    """Tell whether somebody may enter new offices and close old ones within reach."""
    return principal.is_one_of(*OPENERS)


def may_settle(principal: Principal) -> bool:
    """Tell whether somebody may change the site, its programmes and its trees of regions."""
    return principal.is_one_of(Role.ADMINISTRATOR)


def settles(principal: Principal, _subject: object) -> bool:
    """Tell whether the navigation leads somebody to the settings."""
    return may_settle(principal)
