"""Where this installation is found from outside, for papers and mails."""

from flask import current_app


def public_url() -> str:
    """Return the address of this installation without a slash at its end."""
    address: str = current_app.config["SETTINGS"].public_url
    return address
