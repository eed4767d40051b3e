"""Doors to one's own account."""

from lms.accounts.routes.learner import account, second_step
from lms.accounts.routes.learner.door import bp

__all__ = ["account", "bp", "second_step"]
