"""What each role's first page says: a few counts and the one step that comes next."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import contains_eager

from lms.accounts.permissions import only_learns
from lms.certificates import permissions as paper_rights
from lms.certificates import queries as papers
from lms.core import clock
from lms.core.db import db
from lms.core.principals import Principal, Role
from lms.enrolment import queries as enrolment
from lms.enrolment.permissions import may_nominate
from lms.learning import queries as learning
from lms.monitoring import permissions as monitoring
from lms.monitoring.models import ActivityReport, ReportState
from lms.monitoring.queries import reports
from lms.places import queries as places
from lms.places.rules import is_everywhere
from lms.quizzes import queries as quizzes
from lms.trainings import queries as trainings
from lms.trainings.models import Capacity, Participation, SessionTrainer, Training, TrainingSession, TrainingState
from lms.web.filters import day

_TAUGHT = (  # built once: everybody's first page asks it
    select(TrainingSession)
    .join(SessionTrainer, SessionTrainer.session_id == TrainingSession.id)
    .join(Participation, Participation.id == SessionTrainer.participation_id)
    .join(Training, Training.id == TrainingSession.training_id)
    .where(
        Participation.person_id == bindparam("person_id"),
        Training.state == TrainingState.OPEN,
        TrainingSession.cancelled_at.is_(None),
        TrainingSession.ends_at > bindparam("since"),
    )
    .options(contains_eager(TrainingSession.training))
    .order_by(TrainingSession.starts_at)
    .limit(4)
)


@dataclass(frozen=True)
class Link:
    """Words that lead to a door."""

    label: str
    endpoint: str
    address: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Card:
    """One answer to "what do I do now?": a sentence, a button, and further links."""

    title: str
    text: str
    step: Link
    more: Sequence[Link] = ()


def _to(label: str, endpoint: str, **address: Any) -> Link:
    return Link(label, endpoint, address)


def cards(principal: Principal, *, now: datetime) -> list[Card]:
    """Return the cards of everything that a principal is, the most pressing first."""
    found = (
        _sign(principal),
        _sign_for_office(principal),
        _teach(principal, now),
        _mark(principal),
        _organise(principal, now),
        _send(principal, now),
        _learn(principal),
        _verify(principal),
        _report(principal),
        _plan(principal),
        _follow(principal),
        _audit(principal),
        _administer(principal),
    )
    return [card for card in found if card is not None]


def _sign(principal: Principal) -> Card | None:
    """Lead whoever issued papers to those that stand still, most often since the passphrase is needed again."""
    stopped = [] if only_learns(principal, None) else papers.stopped_of(principal)
    if not stopped:
        return None
    text = ngettext(
        "%(num)s paper has its number and no file yet: the passphrase is needed again, or something failed.",
        "%(num)s papers have their numbers and no files yet: the passphrase is needed again, or something failed.",
        sum(one.left for one in stopped),
    )
    first, *rest = (_to(one.title, "certificates_staff.batch", uid=one.batch.uid) for one in stopped)
    step = replace(first, label=_("Let them go on"))
    return Card(_("Papers wait for you"), text, step, [first, *rest])


def _sign_for_office(principal: Principal) -> Card | None:
    """Lead an administrator to the papers that wait for the passphrase of the office's key file."""
    waiting = papers.count_unattended_stopped() if paper_rights.may_keep_keys(principal) else 0
    if not waiting:
        return None
    text = ngettext(
        "%(num)s paper that nobody signs in person waits for the passphrase of the office's key.",
        "%(num)s papers that nobody signs in person wait for the passphrase of the office's key.", waiting,
    )  # fmt: skip
    return Card(_("Papers wait for a signature"), text, _to(_("Type the passphrase"), "certificates_staff.all_keys"))


def _learn(principal: Principal) -> Card | None:
    """Lead to the lessons of a training in which one takes part: who trains or organises has none to do."""
    own = learning.my_learning(principal.person_id or 0)
    mine = [item for item in own if item.participation.capacity == Capacity.PARTICIPANT]
    waiting = [item for item in mine if item.progress.done < item.progress.required]
    if not mine:
        return None
    if not waiting:
        text = _("You have finished every lesson of your trainings.")
        return Card(_("My learning"), text, _to(_("Look at my learning"), "learning_learner.index"))
    item = waiting[0]
    text = _(
        "%(title)s: %(done)s of %(total)s lessons done.",
        title=item.participation.training.title, done=item.progress.done, total=item.progress.required,
    )  # fmt: skip
    more = [_to(_("All my learning"), "learning_learner.index")]
    step = _to(_("Open the lessons"), "learning_learner.show", uid=item.participation.uid)
    return Card(_("Go on learning"), text, step, more)


def _teach(principal: Principal, now: datetime) -> Card | None:
    since = now - timedelta(hours=12)
    coming = db.session.scalars(_TAUGHT, {"person_id": principal.person_id, "since": since}).all()
    if not coming:
        return None
    first, rest = coming[0], coming[1:]
    more = [_to(session.title, "attendance_staff.show_roll", uid=session.uid) for session in rest]
    step = _to(_("Open the roll"), "attendance_staff.show_roll", uid=first.uid)
    return Card(_("Mark who is there"), f"{first.title}, {first.training.title}", step, more)


