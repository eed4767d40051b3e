"""Monitoring: replications, activity reports, meetings, and the figures counted from them.

A *replication* is a training of a kind that replicates: given at a library by people who were trained. An *activity
report* tells of one community activity of a library, in tallies without names. A *meeting* is a stakeholder meeting,
with the people that each institution sent. An *indicator* is a row that names a *measure*: one select, whose rows are
what its figure opens and whose sum is the figure, so the two cannot disagree.
"""
