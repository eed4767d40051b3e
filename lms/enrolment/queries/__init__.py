"""Reads of enrolment."""

from lms.enrolment.queries.drafts import Preview, checked_rows, get_draft, preview
from lms.enrolment.queries.known import load_known
from lms.enrolment.queries.registration import get_open_training, seats_taken

__all__ = ["Preview", "checked_rows", "get_draft", "get_open_training", "load_known", "preview", "seats_taken"]