def _mark(principal: Principal) -> Card | None:
    """Lead whoever marks answers to those that wait."""
    waiting = quizzes.count_to_mark(principal)
    if not waiting:
        return None
    text = ngettext("%(num)s answer waits for your mark.", "%(num)s answers wait for your mark.", waiting)
    return Card(_("Answers to mark"), text, _to(_("Show these answers"), "quizzes_staff.marking"))


def _organise(principal: Principal, now: datetime) -> Card | None:
    run = (
        trainings.trainings_run_by(principal)
        .where(Training.state == TrainingState.OPEN, Training.is_self_paced.is_(False))
        .order_by(Training.starts)
        .limit(4)
    )
    rows = db.session.scalars(run).all()
    if not rows:
        return None
    first = rows[0]
    text = first.title
    if first.ends is not None and first.ends < clock.local(now, first.zone).date():
        text = _("%(title)s is over. Close it, so that lesson hours are posted.", title=first.title)
    more = [_to(row.title, "trainings_staff.show", uid=row.uid) for row in rows[1:]]
    return Card(
        _("Trainings that you run"), text, _to(_("Open the training"), "trainings_staff.show", uid=first.uid), more
    )


def _send(principal: Principal, now: datetime) -> Card | None:
    """Lead whoever names people for an office to the trainings that still ask for some."""
    if not may_nominate(principal):
        return None
    today = places.day_of(now)
    rows = db.session.execute(enrolment.trainings_taking(today=today).limit(4)).all()
    asking = [(training, plan.until) for training, plan in rows if plan.until >= today]
    if not asking:
        return None
    (training, until), *rest = asking
    text = _("%(title)s asks offices for people until %(day)s.", title=training.title, day=day(until))
    more = [_to(other.title, "enrolment_staff.sent", uid=other.uid) for other, _until in rest]
    return Card(_("Send people"), text, _to(_("Name people"), "enrolment_staff.sent", uid=training.uid), more)


def _verify(principal: Principal) -> Card | None:
    if not principal.is_one_of(Role.VERIFIER, Role.COORDINATOR):
        return None
    waiting = _count_reports(principal, ReportState.SUBMITTED)
    text = ngettext("%(num)s report waits for you.", "%(num)s reports wait for you.", waiting)
    return Card(
        _("Verify activity reports"),
        text,
        _to(_("Open the reports"), "monitoring_staff.list_reports", state=ReportState.SUBMITTED.value),
    )


def _report(principal: Principal) -> Card | None:
    if not principal.is_one_of(Role.LIBRARY_MANAGER, Role.FACILITATOR, Role.OFFICE_OPERATOR):
        return None
    returned = _count_reports(principal, ReportState.RETURNED)
    text = _("Tell what your library did: the day, the kind, and how many took part.")
    if returned:
        text = ngettext("%(num)s report was sent back to you.", "%(num)s reports were sent back to you.", returned)
    more = [_to(_("All reports"), "monitoring_staff.list_reports")]
    return Card(_("Report an activity"), text, _to(_("New report"), "monitoring_staff.create_report"), more)


def _plan(principal: Principal) -> Card | None:
    if not principal.is_one_of(Role.COORDINATOR, Role.PROGRAMME_MANAGER, Role.OFFICE_OPERATOR):
        return None
    statement = trainings.trainings_within(principal).where(Training.state == TrainingState.OPEN)
    count = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    text = ngettext(
        "%(num)s training is open within your reach.", "%(num)s trainings are open within your reach.", count
    )
    return Card(_("Trainings"), text, _to(_("All trainings"), "trainings_staff.index"))


def _follow(principal: Principal) -> Card | None:
    if not monitoring.may_read_figures(principal):
        return None
    text = _("Each figure is counted from rows, and opens them.")
    more = [_to(_("Stakeholder meetings"), "monitoring_staff.list_meetings")]
    return Card(_("Figures of the programme"), text, _to(_("Open the figures"), "monitoring_staff.index"), more)


def _audit(principal: Principal) -> Card | None:
    if not is_everywhere(principal, Role.AUDITOR):
        return None
    text = _("Who did what to which row, sealed in a chain that shows every change.")
    return Card(_("The audit trail"), text, _to(_("Open the trail"), "operations_staff.trail"))


def _administer(principal: Principal) -> Card | None:
    if not principal.is_one_of(Role.ADMINISTRATOR):
        return None
    work = [_to(_("Work in the background"), "operations_staff.jobs")]
    more = work if is_everywhere(principal, Role.ADMINISTRATOR) else []
    text = _("People, roles, offices and how the site presents itself.")
    return Card(_("Run this site"), text, _to(_("People"), "accounts_staff.people"), more)


def _count_reports(principal: Principal, state: ReportState) -> int:
    statement = reports.reports_within(principal).where(ActivityReport.state == state)
    return db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0


def open_trainings(today: date, limit: int = 4) -> Sequence[Any]:
    """Return public trainings that are open and not over, the next first, self-paced ones last."""
    return db.session.scalars(
        select(Training)
        .where(Training.state == TrainingState.OPEN, Training.is_public, Training.is_template.is_(False))
        .where(or_(Training.is_self_paced, Training.ends >= today))
        .order_by(Training.is_self_paced, Training.starts)
        .limit(limit)
    ).all()
