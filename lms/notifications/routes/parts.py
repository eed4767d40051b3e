"""What messages add to every page."""

from typing import Any

from flask import request, url_for

from lms.core.principals import Principal
from lms.notifications import queries


def inbox(principal: Principal, _subject: object = None) -> dict[str, Any]:
    """Return where somebody's messages are, and how many are unread."""
    url = url_for("notifications_learner.index")
    unread = queries.count_unread(principal.person_id or 0)
    return {"url": url, "unread": unread, "current": request.path == url}
