"""What a web server loads."""

import gc

from lms.app import create_app

app = create_app()
# What the start made stays: let no later collection walk through it again (a quarter of the time of long lists).
gc.collect()
gc.freeze()
# Between two looks for cycles a request may make this many things; with the usual 700 one page looks dozens of times.
gc.set_threshold(50_000, 20, 50)
