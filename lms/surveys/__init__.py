"""Surveys: what people say about sessions, trainers and trainings, and what became of it months later.

A *form* is a programme's own list of questions. A *survey* puts a form, as it stood then, before the people of one
training. A *receipt* says that somebody has answered, a *response* what was said: in an anonymous survey nothing leads
from one to the other (random keys, a day instead of a moment, no principal, and tables without an order of arrival).
"""
