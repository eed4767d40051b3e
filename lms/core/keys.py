"""Keys for one purpose each, derived from the installation's secret: knowing one tells nothing of another."""

import hmac

from flask import current_app


def derived(purpose: str) -> bytes:
    """Return 32 bytes for a purpose (HMAC-SHA256 of its name under the secret key); the same on every machine."""
    secret: str = current_app.config["SECRET_KEY"]
    return hmac.digest(secret.encode(), purpose.encode(), "sha256")


def pseudonym(value: str, purpose: str) -> str:
    """Return what tells two values apart without naming them: 32 hex digits of a keyed hash."""
    return hmac.digest(derived(purpose), value.encode(), "sha256").hex()[:32]
