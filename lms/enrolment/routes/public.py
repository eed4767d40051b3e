"""Public doors: the trainings that visitors see, and open registration."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from lms.core import clock
from lms.core.addresses import public_url
from lms.core.db import db
from lms.core.errors import Refused
from lms.enrolment import actions, queries
from lms.enrolment.forms import RegistrationForm
from lms.enrolment.rules import questions
from lms.enrolment.rules import registration as rules
from lms.places import queries as places
from lms.questionnaires.forms import reply_of
from lms.questionnaires.rules import Reply
from lms.trainings import queries as trainings
from lms.trainings.models import Capacity, Participation, Training
from lms.trainings.rules.agenda import by_day
from lms.trainings.rules.labels import STATE_KINDS, states
from lms.web import guard, limits, paging

bp = Blueprint("enrolment_public", __name__, url_prefix="/trainings")


@bp.get("")
@guard.public
def index() -> ResponseReturnValue:
    """Show the trainings of all programmes, or of one."""
    programmes = places.programmes(public_only=True)
    slug = request.args.get("programme", "")
    chosen = next((programme for programme in programmes if programme.slug == slug), None)
    text = request.args.get("q", "")[:100]
    statement = trainings.open_to_public(programme_id=chosen.id if chosen else None, text=text)
    page = paging.load(statement, page=paging.requested(), per_page=20)
    return render_template(
        "enrolment/public/index.html", page=page, programmes=programmes, chosen=chosen, text=text, states=states(),
        state_kinds=STATE_KINDS, is_open=_open_ids(page.items),
    )  # fmt: skip


@bp.get("/<uuid:uid>")
@guard.public
def show(uid: UUID) -> ResponseReturnValue:
    """Show a training: its agenda, its place, how to register."""
    training = trainings.get_public_training(uid)
    return _draw(training, RegistrationForm())


@bp.post("/<uuid:uid>/registration")
@guard.public
def register(uid: UUID) -> ResponseReturnValue:
    """Take a seat; sending it again changes nothing."""
    training, who, form = trainings.get_public_training(uid), guard.find_principal(), RegistrationForm()
    reply = reply_of(request.form, request.files)
    try:
        if who is not None:
            made = actions.register(uid, by=who, now=clock.now(), reply=reply)
        elif not form.validate():
            return _draw(training, form, 422, reply)
        else:
            made = actions.register_visitor(
                uid, name=form.name.data, phone=form.phone.data, office=form.office.data, agrees=form.agrees.data,
                now=clock.now(), reply=reply,
            )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _draw(training, form, 422, reply, refusal.fields)
    session["registered"] = made.badge_code
    flash(_("You are registered. Your code is %(code)s.", code=made.badge_code), "success")
    return redirect(url_for(".show", uid=uid))


@bp.route("/invitations/<uuid:uid>/<proof>", methods=["GET", "POST"])
@guard.public
@limits.limiter.limit(limits.PUBLIC_LOOK_UPS)
def invitation(uid: UUID, proof: str) -> ResponseReturnValue:
    """Ask somebody who was invited whether they come; opening the link answers nothing, a button does."""
    invited, error = queries.get_invited(uid, proof), ""
    reply, wrong = actions.NOTHING, None
    address = url_for(".invitation", uid=uid, proof=proof)
    if request.method == "POST":
        reply = reply_of(request.form, request.files)
        try:
            if request.form.get("answer") == "questions":
                actions.answer_by_link(uid, proof, reply=reply, now=clock.now())
            elif request.form.get("answer") == "yes":
                actions.accept_invitation(uid, proof, now=clock.now(), reply=reply)
            else:
                actions.decline_invitation(uid, proof, now=clock.now())
        except Refused as refusal:
            error, wrong = refusal.message, refusal.fields
        else:
            return redirect(address)
    page = {"invited": invited, "training": invited.training, "address": address, "error": error,
            **_asked(invited.training if invited.capacity in queries.ASKED else None, reply, wrong),
            "still": _may_still_answer(invited)}  # fmt: skip
    return render_template("enrolment/public/invitation.html", **page), 422 if error else 200


def _draw(
    training: Training, form: RegistrationForm, status: int = 200, reply: Reply = actions.NOTHING, wrong: Any = None
) -> ResponseReturnValue:
    who = guard.find_principal()
    taken = queries.seats_taken(training.id)
    mine = (
        trainings.find_participation(training.id, who.person_id, Capacity.PARTICIPANT)
        if who and who.person_id
        else None
    )
    page = {
        "training": training, "form": form, "taken": taken, "mine": mine or _remembered(training),
        "days": by_day(trainings.sessions_of(training.id), training.zone), "modules": trainings.modules_of(training.id),
        "calendar_url": public_url() + url_for("trainings_public.agenda_file", uid=training.uid),
        "takes": _takes(training, taken), "states": states(), "state_kinds": STATE_KINDS,
        **_asked(training, reply, wrong),
    }  # fmt: skip
    return render_template("enrolment/public/show.html", **page), status


def _asked(training: Training | None, reply: Reply, wrong: Any) -> dict[str, Any]:
    """Return a training's own questions with what was sent, what is wrong, and the seats that are left."""
    asked = queries.questions_of(training.id) if training else []
    left = questions.free_seats(asked, queries.taken_of(training.id)) if training and asked else {}
    return {"asked": asked, "sent": reply.sent, "wrong": wrong or {}, "left": left}


def _may_still_answer(invited: Participation) -> bool:
    """Tell whether somebody who is registered has not answered all, and still may."""
    kept = queries.find_answer(invited.training_id, invited.person_id)
    today = clock.today(invited.training.zone)
    if invited.registered_at is None or (kept is not None and kept.is_complete):
        return False
    return questions.may_still_answer(invited.training, is_complete=False, today=today)


def _remembered(training: Training) -> Participation | None:
    """Return the seat that this browser took just now, unless it asks for another person's or was refused one."""
    code = session.get("registered")
    if not code or request.method == "POST" or request.args.get("another"):
        return None
    return db.session.scalar(
        select(Participation).where(Participation.badge_code == code, Participation.training_id == training.id)
    )


def _takes(training: Training, taken: int) -> bool:
    return rules.is_open(
        state=training.state, is_public=training.is_public, last_day=training.registration_until, zone=training.zone,
        now=clock.now(), taken=taken, seats=training.capacity, is_self_paced=training.is_self_paced,
    )  # fmt: skip


def _open_ids(rows: Sequence[Training]) -> set[int]:
    numbers = trainings.four_numbers(training.id for training in rows)
    return {training.id for training in rows if _takes(training, numbers[training.id].registered)}
