"""Figures, each with the rows that it was counted from."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core.db import db
from lms.monitoring import permissions, queries
from lms.monitoring.queries import Scope
from lms.monitoring.routes.scopes import scope_of
from lms.monitoring.routes.staff import bp
from lms.places import queries as places
from lms.places.models import Programme
from lms.places.rules import has_map, map_id
from lms.web import guard, i18n, paging, tables
from lms.web.tables import Column


@bp.get("/figures")
@guard.allowed(permissions.may_read_figures)
def index() -> ResponseReturnValue:
    """Show every figure of a programme; each opens its rows."""
    programme, scope = _asked()
    return render_template(
        "monitoring/staff/figures.html",
        programme=programme,
        programmes=places.programmes(),
        scope=scope,
        figures=queries.figures(scope),
        targets=queries.targets(programme.id, scope),
        provinces=places.provinces_on(programme.tree_id, scope.ends),
    )


@bp.get("/figures.<any(xlsx, csv):kind>")
@guard.allowed(permissions.may_read_figures)
def export(kind: str) -> ResponseReturnValue:
    """Answer with every figure as a spreadsheet."""
    programme, scope = _asked()
    columns = [
        Column(_("Indicator"), 50),
        Column(_("Unit"), 20),
        Column(_("Value")),
        Column(_("From")),
        Column(_("Until")),
    ]
    rows = (
        [i18n.said(f.indicator.label), i18n.said(f.indicator.unit), f.value, scope.starts, scope.ends]
        for f in queries.figures(scope)
    )
    return tables.export(kind, f"figures-{programme.slug}", columns, rows)


@bp.get("/figures/<code>")
@guard.allowed(permissions.may_read_figures)
def show(code: str) -> ResponseReturnValue:
    """Show one figure: its rows, by region and by month."""
    programme, scope = _asked()
    indicator = queries.get_indicator(programme.id, code)
    measure = queries.MEASURES[indicator.measure]
    text = request.args.get("q", "")
    level = 2 if scope.below else 1
    return render_template(
        "monitoring/staff/indicator.html",
        programme=programme,
        scope=scope,
        indicator=indicator,
        value=queries.count_all(scope, [measure.key])[measure.key],
        regions=queries.by_region(measure, scope, level),
        months=queries.by_month(measure, scope),
        map_id=map_id,
        has_map=level == 1 and has_map(programme.tree.key),
        page=paging.load(queries.rows(measure, scope, text=text), page=paging.requested(), scalars=False),
        text=text,
        is_sum=measure.counts == "sum",
    )


@bp.get("/figures/<code>.<any(xlsx, csv):kind>")
@guard.allowed(permissions.may_read_figures)
def export_rows(code: str, kind: str) -> ResponseReturnValue:
    """Answer with the rows of a figure as a spreadsheet: they add up to it."""
    programme, scope = _asked()
    measure = queries.MEASURES[queries.get_indicator(programme.id, code).measure]
    headings = (_("Row"), _("Region"), _("Within"), _("Code"), _("Date"), _("Value"))
    columns = [Column(heading, 24) for heading in headings]
    found = db.session.execute(queries.rows(measure, scope, text=request.args.get("q", "")))
    rows = ([row.label, row.region, row.parent, row.code, row.on_day, row.value] for row in found)
    return tables.export(kind, f"{code}-{programme.slug}", columns, rows)


def _asked() -> tuple[Programme, Scope]:
    found = places.programmes()
    if not found:
        abort(404)
    slug = request.args.get("programme", "")
    programme = next((p for p in found if p.slug == slug), found[0])
    return programme, scope_of(programme, guard.principal())
