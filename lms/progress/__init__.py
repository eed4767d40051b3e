"""Progress: what people have done, what they have completed, and their lesson hours.

*Evidence* is an appended fact about a lesson (read, submitted, passed). A *completion* is derived once and keeps its
date, the version of the rule and the evidence it rests on: a rule that changes later never moves it. A *decision* says
whether a participation has earned its lesson hours, with the inputs it was made from. The *ledger* holds the lesson
hours (JP, hundredths) once per person and training, dated by the training's last day; a reversal is an entry too.
"""
