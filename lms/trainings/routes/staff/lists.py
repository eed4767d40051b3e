"""The list of trainings and the overview of one."""

from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select

from lms.core import clock
from lms.core.db import db
from lms.trainings import permissions, queries
from lms.trainings.queries import Wanted
from lms.trainings.routes.staff.door import bp, staff
from lms.trainings.rules.labels import STATE_KINDS, acts, states
from lms.web import guard, paging, slots, tables
from lms.web.i18n import said

MOST_EXPORTED = 20_000


@bp.get("/trainings")
@staff
def index() -> ResponseReturnValue:
    """Show the trainings within reach."""
    who, wanted = guard.principal(), _wanted()
    statement = queries.training_rows(who, wanted)
    if request.args.get("export") in {"xlsx", "csv"}:
        return _export(statement, request.args["export"])
    page = paging.load(statement, page=paging.requested())
    ids = [training.id for training in page.items]
    choices = {
        "kind_choices": [(kind.id, said(kind.label)) for kind in queries.kinds()],
        "year_choices": [(year, year) for year in queries.years_held(who)],
        "region_choices": [(region.code, region.name) for region in queries.regions_held(who)],
    }
    return render_template(
        "trainings/staff/index.html", page=page, wanted=wanted, numbers=queries.four_numbers(ids),
        more=slots.cards("trainings.numbers", who, ids), states=states(), state_kinds=STATE_KINDS,
        may_plan=permissions.may_plan(who), address=paging.address, **choices,
    )  # fmt: skip


@bp.get("/trainings/<uuid:uid>")
@staff
def show(uid: UUID) -> ResponseReturnValue:
    """Show one training: its numbers, its facts, what can be done now."""
    who = guard.principal()
    training = queries.get_training_within(who, uid)
    extra = [loaded for _entry, loaded in slots.cards("training.numbers", who, training)]
    modules = queries.modules_of(training.id)
    newest = queries.newest_releases(row.module_id for row in modules)
    return render_template(
        "trainings/staff/show.html", training=training, numbers=queries.four_numbers([training.id])[training.id],
        extra=extra, modules=modules, newest=newest, runs=queries.may_run(who, training.id),
        may_plan=permissions.may_plan(who), history=queries.history_of(training.id), states=states(),
        state_kinds=STATE_KINDS, cards=slots.cards("training.cards", who, training),
        acts=acts(), sessions=len(queries.sessions_of(training.id)),
    )  # fmt: skip


def _wanted() -> Wanted:
    args = request.args
    return Wanted(
        text=args.get("q", "")[:100], kind_id=paging.asked_number("kind"), state=args.get("state", ""),
        year=args.get("year", type=_year), region_code=args.get("region", "")[:20], sort=args.get("sort", "newest"),
        templates=args.get("templates") == "1",
    )  # fmt: skip


def _year(text: str) -> int:
    year = int(text)
    if not 1900 <= year <= 2200:
        raise ValueError
    return year


def _export(statement: Select[Any], kind: str) -> ResponseReturnValue:
    rows = db.session.scalars(statement.limit(MOST_EXPORTED)).all()
    ids = [training.id for training in rows]
    numbers, more = queries.four_numbers(ids), slots.cards("trainings.numbers", guard.principal(), ids)
    headings = (_("Title"), _("Kind"), _("State"), _("First day"), _("Last day"), _("Town"), _("Region"),
                _("Organising office"), _("Invited"), _("Registered"), _("Arrived"),
                *(entry.label for entry, _loaded in more), _("ID"))  # fmt: skip
    columns = [tables.Column(heading, 18) for heading in headings]
    names = states()
    body = [
        (t.title, said(t.kind.label), str(names[t.state]), t.starts, t.ends, t.city, f"{t.region.code} {t.region.name}",
         t.office.name, numbers[t.id].invited, numbers[t.id].registered, numbers[t.id].arrived,
         *(loaded["values"].get(t.id, 0) for _entry, loaded in more), str(t.uid))
        for t in rows
    ]  # fmt: skip
    return tables.export(kind, f"trainings-{clock.now():%Y%m%d}", columns, body)
