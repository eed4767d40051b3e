"""Work in the background, and the audit trail."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import trail as core_trail
from lms.core.db import db
from lms.core.jobs import State
from lms.core.trail import TrailEntry
from lms.operations import actions, permissions, queries, rules
from lms.operations.routes.pages import page_of
from lms.operations.rules import Row
from lms.places import queries as places
from lms.web import guard, paging, tables
from lms.web.tables import Column

bp = Blueprint("operations_staff", __name__, url_prefix="/staff")
MOST_EXPORTED = 50_000
EXPORTED_AT_ONCE = 500


@bp.get("/jobs")
@guard.allowed(permissions.may_run)
def jobs() -> ResponseReturnValue:
    """Show all work in the background: where it stands, how far it came, and what went wrong."""
    asked = {name: request.args.get(name, "") for name in ("state", "name")}
    return render_template(
        "operations/staff/jobs.html",
        page=paging.load(queries.job_rows(**asked), page=paging.requested(), scalars=False),
        asked=asked, counts=queries.counts_by_state(), names=[(n, rules.job_name(n)) for n in queries.job_names()],
        states=rules.STATE_NAMES, kinds=rules.STATE_KINDS, name_of=rules.job_name, problem_of=rules.problem_in_words,
        failed=State.FAILED,
    )  # fmt: skip


@bp.get("/jobs.<any(xlsx, csv):ending>")
@guard.allowed(permissions.may_run)
def export_jobs(ending: str) -> ResponseReturnValue:
    """Answer with the work in the background as a spreadsheet."""
    headings = (_("Work"), _("Status"), _("Done"), _("Of"), _("Started by"), _("Since"), _("Ended"), _("Problem"))
    columns = [Column(heading, 22) for heading in headings]
    found = db.session.execute(
        queries.job_rows(state=request.args.get("state", ""), name=request.args.get("name", "")).limit(MOST_EXPORTED)
    )
    rows = (
        [rules.job_name(job.name), str(rules.STATE_NAMES[job.state]), job.done, job.total, who, job.created_at,
         job.ended_at, rules.problem_in_words(job)]
        for job, who in found
    )  # fmt: skip
    return tables.export(ending, "jobs", columns, rows, zone=places.site().zone)


@bp.post("/jobs/<uuid:uid>/retries")
@guard.allowed(permissions.may_run)
def retry(uid: UUID) -> ResponseReturnValue:
    """Let failed work be tried again."""
    actions.retry(uid, by=guard.principal())
    flash(_("It is tried again."))
    return redirect(url_for("operations_learner.show_job", uid=uid))


@bp.get("/trail")
@guard.allowed(permissions.may_audit)
def trail() -> ResponseReturnValue:
    """Show who did what, the newest first."""
    zone = places.site().zone
    page = paging.load(queries.trail_rows(**_asked(), zone=zone), page=paging.requested(), scalars=False)
    rows = _named([row.TrailEntry for row in page.items])
    return render_template(
        "operations/staff/trail.html", page=page, rows=rows, zone=zone, facts_told=rules.facts_told, page_of=page_of,
        asked=request.args, acts=sorted(((act, rules.act_name(act)) for act in queries.acts()), key=lambda one: one[1]),
        act_name=rules.act_name, subject_name=rules.subject_name,
    )  # fmt: skip


@bp.get("/trail.<any(xlsx, csv):ending>")
@guard.allowed(permissions.may_audit)
def export_trail(ending: str) -> ResponseReturnValue:
    """Answer with the trail as a spreadsheet."""
    zone = places.site().zone
    headings = (_("Time"), _("Who"), _("Act"), _("Its code"), _("About"), _("Name"), _("Identifier"), _("Facts"),
                _("Digest"))  # fmt: skip
    columns = [Column(heading, 26) for heading in headings]
    found = db.session.execute(queries.trail_rows(**_asked(), zone=zone).limit(MOST_EXPORTED))
    return tables.export(ending, "trail", columns, _rows(found, zone), zone=zone)


@bp.get("/trail/chain")
@guard.allowed(permissions.may_audit)
def check_chain() -> ResponseReturnValue:
    """Compute the chain of seals again from the rows, and say where it breaks."""
    broken = core_trail.find_broken_seal()
    return render_template(
        "operations/staff/chain.html", broken=broken, facts=queries.chain_facts(), zone=places.site().zone
    )


def _asked() -> dict[str, Any]:
    return {
        "text": request.args.get("q", ""), "act": request.args.get("act", ""),
        "since": paging.asked_day("since"), "until": paging.asked_day("until"),
    }  # fmt: skip


def _named(entries: Sequence[TrailEntry]) -> dict[tuple[str, str], Row]:
    """Return the rows that acts are about or name, as they are called now."""
    keys = [key for entry in entries for key in rules.rows_meant(entry.act, entry.facts)]
    return queries.names_of([*keys, *((e.subject, str(e.subject_uid)) for e in entries if e.subject_uid)])


def _rows(found: Any, zone: str) -> Iterable[list[Any]]:
    for some in found.partitions(EXPORTED_AT_ONCE):
        rows = _named([entry for entry, _who in some])
        for entry, who in some:
            about = rows.get((entry.subject, str(entry.subject_uid)))
            yield [entry.at, who, rules.act_name(entry.act), entry.act, rules.subject_name(entry.subject),
                   about.name if about else "", str(entry.subject_uid or ""),
                   rules.facts_said(entry.act, entry.facts, rows, zone=zone), entry.digest]  # fmt: skip
