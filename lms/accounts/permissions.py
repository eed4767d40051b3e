"""Who sees people, invites them and gives roles."""

from lms.core.principals import Principal, Role

VIEWERS = (
    Role.OFFICE_OPERATOR,
    Role.FACILITATOR,
    Role.COORDINATOR,
    Role.VERIFIER,
    Role.PROGRAMME_MANAGER,
    Role.ADMINISTRATOR,
    Role.AUDITOR,
)
INVITERS = (Role.OFFICE_OPERATOR, Role.COORDINATOR, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR)
GRANTERS = (Role.COORDINATOR, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR)
ABOVE = (Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.AUDITOR)


def may_see_people(principal: Principal) -> bool:
    """Tell whether somebody may look at the people within reach."""
    return principal.is_one_of(*VIEWERS)


def is_person(principal: Principal) -> bool:
    """Tell whether a human is signed in, who has an account of one's own."""
    return principal.person_id is not None


def has_account(principal: Principal, _subject: object) -> bool:
    """Tell whether the account menu leads somebody to an account of one's own."""
    return is_person(principal)


def sees_people(principal: Principal, _subject: object) -> bool:
    """Tell whether the navigation leads somebody to the people."""
    return may_see_people(principal)


def may_invite(principal: Principal) -> bool:
    """Tell whether somebody may make codes that open accounts within reach."""
    return principal.is_one_of(*INVITERS)


def may_merge(principal: Principal) -> bool:
    """Tell whether somebody may find two people to be one."""
    return principal.is_one_of(Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR)


def only_learns(principal: Principal, _subject: object) -> bool:
    """Tell whether somebody has no role: a participant, whose navigation leads to what is theirs."""
    return not principal.grants


def may_have_second_step(principal: Principal) -> bool:
    """Tell whether somebody's sign-in may have a second step: whoever has a role; trainees never meet it."""
    return is_person(principal) and bool(principal.grants)


def may_take_second_step(principal: Principal) -> bool:
    """Tell whether somebody may take the second step off a person within reach who has lost the phone."""
    return principal.is_one_of(Role.ADMINISTRATOR)


def may_edit(principal: Principal) -> bool:
    """Tell whether somebody may enter and correct people within reach."""
    return may_invite(principal)


def may_keep_teams(principal: Principal) -> bool:
    """Tell whether somebody may make teams and change who is in them."""
    return may_grant(principal)


def may_grant(principal: Principal) -> bool:
    """Tell whether somebody may give roles within reach."""
    return principal.is_one_of(*GRANTERS)


def may_grant_role(principal: Principal, role: Role) -> bool:
    """Tell whether somebody may give this role: the widest roles come from administrators alone."""
    return principal.is_one_of(Role.ADMINISTRATOR) or (may_grant(principal) and role not in ABOVE)
