"""Doors that anyone may pass: signing in, opening an account, setting a new site up."""

from lms.accounts.routes.public import claims, sign_ins
from lms.accounts.routes.public.door import bp

__all__ = ["bp", "claims", "sign_ins"]
