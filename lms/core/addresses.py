"""Where this installation is found from outside, for papers and mails."""

from typing import Any

from flask import current_app


def public_url() -> str:
    """Return the address of this installation without a slash at its end."""
    address: str = current_app.config["SETTINGS"].public_url
    return address


def path_to(endpoint: str, **values: Any) -> str:
    """Return the path of a page, for a letter that is written where there is no request."""
    path: str = current_app.url_map.bind("").build(endpoint, values)
    return path
