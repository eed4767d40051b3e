"""Writes of accounts."""

from lms.accounts.actions import agencies, passkeys, second_steps
from lms.accounts.actions.appointments import change_office
from lms.accounts.actions.claims import SLIP_LIFE, Mistaken, find_claim, make_claim, make_slips, use_claim, use_spoken
from lms.accounts.actions.merges import merge
from lms.accounts.actions.own import change_password, record_consent
from lms.accounts.actions.people import change_person, make_person
from lms.accounts.actions.roles import assign_library, grant_role, hand_over, release_library, revoke_role
from lms.accounts.actions.setup import set_up
from lms.accounts.actions.sign_ins import (
    Awaited,
    note_failure,
    open_sign_in,
    revoke_all_sign_ins,
    revoke_sign_in,
    sign_in,
)
from lms.accounts.actions.teams import add_member, end_member, make_team, rename_team

__all__ = [
    "SLIP_LIFE",
    "Awaited",
    "Mistaken",
    "add_member",
    "agencies",
    "assign_library",
    "change_office",
    "change_password",
    "change_person",
    "end_member",
    "find_claim",
    "grant_role",
    "hand_over",
    "make_claim",
    "make_person",
    "make_slips",
    "make_team",
    "merge",
    "note_failure",
    "open_sign_in",
    "passkeys",
    "record_consent",
    "release_library",
    "rename_team",
    "revoke_all_sign_ins",
    "revoke_role",
    "revoke_sign_in",
    "second_steps",
    "set_up",
    "sign_in",
    "use_claim",
    "use_spoken",
]
