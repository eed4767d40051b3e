"""What every page shows of the site, and the public pages of places."""

from typing import Any

from flask import Blueprint, g

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
        "navigation": slots.links("navigation", who),
        "public_navigation": slots.links("navigation.public", None),
        "account_links": slots.links("account", who),
        "search_url": next((link.url for link in slots.links("search", who)), ""),
    }  # fmt: skip


def site() -> Site:
    """Return the site's row, read once in a request."""
    if "site" not in g:
        g.site = queries.site()
    found: Site = g.site
    return found
