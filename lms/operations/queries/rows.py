"""The rows that acts of the trail are about or name: what they are called now, and how they are addressed."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, literal, select

from lms.accounts.models import Person, RoleGrant, Team
from lms.catalogue.models import Lesson, Module
from lms.certificates.models import Certificate, CorrectionRequest, Design, IssueBatch, Series, Signer
from lms.core.db import db
from lms.core.jobs import Job
from lms.enrolment.models import Nomination, TrainingGroup
from lms.monitoring.models import ActionPlan, ActivityReport, Indicator, Meeting
from lms.operations.rules import Row, job_name
from lms.places.models import Office, Programme, Region, RegionTree
from lms.quizzes.models import Attempt, BankCategory, BankEntry
from lms.reports.models import CostLine
from lms.surveys.models import Survey, SurveyForm
from lms.trainings.models import MinuteItem, Participation, Training, TrainingFile, TrainingSession
from lms.web.i18n import said

Key = tuple[str, str]


def names_of(keys: Iterable[Key]) -> dict[Key, Row]:
    """Return the rows that are there by their kind and uid (or id, where a fact kept that): one query a kind."""
    by_kind: dict[str, set[str]] = {}
    for kind, key in keys:
        if kind in _ROWS:
            by_kind.setdefault(kind, set()).add(key)
    found: dict[Key, Row] = {}
    for kind, wanted in by_kind.items():
        for row in db.session.execute(_among(_ROWS[kind], wanted)):
            shown = Row(name=_words(kind, row.name), kind=kind, address=str(row.address) if row.stands else "")
            found[kind, str(row.uid)] = found[kind, str(row.id)] = shown
    return found


def _among(rows: Select[Any], keys: Iterable[str]) -> Select[Any]:
    ids = [int(key) for key in keys if key.isdigit()]
    uids = [UUID(key) for key in keys if not key.isdigit()]
    uid, key = rows.selected_columns.uid, rows.selected_columns.id
    return rows.where(uid.in_(uids) | key.in_(ids))


def _words(kind: str, name: Any) -> str:
    if kind == "job":
        return job_name(name)
    return said(name)


def _rows(model: Any, name: Any, *, address: Any = None, stands: Any = None) -> Select[Any]:
    """Return the select of a kind's rows; one that does not `stand` any more has no page."""
    place = model.uid if address is None else address
    there = literal(True) if stands is None else stands
    return select(model.uid, model.id, name.label("name"), place.label("address"), there.label("stands"))


_IS_NOT_MERGED = Person.merged_into_id.is_(None)
_ROWS: dict[str, Select[Any]] = {
    "action_plan": _rows(ActionPlan, Participation.name_shown).join(ActionPlan.participation),
    "activity_report": _rows(ActivityReport, ActivityReport.title),
    "attempt": _rows(Attempt, Participation.name_shown).join(
        Participation, Participation.id == Attempt.participation_id
    ),
    "bank_category": _rows(BankCategory, BankCategory.name),
    "bank_entry": _rows(BankEntry, BankEntry.key),
    "certificate": _rows(Certificate, Certificate.number),
    "correction_request": _rows(CorrectionRequest, Certificate.number).join(
        Certificate, Certificate.id == CorrectionRequest.certificate_id
    ),
    "cost_line": _rows(CostLine, CostLine.budget_line),
    "design": _rows(Design, Design.name),
    "indicator": _rows(Indicator, Indicator.label),
    "issue_batch": _rows(IssueBatch, Training.title).outerjoin(IssueBatch.training),
    "job": _rows(Job, Job.name),
    "lesson": _rows(Lesson, Lesson.title, address=Module.uid).join(Lesson.module),
    "meeting": _rows(Meeting, Meeting.title),
    "minute_item": _rows(MinuteItem, MinuteItem.topic),
    "module": _rows(Module, Module.title),
    "nomination": _rows(Nomination, Person.full_name).join(Person, Person.id == Nomination.person_id),
    "office": _rows(Office, Office.name),
    "participation": _rows(Participation, Participation.name_shown),
    "person": _rows(Person, Person.full_name, stands=_IS_NOT_MERGED),
    "programme": _rows(Programme, Programme.name, address=Programme.slug),
    "region": _rows(Region, Region.name),
    "region_tree": _rows(RegionTree, RegionTree.name),
    "role_grant": _rows(RoleGrant, Person.full_name, address=Person.uid, stands=_IS_NOT_MERGED).join(
        Person, Person.id == RoleGrant.person_id
    ),
    "series": _rows(Series, Series.name),
    "session": _rows(TrainingSession, TrainingSession.title),
    "signer": _rows(Signer, Signer.full_name),
    "survey": _rows(Survey, Survey.title),
    "survey_form": _rows(SurveyForm, SurveyForm.name),
    "team": _rows(Team, Team.name),
    "training": _rows(Training, Training.title),
    "training_file": _rows(TrainingFile, TrainingFile.caption),
    "training_group": _rows(TrainingGroup, TrainingGroup.name),
    "training_session": _rows(TrainingSession, TrainingSession.title),
}
