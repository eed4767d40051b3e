"""Writes of accounts."""

from lms.accounts.actions.claims import find_claim, make_claim, use_claim
from lms.accounts.actions.merges import merge
from lms.accounts.actions.people import change_person, make_person
from lms.accounts.actions.roles import grant_role, revoke_role
from lms.accounts.actions.setup import set_up
from lms.accounts.actions.sign_ins import open_sign_in, revoke_sign_in, sign_in

__all__ = [
    "change_person",
    "find_claim",
    "grant_role",
    "make_claim",
    "make_person",
    "merge",
    "open_sign_in",
    "revoke_role",
    "revoke_sign_in",
    "set_up",
    "sign_in",
    "use_claim",
]
