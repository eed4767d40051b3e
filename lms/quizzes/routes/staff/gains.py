"""The report of what was gained from pre- to post-test, across trainings."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from lms.core.principals import Principal
from lms.places import queries as places
from lms.quizzes import queries
from lms.quizzes.queries import GainReport
from lms.quizzes.queries.gain_groups import LEVELS
from lms.quizzes.routes.staff.door import bp
from lms.trainings import queries as trainings
from lms.trainings.permissions import sees_trainings
from lms.web import guard, tables
from lms.web.i18n import said
from lms.web.tables import Column

BY: dict[str, Any] = {
    "training": lazy_gettext("Training"), "objective": lazy_gettext("Objective"), "trainer": lazy_gettext("Trainer"),
    "region": lazy_gettext("Region"), "subregion": lazy_gettext("Region of the second level"),
    "generation": lazy_gettext("Generation of the cascade"),
}  # fmt: skip


def may_compare(principal: Principal) -> bool:
    """Tell whether somebody may compare gains: by a role, or as trainer or organiser of some training."""
    return sees_trainings(principal) or trainings.helps_somewhere(principal)


@bp.get("/gains")
@guard.allowed(may_compare)
def gain_report() -> ResponseReturnValue:
    """Show the gain of all trainings within reach, by what was chosen."""
    by = request.args.get("by", "training")
    by = by if by in BY else "training"
    modules = queries.tested_modules(guard.principal())
    chosen = next((one for one in modules if str(one.uid) == request.args.get("module")), None)
    report = queries.gain_report(guard.principal(), by=by, module_uid=chosen.uid if chosen else None)
    if (kind := request.args.get("export")) in {"xlsx", "csv"}:
        return _export(str(kind), report)
    return render_template(
        "quizzes/staff/gains.html", report=report, by=by, choices=_choices(), modules=modules, chosen=chosen
    )


def _choices() -> dict[str, Any]:
    """Return what results may be grouped by, the levels of regions as the main division of the country calls them."""
    tree = places.main_tree()
    levels = tree.levels if tree else []
    return BY | {by: said(levels[number - 1]) for by, number in LEVELS.items() if len(levels) >= number}


def _export(kind: str, report: GainReport) -> ResponseReturnValue:
    columns = [Column(_("Group"), 40), Column("n"), Column(_("Only the pre-test")), Column(_("Only the post-test")),
               Column(_("Pre-test")), Column(_("Post-test")), Column(_("Gain")),
               Column(_("Normalised gain"))]  # fmt: skip
    rows = ([one.label, one.gains.matched, one.gains.only_pre, one.gains.only_post, one.gains.mean_pre,
             one.gains.mean_post, one.gains.mean_gain, one.gains.normalised] for one in report.groups)  # fmt: skip
    return tables.export(kind, "peningkatan", columns, rows)
