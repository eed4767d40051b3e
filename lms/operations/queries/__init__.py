"""Reads of operations."""

from lms.operations.queries.rows import names_of
from lms.operations.queries.trail import ChainFacts, acts, chain_facts, trail_rows
from lms.operations.queries.work import counts_by_state, get_job_within, is_database_there, job_names, job_rows

__all__ = [
    "ChainFacts",
    "acts",
    "chain_facts",
    "counts_by_state",
    "get_job_within",
    "is_database_there",
    "job_names",
    "job_rows",
    "names_of",
    "trail_rows",
]
