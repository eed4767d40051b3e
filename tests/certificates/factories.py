"""Rows of certificates for tests."""

from datetime import UTC, date, datetime
from typing import Any

from lms.accounts.models import Person
from lms.certificates import actions
from lms.certificates.models import Design, How, IssueBatch, NameConfirmation, Series, Signer
from lms.core.principals import Principal
from lms.progress.models import Decision
from lms.trainings.models import Participation, Training, TrainingState
from lms.worker import run_waiting
from tests import factories as make

NOW = datetime(2019, 11, 4, 3, 0, tzinfo=UTC)
PATTERN = "{serial:04d}/{unit}/{classification}/{roman_month}.{year}"


def keeper() -> Person:
    """A programme manager who reaches everything."""
    return make.make_staff(name="Rina Manajer")


def as_principal(person: Person) -> Principal:
    return make.principal_of(person)


def make_training(*, modules: int = 2, **facts: Any) -> Training:
    """A closed training of that many modules, 4 JP each."""
    made = [make.make_module(f"Mata Pelatihan {index + 1}") for index in range(modules)]
    return make.make_training(modules=made, state=TrainingState.CLOSED, **facts)


def make_eligible(
    training: Training, name: str = "Siti Aminah", *, confirmed: bool = True, **facts: Any
) -> Participation:
    """Somebody who was decided to be eligible, with the name confirmed."""
    person_facts = {
        key: facts.pop(key) for key in list(facts) if key in {"nip", "degree_before", "degree_after", "office"}
    }
    person = make.make_person(name, **person_facts)
    part = make.make_participation(training=training, person=person, **facts)
    make.save(Decision(training_id=training.id, participation_id=part.id, is_eligible=True, rule_version=1, at=NOW))
    if confirmed:
        make.save(NameConfirmation(participation_id=part.id, name=part.name_shown, registered_name=part.name_shown,
                                   how=How.LIST, at=NOW))  # fmt: skip
    return part


def make_series(training: Training, by: Person, **facts: Any) -> Series:
    chosen = {"office_id": training.office_id, "name": "Bimtek", "pattern": PATTERN, "unit": "2"}
    more = {"classification": "PRC.04.00", "by": as_principal(by), "now": NOW}
    return actions.make_series(**{**chosen, **more, **facts})


def make_signer(training: Training, by: Person, **facts: Any) -> Signer:
    return actions.make_signer(**{"office_id": training.office_id, "full_name": "Dra. Ratna Kusumawardhani, M.Hum.",
                                  "title": "Kepala Pusat", "nip": "196608011988032001", "valid_from": date(2019, 1, 1),
                                  "by": as_principal(by), "now": NOW, **facts})  # fmt: skip


def make_design(training: Training, by: Person, **facts: Any) -> Design:
    return actions.make_design(**{"office_id": training.office_id, "name": "Resmi", "by": as_principal(by), "now": NOW,
                                  **facts})  # fmt: skip


def issue(
    training: Training, keeper: Person, *, now: datetime = NOW, series: Series | None = None, **facts: Any
) -> IssueBatch:
    """Number everyone who is ready, from a new series unless given."""
    chosen = {"series_uid": (series or make_series(training, keeper)).uid, "by": as_principal(keeper), "now": now}
    chosen |= {"signer_uid": make_signer(training, keeper).uid, "design_uid": make_design(training, keeper).uid}
    return actions.issue_all(training.uid, **{**chosen, **facts})


def render_waiting(app: Any) -> int:
    """Run every job that waits."""
    return run_waiting(app)
