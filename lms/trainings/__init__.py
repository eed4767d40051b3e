"""Trainings: one delivery each, with dates, place, people and modules.

A *training session* is an agenda item with room, trainer and lesson hours (JP, kept as hundredths). A *participation* is
a person in a training in one capacity; what a paper prints (name, office, position) is frozen on it. Invited,
registered and arrived are appended facts (`ParticipationFact`) with their newest date kept on the participation.
A self-paced module is a training without dates.
"""
