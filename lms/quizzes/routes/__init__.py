"""Doors of quizzes, by audience."""
