"""The installation's signing keys: made here, sealed at rest, opened when something is signed."""

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lms.certificates.credential import multibase


class CannotOpen(ValueError):
    """A key was sealed under another secret of the installation."""


def new_key(box: Fernet) -> tuple[str, bytes]:
    """Make an Ed25519 key; its public half as a Multikey, and its private half sealed."""
    private = Ed25519PrivateKey.generate()
    public = multibase.write_public_key(private.public_key().public_bytes_raw())
    return public, box.encrypt(private.private_bytes_raw())


def open_key(sealed: bytes, box: Fernet) -> Ed25519PrivateKey:
    """Return the private half; raise CannotOpen when the secret is another one."""
    try:
        return Ed25519PrivateKey.from_private_bytes(box.decrypt(sealed))
    except InvalidToken as problem:
        raise CannotOpen from problem
