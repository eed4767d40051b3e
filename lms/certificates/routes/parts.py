"""What certificates add to the pages of features below: numbers, consequences, cards."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.accounts.models import Person
from lms.accounts.rules import FirstPart
from lms.certificates import actions, permissions, queries
from lms.certificates.forms import FirstPapersForm
from lms.certificates.models import State
from lms.certificates.rules import labels
from lms.core.principals import Principal
from lms.places import queries as places
from lms.progress import queries as progress
from lms.trainings.models import Training, TrainingSession

FIRST_PAPERS = FirstPart(
    name="papers", form=FirstPapersForm, template="certificates/public/_first.html", begin=actions.begin_papers,
    fields=("series_name", "series_pattern", "series_unit", "series_classification", "signer_name", "signer_title",
            "signer_nip"),
)  # fmt: skip


def eligible(_principal: Principal, training: Training) -> dict[str, Any]:
    """Return the fourth number of a training: how many participants are eligible."""
    value = progress.count_eligible([training.id]).get(training.id, 0)
    return {"label": _("eligible"), "value": value, "url": url_for("certificates_staff.training", uid=training.uid)}


def eligible_of_many(_principal: Principal, training_ids: list[int]) -> dict[str, Any]:
    """Return the fourth number of many trainings, and the door that opens its people."""
    return {"values": progress.count_eligible(training_ids), "endpoint": "certificates_staff.training"}


def training_consequences(_principal: Principal, training: Training) -> dict[str, list[str]]:
    """Say what closing, reopening or cancelling does to certificates."""
    standing = _standing(training.id)
    close = [_("Everyone's eligibility is decided and lesson hours are posted; then certificates can be issued.")]
    if not standing:
        return {"close": close, "reopen": [_("No certificate has been issued; none can be until it is closed again.")]}
    stay = ngettext(
        "%(num)s certificate has its number; it stays valid and keeps its lesson hours.",
        "%(num)s certificates have their numbers; they stay valid and keep their lesson hours.",
        standing,
    )
    revoke = _("If a certificate should no longer hold, revoke or replace it by itself.")
    return {"close": close, "reopen": [stay, revoke], "cancel": [stay, revoke]}


def session_consequences(_principal: Principal, session: TrainingSession) -> dict[str, list[str]]:
    """Say what cancelling, moving or restoring a session does to certificates."""
    standing = _standing(session.training_id)
    if not standing:
        return {}
    return {"sentences": [ngettext(
        "%(num)s certificate was issued before; what it prints does not change.",
        "%(num)s certificates were issued before; what they print does not change.", standing,
    )]}  # fmt: skip


def person_card(principal: Principal, person: Person) -> dict[str, Any]:
    """Return a person's certificates, and lesson hours by year, for the person's page."""
    today = places.today()
    rows = [(row, queries.standing_of(row, today=today)) for row in queries.of_person(person.id)]
    hours = progress.jp_by_year(person.id) if permissions.may_keep(principal) else {}
    return {"rows": rows, "standings": labels.standings(), "kinds": labels.STANDING_KINDS, "hours": hours}


def learner_card(principal: Principal, training: Training | None) -> dict[str, Any]:
    """Return names to look at, and certificates, of the signed-in person; of one training where one is given."""
    waiting = queries.open_confirmations(principal.person_id)
    rows, coming = queries.of_person(principal.person_id), queries.on_the_way(principal.person_id)
    if training is not None:
        waiting = [row for row in waiting if row.participation.training_id == training.id]
        rows = [row for row in rows if row.training_id == training.id]
        coming = [row for row in coming if row.participation.training_id == training.id]
    return {
        "waiting": waiting,
        "coming": coming,
        "reasons": labels.reasons,
        "certificates": [row for row in rows if row.is_standing],
    }


def _standing(training_id: int) -> int:
    counts = queries.count_by_state(training_id)
    return counts.get(State.NUMBERED, 0) + counts.get(State.ISSUED, 0)
