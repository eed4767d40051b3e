"""The worker's rounds of quizzes."""

from lms.core import clock
from lms.quizzes import actions


def close_overdue() -> int:
    """Close every attempt whose time is over and that nobody opened again; the number closed."""
    count = 0
    while closed := actions.close_overdue(now=clock.now()):
        count += closed
    return count
