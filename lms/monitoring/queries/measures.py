"""Measures: one select each, whose rows a figure opens and whose sum is the figure.

Every select has the columns `key` (what is counted once), `label`, `region_id`, `on_day` (when it first counted) and
`value` (what a row adds to the figure).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import aliased

from lms.accounts.models import Person
from lms.monitoring.models import ActivityReport, Meeting, MeetingGuest
from lms.monitoring.models.activities import COUNTING
from lms.monitoring.queries.scope import Ancestry, Scope
from lms.places.models import Office, OfficeKind, OnlineSince, Region
from lms.trainings.models import Capacity, Participation, Training, TrainingKind, TrainingState

TEACHING = (Capacity.TRAINER, Capacity.FACILITATOR)


class Counts(StrEnum):
    """What a figure counts: unique things, each once, or every participation."""

    UNIQUE = "unique"
    SUM = "sum"


@dataclass(frozen=True)
class Measure:
    """A way of counting from rows."""

    key: str
    label: Any
    counts: Counts
    statement: Callable[[Scope], Any]
    is_personal: bool = False


def trained_facilitators(scope: Scope) -> Any:
    """Select each person who gave a replication, once."""
    office_region = aliased(Region)
    return (
        select(
            Person.id.label("key"),
            func.min(Person.full_name).label("label"),
            func.min(office_region.id).label("region_id"),
            func.min(Training.starts).label("on_day"),
            literal(1).label("value"),
        )
        .select_from(Training)
        .join(TrainingKind, TrainingKind.id == Training.kind_id)
        .join(Participation, Participation.training_id == Training.id)
        .join(Person, Person.id == Participation.person_id)
        .outerjoin(office_region, office_region.id == Participation.region_id)
        .where(*_replications(scope), Participation.capacity.in_(TEACHING), Participation.withdrawn_at.is_(None))
        .where(scope.in_reach(office_region))
        .group_by(Person.id)
    )


def trained_managers(scope: Scope) -> Any:
    """Select each person who was trained in a replication, once."""
    return (
        select(
            Person.id.label("key"),
            func.min(Person.full_name).label("label"),
            func.min(Training.region_id).label("region_id"),
            func.min(Training.starts).label("on_day"),
            literal(1).label("value"),
        )
        .select_from(Training)
        .join(TrainingKind, TrainingKind.id == Training.kind_id)
        .join(Participation, Participation.training_id == Training.id)
        .join(Person, Person.id == Participation.person_id)
        .join(Region, Region.id == Training.region_id)
        .where(*_replications(scope), Participation.capacity == Capacity.PARTICIPANT)
        .where(Participation.arrived_at.is_not(None), Participation.withdrawn_at.is_(None), scope.in_reach(Region))
        .group_by(Person.id)
    )


def replicated_libraries(scope: Scope) -> Any:
    """Select each library that a replication reached, once."""
    return (
        _from_replicated(scope)
        .with_only_columns(
            Office.id.label("key"),
            func.min(Office.name).label("label"),
            func.min(Office.region_id).label("region_id"),
            func.min(Training.starts).label("on_day"),
            literal(1).label("value"),
        )
        .group_by(Office.id)
    )


def replicated_villages(scope: Scope) -> Any:
    """Select each village whose library a replication reached, once."""
    return (
        _from_replicated(scope)
        .with_only_columns(
            Region.id.label("key"),
            func.min(Region.name).label("label"),
            func.min(Region.id).label("region_id"),
            func.min(Training.starts).label("on_day"),
            literal(1).label("value"),
        )
        .group_by(Region.id)
    )


def replicated_regencies(scope: Scope) -> Any:
    """Select each region of the second level in which a replication reached a library, once."""
    ancestry, regency = Ancestry(Region), aliased(Region)
    statement = ancestry.joined(_from_replicated(scope)).join(regency, regency.id == ancestry.at(2))
    return statement.with_only_columns(
        regency.id.label("key"),
        func.min(regency.name).label("label"),
        func.min(regency.id).label("region_id"),
        func.min(Training.starts).label("on_day"),
        literal(1).label("value"),
    ).group_by(regency.id)


def activities(scope: Scope) -> Any:
    """Select each report of a community activity that was handed in."""
    return _reports(scope, literal(1))


def community_participants(scope: Scope) -> Any:
    """Select each report of a community activity, with its participations."""
    return _reports(scope, ActivityReport.participants)


def offices_online(scope: Scope) -> Any:
    """Select each office, no library, whose newest statement up to the end of the period says that it is online."""
    newest = (
        select(OnlineSince.office_id, func.max(OnlineSince.since).label("since"))
        .where(OnlineSince.since <= scope.ends)
        .group_by(OnlineSince.office_id)
        .subquery()
    )
    return (
        select(
            Office.id.label("key"),
            func.min(Office.name).label("label"),
            func.min(Office.region_id).label("region_id"),
            func.min(OnlineSince.since).label("on_day"),
            literal(1).label("value"),
        )
        .select_from(OnlineSince)
        .join(newest, (newest.c.office_id == OnlineSince.office_id) & (newest.c.since == OnlineSince.since))
        .join(Office, Office.id == OnlineSince.office_id)
        .join(OfficeKind, OfficeKind.id == Office.kind_id)
        .join(Region, Region.id == Office.region_id)
        .where(OnlineSince.is_online, OfficeKind.is_library.is_(False), scope.in_reach(Region))
        .group_by(Office.id)
    )


def meeting_guests(scope: Scope) -> Any:
    """Select everyone who came to a stakeholder meeting."""
    return (
        select(
            MeetingGuest.id.label("key"),
            MeetingGuest.institution.label("label"),
            Meeting.region_id.label("region_id"),
            Meeting.on_day.label("on_day"),
            literal(1).label("value"),
        )
        .join(Meeting, Meeting.id == MeetingGuest.meeting_id)
        .join(Region, Region.id == Meeting.region_id)
        .where(*_met(scope))
    )


def meeting_regencies(scope: Scope) -> Any:
    """Select each region of the second level that held a stakeholder meeting, once."""
    return _meeting_regions(scope, 2)


def meeting_provinces(scope: Scope) -> Any:
    """Select each region of the first level that held a stakeholder meeting of its own, once."""
    return _meeting_regions(scope, 1)


def _meeting_regions(scope: Scope, level: int) -> Any:
    return (
        select(
            Region.id.label("key"),
            func.min(Region.name).label("label"),
            func.min(Region.id).label("region_id"),
            func.min(Meeting.on_day).label("on_day"),
            literal(1).label("value"),
        )
        .select_from(Meeting)
        .join(Region, Region.id == Meeting.region_id)
        .where(*_met(scope), Region.level == level)
        .group_by(Region.id)
    )


def _from_replicated(scope: Scope) -> Any:
    return (
        select(Office)
        .select_from(Training)
        .join(TrainingKind, TrainingKind.id == Training.kind_id)
        .join(Office, Office.id == Training.library_id)
        .join(Region, Region.id == Office.region_id)
        .where(*_replications(scope), scope.in_reach(Region))
    )


def _replications(scope: Scope) -> tuple[Any, ...]:
    return (
        Training.programme_id == scope.programme_id,
        TrainingKind.is_replication,
        Training.state.in_([TrainingState.OPEN, TrainingState.CLOSED]),
        scope.during(Training.starts),
    )


def _reports(scope: Scope, value: Any) -> Any:
    return (
        select(
            ActivityReport.id.label("key"),
            ActivityReport.title.label("label"),
            ActivityReport.region_id.label("region_id"),
            ActivityReport.on_day.label("on_day"),
            value.label("value"),
        )
        .join(Region, Region.id == ActivityReport.region_id)
        .where(
            ActivityReport.programme_id == scope.programme_id,
            ActivityReport.state.in_(COUNTING),
            scope.during(ActivityReport.on_day),
            scope.in_reach(Region),
        )
    )


def _met(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return (Meeting.programme_id == scope.programme_id, scope.during(Meeting.on_day), scope.in_reach(Region))


def _table(*measures: Measure) -> Mapping[str, Measure]:
    return {measure.key: measure for measure in measures}


MEASURES = _table(
    Measure("facilitators", _("People who gave a replication"), Counts.UNIQUE, trained_facilitators, True),
    Measure("managers", _("People trained in replications"), Counts.UNIQUE, trained_managers, True),
    Measure("libraries", _("Libraries reached by replication"), Counts.UNIQUE, replicated_libraries),
    Measure("villages", _("Villages reached by replication"), Counts.UNIQUE, replicated_villages),
    Measure("regencies", _("Regencies reached by replication"), Counts.UNIQUE, replicated_regencies),
    Measure("activities", _("Community activities"), Counts.UNIQUE, activities),
    Measure("community", _("Participations in community activities"), Counts.SUM, community_participants),
    Measure("offices_online", _("Offices online"), Counts.UNIQUE, offices_online),
    Measure("meeting_guests", _("Participations in stakeholder meetings"), Counts.SUM, meeting_guests),
    Measure("meeting_regencies", _("Regencies with a stakeholder meeting"), Counts.UNIQUE, meeting_regencies),
    Measure("meeting_provinces", _("Provinces with a stakeholder meeting"), Counts.UNIQUE, meeting_provinces),
)
