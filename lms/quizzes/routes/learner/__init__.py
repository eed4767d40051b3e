"""Taking a quiz: the start, the attempt, its steps, the review. Works without a script; quiz.js saves as one goes."""

from lms.quizzes.routes.learner import attempt, lobby, offline, quiz
from lms.quizzes.routes.learner.door import bp

__all__ = ["attempt", "bp", "lobby", "offline", "quiz"]
