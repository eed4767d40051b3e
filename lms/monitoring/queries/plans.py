"""Reads of action plans: one's own, and those within reach."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.core.db import db
from lms.core.errors import Missing
from lms.core.names import folded
from lms.core.principals import Principal
from lms.monitoring.models import COUNTING, ActionPlan, ActivityReport, PlanItem, PlanNote
from lms.monitoring.permissions import may_see_reports
from lms.monitoring.rules.plans import PLANNING, STILL
from lms.places.models import Office, Region
from lms.places.queries import offices
from lms.trainings import permissions as trainings
from lms.trainings.models import Participation, Training, TrainingKind, TrainingState

MOST_CHOICES = 60


def get_planning(person_id: int, participation_uid: UUID) -> Participation:
    """Return one's own participation that may have a plan; Missing otherwise."""
    found = db.session.scalar(
        select(Participation)
        .where(
            Participation.uid == participation_uid, Participation.person_id == person_id,
            Participation.capacity.in_(PLANNING), Participation.registered_at.is_not(None),
            Participation.withdrawn_at.is_(None),
        )
        .options(joinedload(Participation.training))
    )  # fmt: skip
    if found is None:
        raise Missing
    return found


def find_plan(participation_id: int) -> ActionPlan | None:
    """Return the plan of a participation, or None."""
    return db.session.scalar(select(ActionPlan).where(ActionPlan.participation_id == participation_id))


def items_of(plan_id: int) -> Sequence[PlanItem]:
    """Return the items of a plan with what realised them, the first due first."""
    return db.session.scalars(
        select(PlanItem)
        .where(PlanItem.plan_id == plan_id, PlanItem.removed_at.is_(None))
        .options(joinedload(PlanItem.report), joinedload(PlanItem.training))
        .order_by(PlanItem.due, PlanItem.id)
    ).all()


def notes_of(plan_id: int) -> Sequence[PlanNote]:
    """Return what was noted about a plan and its items, in order."""
    return db.session.scalars(
        select(PlanNote)
        .where(PlanNote.plan_id == plan_id)
        .options(joinedload(PlanNote.file), joinedload(PlanNote.item))
        .order_by(PlanNote.id)
    ).all()


def get_own_item(person_id: int, uid: UUID) -> PlanItem:
    """Return an item of one's own plan, with the training; Missing otherwise."""
    found = db.session.scalar(
        select(PlanItem)
        .join(ActionPlan, ActionPlan.id == PlanItem.plan_id)
        .join(Participation, Participation.id == ActionPlan.participation_id)
        .where(PlanItem.uid == uid, PlanItem.removed_at.is_(None), Participation.person_id == person_id)
        .options(
            joinedload(PlanItem.plan).joinedload(ActionPlan.participation).joinedload(Participation.training),
            joinedload(PlanItem.report), joinedload(PlanItem.training),
        )
    )  # fmt: skip
    if found is None:
        raise Missing
    return found


def plannable(person_id: int, *, today: date) -> Sequence[Any]:
    """Return (participation, items, done, overdue) of one's trainings that may have a plan, the newest first."""
    still = PlanItem.state.in_(STILL)
    rows = (
        select(
            Participation, func.count(PlanItem.id).label("items"),
            func.count(PlanItem.id).filter(~still).label("done"),
            func.count(PlanItem.id).filter(still, PlanItem.due < today).label("overdue"),
        )
        .join(Training, Training.id == Participation.training_id)
        .outerjoin(ActionPlan, ActionPlan.participation_id == Participation.id)
        .outerjoin(PlanItem, and_(PlanItem.plan_id == ActionPlan.id, PlanItem.removed_at.is_(None)))
        .where(
            Participation.person_id == person_id, Participation.capacity.in_(PLANNING),
            Participation.arrived_at.is_not(None), Participation.withdrawn_at.is_(None),
            Training.state.in_([TrainingState.OPEN, TrainingState.CLOSED]), Training.is_template.is_(False),
        )
        .options(contains_eager(Participation.training))
        .group_by(Participation.id, Training.id)
        .order_by(Training.starts.desc(), Participation.id.desc())
    )  # fmt: skip
    return db.session.execute(rows.limit(50)).all()


