"""Reads of accounts."""

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
    "people_within",
    "principal_of",
]  # fmt: skip
