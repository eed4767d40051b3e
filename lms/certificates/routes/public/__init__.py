"""Doors for everybody: verifying, files by code, and what machines read. No sign-in, no script needed."""

from lms.certificates.routes.public import corrections, downloads, machines, many, verifying
from lms.certificates.routes.public.door import bp

__all__ = ["bp", "corrections", "downloads", "machines", "many", "verifying"]
