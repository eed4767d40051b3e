"""A spreadsheet of questions, one a row, for people who know no question format."""

from lms.quizzes.formats.sheet.reader import read
from lms.quizzes.formats.sheet.template import template
from lms.quizzes.formats.sheet.writer import write

__all__ = ["read", "template", "write"]
