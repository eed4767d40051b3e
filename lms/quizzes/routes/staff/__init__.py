"""Questions, quizzes and results for staff."""

from lms.quizzes.routes.staff import bank, exchange, quiz, results
from lms.quizzes.routes.staff.door import bp

__all__ = ["bank", "bp", "exchange", "quiz", "results"]
