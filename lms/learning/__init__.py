"""Learning: the lesson player and "my learning": what is done, what comes next, why something is locked.

It owns no table: it puts together the release that a training pins, the participation's completions and its ledger.
"""
