"""Doors to one's own account."""

from lms.accounts.routes.learner import account, passkeys, second_step
from lms.accounts.routes.learner.door import bp

__all__ = ["account", "bp", "passkeys", "second_step"]
