"""Questions, quizzes and results for staff."""

from lms.quizzes.routes.staff import bank, exchange, gains, grants, marking, papers, quiz, results, statistics, terms
from lms.quizzes.routes.staff.door import bp

__all__ = ["bank", "bp", "exchange", "gains", "grants", "marking", "papers", "quiz", "results", "statistics", "terms"]
