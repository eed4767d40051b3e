"""The public blueprint, and what its doors share."""

from flask import Blueprint

from lms.web import limits

bp = Blueprint("certificates_public", __name__)
limited = limits.limiter.limit(limits.PUBLIC_LOOK_UPS)
