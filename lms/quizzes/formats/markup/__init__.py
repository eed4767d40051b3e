"""Texts of other systems and our Markdown: HTML and plain text in, HTML out."""

from lms.quizzes.formats.markup.files import every_name, media_names, names_in, question_renamed, with_files
from lms.quizzes.formats.markup.plain import from_plain, to_plain
from lms.quizzes.formats.markup.reader import from_auto, from_html
from lms.quizzes.formats.markup.writer import to_html

__all__ = [
    "every_name", "from_auto", "from_html", "from_plain", "media_names", "names_in", "question_renamed", "to_html",
    "to_plain", "with_files",
]  # fmt: skip
