"""The catalogue: modules, their sections and lessons, and the releases that trainings pin.

Authors work on the draft (module, sections, lessons, page texts); *publishing* freezes a *release*. Progress is counted
against a release; evidence keys on the lesson's identity. A *lesson kind* says how a lesson is opened and authored; its
own table points at the lesson, never the other way round.
"""
