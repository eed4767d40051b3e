"""Moodle XML: all types that we know, with their pictures embedded."""

from lms.quizzes.formats.moodle.reader import NAME, is_moodle, read, read_embedded
from lms.quizzes.formats.moodle.writer import write

__all__ = ["NAME", "is_moodle", "read", "read_embedded", "write"]
