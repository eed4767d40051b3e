"""Processes of their own, for tests of races: each forked from a server that has loaded the application's code once."""

import multiprocessing
from multiprocessing.pool import Pool

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["lms.app", "lms.wiring", "tests.factories"])


def rivals(count: int) -> Pool:
    """Return a pool of that many processes, none of which shares a connection with another."""
    return _context.Pool(count)
