"""Trainings: one delivery each, with dates, place, people and modules.

A *training session* is an agenda item with room, trainer and lesson hours (JP, kept as hundredths). A *participation*
is a person in a training in one capacity; what a paper prints (name, office, position) is frozen on it. Invited,
registered and arrived are appended facts (`ParticipationFact`) with their newest date kept on the participation.
A self-paced module is a training without dates. A *template* is a training that is only copied.

Slots of its pages, filled from above (the subject is the Training unless named): `training.tabs` and `training.people`
(links, address `uid`), `training.cards`, `training.numbers` (load returns {label, value, url}), `people.columns` (load
returns {cells: texts by participation id}, a column of the file of its people),
`training.consequences` and `session.consequences` (subject TrainingSession): load returns {act: [sentences]}, what an
act ("close", "reopen", "cancel"; of a session "cancel", "move", "restore") would do; "sentences" are said for any act.
"""
