"""Decisions about enrolment, with plain values."""
