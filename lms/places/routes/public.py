"""What every page shows of the site, and the public pages of places."""

import functools
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, g, has_request_context, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from lms.core import files
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.places import queries
from lms.places.models import Site
from lms.web import guard, i18n, slots

bp = Blueprint("places_public", __name__)


@bp.app_context_processor
def give_site() -> dict[str, Any]:
    """Give every template the site, who is signed in, the navigation and the language."""
    who = guard.find_principal()
    return {
        "site": site(), "principal": who, "locale": i18n.language(),
        "navigation": slots.later("navigation", who),
        "public_navigation": slots.later("navigation.public", None),
        "account_links": slots.later("account", who),
        "inbox": functools.partial(_inbox, who),
        "search_url": next((link.url for link in slots.links("search", who)), ""),
    }  # fmt: skip


def _inbox(who: Principal | None) -> dict[str, Any]:
    """Return where one's messages are and how many are unread; asked by the layouts that show it, once a page."""
    loaded = [loaded for _entry, loaded in slots.cards("inbox", who)] if who else []
    return loaded[0] if loaded else {}


def site() -> Site:
    """Return the site's row, read once in a request."""
    if "site" not in g:
        g.site = queries.site()
    found: Site = g.site
    return found


@bp.get("/logo/<uuid:uid>")
@guard.public
def logo(uid: UUID) -> ResponseReturnValue:
    """Send the site's logo; its address changes with it, so that it may be kept for a year."""
    found = site().logo
    if found is None or found.uid != uid:
        raise Missing
    return send_file(files.path_of(found), mimetype=found.media_type, max_age=31_536_000, etag=found.sha256)


def languages() -> Sequence[str]:
    """Return the languages that the site chose; none before it was set up, or while the database is away."""
    try:
        found = site() if has_request_context() else queries.site()
    except SQLAlchemyError:
        return ()
    return found.languages if found.id else ()


i18n.speak_with(languages)
