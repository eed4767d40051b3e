"""QTI 2.1, 2.2 and 3.0: items, and packages with a manifest."""

from lms.quizzes.formats.qti.reader import NAME, OLD, is_item, is_old, is_package, read_item, read_package
from lms.quizzes.formats.qti.writer import write

__all__ = ["NAME", "OLD", "is_item", "is_old", "is_package", "read_item", "read_package", "write"]
