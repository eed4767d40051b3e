"""Pelita: a learning-management and training-tracking service for public libraries."""

import gc

# What a start makes stays, and a page makes many things at once. Between two looks for cycles there may be this many;
# with the usual 700 a start looks for a fifth of its time, and one page dozens of times.
gc.set_threshold(50_000, 20, 50)
