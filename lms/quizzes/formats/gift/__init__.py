"""GIFT, as Moodle reads and writes it."""

from lms.quizzes.formats.gift.reader import NAME, read
from lms.quizzes.formats.gift.writer import write

__all__ = ["NAME", "read", "write"]
