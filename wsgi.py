"""What a web server loads."""

import gc

from lms.app import create_app

app = create_app()
# What the start made stays: let no later collection walk through it again (a quarter of the time of long lists).
gc.collect()
gc.freeze()
