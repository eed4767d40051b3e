"""The public figures of a programme: without names."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.core.errors import Missing
from lms.monitoring import queries
from lms.monitoring.routes.scopes import scope_of
from lms.places import queries as places
from lms.places.rules import has_map, map_id
from lms.web import guard

bp = Blueprint("monitoring_public", __name__, url_prefix="/programmes")


@bp.get("/")
@guard.public
def index() -> ResponseReturnValue:
    """List the programmes with public figures; a single one is shown at once."""
    found = places.programmes(public_only=True)
    if len(found) == 1:
        return redirect(url_for(".show", slug=found[0].slug))
    return render_template("monitoring/public/programmes.html", programmes=found)


@bp.get("/<slug>/figures")
@guard.public
def show(slug: str) -> ResponseReturnValue:
    """Show what a programme has reached."""
    programme = places.get_programme(slug)
    if not programme.is_public:
        raise Missing
    scope = scope_of(programme)
    return render_template(
        "monitoring/public/figures.html",
        programme=programme,
        scope=scope,
        figures=queries.figures(scope, public_only=True),
    )


@bp.get("/<slug>/figures/<code>")
@guard.public
def show_indicator(slug: str, code: str) -> ResponseReturnValue:
    """Show one public figure by region and by month."""
    programme = places.get_programme(slug)
    indicator = queries.get_indicator(programme.id, code)
    if not programme.is_public or not indicator.is_public:
        raise Missing
    scope = scope_of(programme)
    measure = queries.MEASURES[indicator.measure]
    return render_template(
        "monitoring/public/indicator.html",
        programme=programme,
        scope=scope,
        indicator=indicator,
        value=queries.count_all(scope, [measure.key])[measure.key],
        regions=queries.by_region(measure, scope, 1),
        months=queries.by_month(measure, scope),
        map_id=map_id,
        has_map=has_map(programme.tree.key),
    )
