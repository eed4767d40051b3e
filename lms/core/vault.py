"""Sealing what must not lie open in the database or on the disk, under a key that is derived from LMS_SECRET_KEY."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


def box(purpose: str) -> Fernet:
    """Return what seals and opens for one purpose; another installation's secret opens nothing."""
    secret: str = current_app.config["SETTINGS"].secret_key
    derived = HKDF(SHA256(), 32, None, purpose.encode()).derive(secret.encode())
    return Fernet(urlsafe_b64encode(derived))
