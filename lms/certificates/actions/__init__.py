"""Writes of certificates."""

from lms.certificates.actions.beginning import begin_papers
from lms.certificates.actions.corrections import accept_correction, ask_correction, decline_correction
from lms.certificates.actions.credentials import (
    Signed,
    Signing,
    credential_of,
    signing,
    status_list,
)
from lms.certificates.actions.designs import change_design, keep_version, make_design
from lms.certificates.actions.historic import (
    discard_list,
    enter_list,
    enter_waiting,
    leave_out_bad_numbers,
    mend_list,
    read_list,
    take_list_back,
)
from lms.certificates.actions.issuing import issue_all, make_again, pause
from lms.certificates.actions.itself import (
    ask_for_papers,
    end_module_certificate,
    issue_by_itself,
    set_module_certificate,
)
from lms.certificates.actions.keeping import (
    change_series,
    change_signer,
    close_series,
    make_series,
    make_signer,
    reopen_series,
)
from lms.certificates.actions.keys import open_private, revoke_key, rotate_key, start_key
from lms.certificates.actions.lending import lend, take_back
from lms.certificates.actions.names import (
    confirm_listed,
    confirm_name,
    deem_confirmed,
    deem_due,
    give_notice,
    join,
    move_person,
)
from lms.certificates.actions.outcome import ask_passphrase, finish, give_up, replace, revoke, tell_lost, void
from lms.certificates.actions.reconciling import reconcile
from lms.certificates.actions.transcripts import issue_transcript
from lms.certificates.actions.unattended import forget_passphrase, hold_passphrase

__all__ = [
    "Signed",
    "Signing",
    "accept_correction",
    "ask_correction",
    "ask_for_papers",
    "ask_passphrase",
    "begin_papers",
    "change_design",
    "change_series",
    "change_signer",
    "close_series",
    "confirm_listed",
    "confirm_name",
    "credential_of",
    "decline_correction",
    "deem_confirmed",
    "deem_due",
    "discard_list",
    "end_module_certificate",
    "enter_list",
    "enter_waiting",
    "finish",
    "forget_passphrase",
    "give_notice",
    "give_up",
    "hold_passphrase",
    "issue_all",
    "issue_by_itself",
    "issue_transcript",
    "join",
    "keep_version",
    "leave_out_bad_numbers",
    "lend",
    "make_again",
    "make_design",
    "make_series",
    "make_signer",
    "mend_list",
    "move_person",
    "open_private",
    "pause",
    "read_list",
    "reconcile",
    "reopen_series",
    "replace",
    "revoke",
    "revoke_key",
    "rotate_key",
    "set_module_certificate",
    "signing",
    "start_key",
    "status_list",
    "take_back",
    "take_list_back",
    "tell_lost",
    "void",
]
