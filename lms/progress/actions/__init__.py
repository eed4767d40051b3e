"""Writes of progress."""

from lms.progress.actions.decisions import decide, decide_closed, decide_evaluated, decide_self_paced, grant
from lms.progress.actions.evidence import note_attempt, note_marked, rebuild_completions, record_evidence
from lms.progress.actions.ledger import rebuild_ledger, reverse_cancelled
from lms.progress.actions.merges import join, move_ledger

__all__ = [
    "decide",
    "decide_closed",
    "decide_evaluated",
    "decide_self_paced",
    "grant",
    "join",
    "move_ledger",
    "note_attempt",
    "note_marked",
    "rebuild_completions",
    "rebuild_ledger",
    "record_evidence",
    "reverse_cancelled",
]