def realising(participation: Participation) -> tuple[Sequence[ActivityReport], Sequence[Training]]:
    """Return what may realise a promise: reports of the person's library, and replications there or by the person."""
    reports = db.session.scalars(
        select(ActivityReport)
        .where(ActivityReport.library_id == participation.office_id, ActivityReport.state.in_(COUNTING))
        .order_by(ActivityReport.on_day.desc(), ActivityReport.id.desc())
        .limit(MOST_CHOICES)
    ).all()
    given = select(Participation.training_id).where(
        Participation.person_id == participation.person_id, Participation.withdrawn_at.is_(None)
    )
    replications = db.session.scalars(
        select(Training)
        .join(TrainingKind, TrainingKind.id == Training.kind_id)
        .where(
            TrainingKind.is_replication,
            Training.id != participation.training_id,
            Training.is_template.is_(False),
            or_(Training.library_id == participation.office_id, Training.id.in_(given)),
        )
        .order_by(Training.starts.desc(), Training.id.desc())
        .limit(MOST_CHOICES)
    ).all()
    return reports, replications


def item_rows(
    principal: Principal, *, today: date, text: str = "", state: str = "", training_id: int | None = None
) -> Select[Any]:
    """Return the select of the items within reach, each with its plan, person, office, training; the first due first.

    `state` is a state, "overdue" or empty.
    """
    statement = _items(principal)
    for word in folded(text).split()[:6]:
        person = Participation.sort_name.contains(word, autoescape=True)
        statement = statement.where(or_(person, func.lower(PlanItem.what).contains(word, autoescape=True)))
    if training_id is not None:
        statement = statement.where(Participation.training_id == training_id)
    if state == "overdue":
        statement = statement.where(PlanItem.state.in_(STILL), PlanItem.due < today)
    elif state:
        statement = statement.where(PlanItem.state == state)
    return statement.order_by(PlanItem.due, PlanItem.id)


def counts_by_state(principal: Principal, *, today: date, training_id: int | None = None) -> dict[str, int]:
    """Return how many items within reach stand where, "overdue" among them, and how many are realised by a row."""
    inner = item_rows(principal, today=today, training_id=training_id).order_by(None)
    overdue = func.count(PlanItem.id).filter(PlanItem.state.in_(STILL), PlanItem.due < today)
    proven = func.count(PlanItem.id).filter(or_(PlanItem.report_id.is_not(None), PlanItem.training_id.is_not(None)))
    columns = (PlanItem.state, func.count(PlanItem.id), overdue, proven)
    found: dict[str, int] = {"overdue": 0, "proven": 0, "all": 0}
    for one in db.session.execute(inner.with_only_columns(*columns).group_by(PlanItem.state)):
        found[one[0].value] = one[1]
        found["all"] += one[1]
        found["overdue"] += one[2]
        found["proven"] += one[3]
    return found


def get_plan_within(principal: Principal, uid: UUID) -> ActionPlan:
    """Return a plan within reach with its person and training; Missing otherwise."""
    found = db.session.scalar(
        select(ActionPlan)
        .join(Participation, Participation.id == ActionPlan.participation_id)
        .join(Training, Training.id == Participation.training_id)
        .outerjoin(Office, Office.id == Participation.office_id)
        .outerjoin(Region, Region.id == Office.region_id)
        .where(ActionPlan.uid == uid, _seen(principal))
        .options(
            contains_eager(ActionPlan.participation).contains_eager(Participation.training),
            contains_eager(ActionPlan.participation).joinedload(Participation.person),
        )
    )
    if found is None:
        raise Missing
    return found


def get_note(uid: UUID) -> PlanNote:
    """Return a note with its file and plan; the caller asks whether it may be seen."""
    found = db.session.scalar(select(PlanNote).where(PlanNote.uid == uid).options(joinedload(PlanNote.file)))
    if found is None or found.file is None:
        raise Missing
    return found


def may_see_plan(principal: Principal, plan_id: int) -> bool:
    """Tell whether a plan is one's own or within reach."""
    plan = db.session.get(ActionPlan, plan_id)
    if plan is None:
        return False
    if principal.person_id and plan.participation.person_id == principal.person_id:
        return True
    try:
        get_plan_within(principal, plan.uid)
    except Missing:
        return False
    return True


def _items(principal: Principal) -> Select[Any]:
    return (
        select(PlanItem)
        .join(ActionPlan, ActionPlan.id == PlanItem.plan_id)
        .join(Participation, Participation.id == ActionPlan.participation_id)
        .join(Training, Training.id == Participation.training_id)
        .outerjoin(Office, Office.id == Participation.office_id)
        .outerjoin(Region, Region.id == Office.region_id)
        .where(PlanItem.removed_at.is_(None), _seen(principal))
        .options(
            contains_eager(PlanItem.plan).contains_eager(ActionPlan.participation).contains_eager(
                Participation.training),
            joinedload(PlanItem.report), joinedload(PlanItem.training),
        )
    )  # fmt: skip


def _seen(principal: Principal) -> ColumnElement[bool]:
    """Return the predicate "of a library in reach, or of a training that one sees"; Region and Office are joined."""
    near = offices.within(principal) if may_see_reports(principal) else false()
    return or_(near, trainings.sees(principal))
