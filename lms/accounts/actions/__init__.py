"""Writes of accounts."""

from lms.accounts.actions.people import change_person, make_person
from lms.accounts.actions.sign_ins import open_sign_in, revoke_sign_in, sign_in

__all__ = ["change_person", "make_person", "open_sign_in", "revoke_sign_in", "sign_in"]
