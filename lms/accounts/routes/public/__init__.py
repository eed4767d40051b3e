"""Doors that anyone may pass: signing in, opening an account, setting a new site up."""

from lms.accounts.routes.public import claims, setup, sign_ins
from lms.accounts.routes.public.door import bp

__all__ = ["bp", "claims", "setup", "sign_ins"]
