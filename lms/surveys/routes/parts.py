"""What surveys add to the pages of features below."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.places import permissions as places
from lms.places.models import Programme
from lms.questionnaires.models import Questionnaire
from lms.questionnaires.rules import PERSONAL, Kind, Owner, Subject
from lms.surveys import actions, permissions, queries
from lms.surveys.forms import AIMS, NewForm
from lms.trainings import queries as trainings
from lms.trainings.models import Participation, Training
from lms.web.i18n import said


def learner_card(principal: Principal, training: Training | None) -> dict[str, Any]:
    """Return the evaluations that wait for the signed-in person, of one training if given, and those about others."""
    waiting = queries.waiting_for(principal.person_id, now=clock.now()) if principal.person_id else ()
    mentored = queries.waiting_for_mentor(principal, now=clock.now()) if training is None else ()
    mine = queries.own_mentors(principal.person_id, training.id) if training and principal.person_id else ()
    return {"waiting": [row for row in waiting if training is None or row.training_id == training.id],
            "mentored": mentored, "mentors": mine}  # fmt: skip


def mentor_card(principal: Principal, participation: Participation) -> dict[str, Any]:
    """Return who accompanies somebody in a training, and whom one may name; nothing of who did not come to learn."""
    if participation.capacity not in permissions.ANSWERING:
        return {}
    today = clock.today(participation.training.zone)
    near = queries.mentors_near([participation.office_id], today=today).get(participation.office_id or 0, [])
    asked = [one for one in near if one.id != participation.person_id]
    runs = trainings.may_run(principal, participation.training_id)
    colleagues = queries.colleagues_of(participation) if runs else ()
    return {
        "runs": runs, "named": queries.find_mentor(participation.id), "asked": asked,
        "offered": [*asked, *(one for one in colleagues if one not in asked)],
    }  # fmt: skip


def programme_card(_principal: Principal, programme: Programme) -> dict[str, Any]:
    """Return a programme's forms, and a form for a new one."""
    return {"rows": queries.forms_of(programme.id), "aims": AIMS, "new": NewForm(formdata=None)}


def form_subject(principal: Principal, questionnaire: Questionnaire) -> Subject:
    """Return which form a questionnaire belongs to; Missing for who may not change it."""
    if not places.may_settle(principal):
        raise Missing
    form = queries.get_form_of(questionnaire.id)
    programme = {"label": said(form.programme.name),
                 "url": url_for("places_staff.programme", slug=form.programme.slug)}  # fmt: skip
    about = _("It asks about: %(aim)s. Evaluations that were held keep the questions they had.", aim=AIMS[form.aim])
    return Subject(
        title=said(form.name), note=about, crumbs=[programme, {"label": said(form.name)}],
        kinds=[kind for kind in Kind if kind not in PERSONAL],
        ending=(_("Offer this form no longer"), url_for("surveys_staff.archive_form", uid=form.uid)),
    )  # fmt: skip


FORMS = Owner(subject=form_subject, change=actions.change_questions)
