"""Doors that anyone may pass: signing in, opening an account, setting a new site up."""

from lms.accounts.routes import needs
from lms.accounts.routes.public import agencies, claims, passkeys, second_step, setup, sign_ins
from lms.accounts.routes.public.door import bp

bp.before_app_request(needs.lead)

__all__ = ["agencies", "bp", "claims", "passkeys", "second_step", "setup", "sign_ins"]
