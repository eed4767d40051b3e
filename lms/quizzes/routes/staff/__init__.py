"""Questions, quizzes and results for staff."""

from lms.quizzes.routes.staff import (
    bank,
    drawers,
    exchange,
    gains,
    grants,
    lobby,
    marking,
    papers,
    quiz,
    results,
    statistics,
    terms,
    together,
)  # fmt: skip
from lms.quizzes.routes.staff.door import bp

__all__ = [
    "bank", "bp", "drawers", "exchange", "gains", "grants", "lobby", "marking", "papers", "quiz", "results",
    "statistics", "terms", "together",
]  # fmt: skip
