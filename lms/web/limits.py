"""How often one address may ask; generous, because a whole hotel is one address."""

from typing import Any

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, headers_enabled=False)
PUBLIC_LOOK_UPS = "300 per minute; 5000 per hour"


def register(app: Any) -> None:
    """Count in Redis where one is set, else in this process (the embedded size has one)."""
    app.config["RATELIMIT_STORAGE_URI"] = app.config["SETTINGS"].redis_url or "memory://"
    limiter.init_app(app)
    # Every limit stands on a door of its own and is checked there: looking before each request would find nothing.
    app.before_request_funcs[None].remove(limiter._check_request_limit)
