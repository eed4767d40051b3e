"""Who reads figures, files reports and verifies them."""

from lms.core.principals import Principal, Role

READERS = (
    Role.FACILITATOR,
    Role.OFFICE_OPERATOR,
    Role.COORDINATOR,
    Role.VERIFIER,
    Role.PROGRAMME_MANAGER,
    Role.ADMINISTRATOR,
    Role.AUDITOR,
)
FILERS = (
    Role.LIBRARY_MANAGER,
    Role.FACILITATOR,
    Role.OFFICE_OPERATOR,
    Role.COORDINATOR,
    Role.PROGRAMME_MANAGER,
    Role.ADMINISTRATOR,
)
VERIFIERS = (Role.VERIFIER, Role.COORDINATOR, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR)


def may_read_figures(principal: Principal) -> bool:
    """Tell whether somebody may open the figures and their rows."""
    return principal.is_one_of(*READERS)


def may_file(principal: Principal) -> bool:
    """Tell whether somebody may file reports of activities."""
    return principal.is_one_of(*FILERS)


def may_see_reports(principal: Principal) -> bool:
    """Tell whether somebody may see reports at all."""
    return principal.is_one_of(*FILERS, *VERIFIERS, Role.AUDITOR)


def may_verify(principal: Principal) -> bool:
    """Tell whether somebody may verify reports."""
    return principal.is_one_of(*VERIFIERS)


def may_record_meetings(principal: Principal) -> bool:
    """Tell whether somebody may record stakeholder meetings."""
    return principal.is_one_of(Role.COORDINATOR, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR)


def sees_figures(principal: Principal, _subject: object) -> bool:
    """Tell whether the navigation leads somebody to the figures."""
    return may_read_figures(principal)


def sees_reports(principal: Principal, _subject: object) -> bool:
    """Tell whether the navigation leads somebody to the reports."""
    return may_see_reports(principal)


def may_set_indicators(principal: Principal) -> bool:
    """Tell whether somebody may say what a programme follows: indicators, targets, kinds of activity."""
    return principal.is_one_of(Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER)
