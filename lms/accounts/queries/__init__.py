"""Reads of accounts."""

from lms.accounts.queries.lists import (
    Wanted,
    appointments_of,
    doubles_of,
    likely_doubles,
    list_people,
    merges_of,
    roles_of,
    sign_ins_of,
)
from lms.accounts.queries.people import (
    find_person,
    find_person_by_email,
    find_person_by_nip,
    find_person_by_phone,
    find_person_by_username,
    find_person_for_sign_in,
    get_person,
    get_person_within,
    is_anybody_here,
    people_within,
)
from lms.accounts.queries.principals import find_principal, grants_of, principal_of

__all__ = [
    "Wanted",
    "appointments_of",
    "doubles_of",
    "find_person",
    "find_person_by_email",
    "find_person_by_nip",
    "find_person_by_phone",
    "find_person_by_username",
    "find_person_for_sign_in",
    "find_principal",
    "get_person",
    "get_person_within",
    "grants_of",
    "is_anybody_here",
    "likely_doubles",
    "list_people",
    "merges_of",
    "people_within",
    "principal_of",
    "roles_of",
    "sign_ins_of",
]  # fmt: skip
