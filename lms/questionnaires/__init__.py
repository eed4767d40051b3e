"""Questionnaires: one engine for forms of people's own making: registration, evaluations, follow-ups.

A *questionnaire* holds questions as they are edited now. Whoever puts it before people takes a *version*: the questions
as they stood then, which never change again; answers are read against the version that they answer. Who uses a
questionnaire is its *owner*: a feature above, which says who may change it (`wiring.py`) and keeps the answers.
"""
