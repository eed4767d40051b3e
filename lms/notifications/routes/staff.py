"""What the people of a training were told, and reminders to them."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from lms.core import addresses, clock, mail
from lms.core.errors import Missing, Refused
from lms.enrolment import queries as enrolment
from lms.notifications import actions, queries, rules
from lms.notifications.forms import ReminderForm
from lms.notifications.models import Group, Message, Reminder
from lms.notifications.rules import reminders, words
from lms.trainings import queries as trainings
from lms.trainings.models import Training
from lms.web import guard, paging, whatsapp
from lms.web.filters import day_range

bp = Blueprint("notifications_staff", __name__, url_prefix="/staff")


@bp.get("/trainings/<uuid:uid>/messages")
@guard.signed_in
def index(uid: UUID) -> ResponseReturnValue:
    """Show what was sent to whom and when, to those who run the training."""
    training = _run(uid)
    text, kind = request.args.get("q", "").strip()[:100], request.args.get("kind", "")
    page = paging.load(queries.log_of(training.id, text=text, kind=kind), page=paging.requested())
    return render_template(
        "notifications/staff/log.html", training=training, page=page, text=text, kind=kind, kinds=words.kinds(),
        words={row.id: words.words_of(row.kind, row.facts) for row in page.items},
        posted=queries.posted([row.id for row in page.items]), sent=queries.reminders_of(training.id),
        groups=reminders.groups(),
    )  # fmt: skip


@bp.get("/trainings/<uuid:uid>/reminders")
@guard.signed_in
def groups(uid: UUID) -> ResponseReturnValue:
    """Show whom one can remind, and how many they are."""
    training = _run(uid)
    return render_template(
        "notifications/staff/groups.html", training=training, groups=reminders.groups(),
        counts=queries.counts_in(training.id, now=clock.now()),
    )  # fmt: skip


@bp.route("/trainings/<uuid:uid>/reminders/<group>", methods=["GET", "POST"])
@guard.signed_in
def remind(uid: UUID, group: str) -> ResponseReturnValue:
    """Write to a group: first see the text and how many get it, then send it."""
    training, chosen = _run(uid), _group(group)
    form = ReminderForm(words=_usual(training, chosen)) if request.method == "GET" else ReminderForm()
    if request.method == "GET" or not form.validate():
        return _draw(training, chosen, form), 422 if form.errors else 200
    if not form.sure.data:
        return _draw(training, chosen, form, is_preview=True)
    try:
        made = actions.remind(uid, chosen, form.words.data or "", by=guard.principal(), now=clock.now(),
                              again=form.again.data)  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _draw(training, chosen, form), 422
    flash(ngettext("The reminder was written to %(num)s person.", "The reminder was written to %(num)s people.",
                   made.count), "success")  # fmt: skip
    return redirect(url_for(".reminder", uid=made.uid))


@bp.get("/reminders/<uuid:uid>")
@guard.signed_in
def reminder(uid: UUID) -> ResponseReturnValue:
    """Show a reminder that was sent, with a link that opens WhatsApp for each person."""
    row, training = queries.get_reminder_within(guard.principal(), uid)
    page = paging.load(queries.written_to(row.id), page=paging.requested(), per_page=20)
    return render_template(
        "notifications/staff/reminder.html", training=training, row=row, page=page, groups=reminders.groups(),
        writer=queries.writer_of(row), common=_common(training, row),
        letters={one.id: _letter(training, row, one) for one in page.items}, wakes=_wakes(training),
    )  # fmt: skip


def _draw(training: Training, group: Group, form: ReminderForm, *, is_preview: bool = False) -> str:
    now = clock.now()
    last = queries.last_reminder(training.id, group)
    people = paging.load(queries.people_in(training.id, group, now=now), page=1, per_page=5, scalars=False)
    return render_template(
        "notifications/staff/remind.html", training=training, group=group, form=form, people=people, last=last,
        label=reminders.groups()[group], is_preview=is_preview, sends_mail=mail.is_set(),
        is_too_soon=rules.is_too_soon(last.at if last else None, now), wakes=_wakes(training),
    )  # fmt: skip


def _wakes(training: Training) -> datetime | None:
    """Return when the night in a training's zone ends, None by day."""
    now = clock.now()
    wakes = rules.awake(now, training.zone)
    return wakes if wakes > now else None


def _usual(training: Training, group: Group) -> str:
    with force_locale(training.language):
        days = day_range(training.starts, training.ends) if training.starts else "–"
        place = ", ".join(part for part in (training.venue, training.city) if part) or "–"
        return reminders.usual_words(group, training=training.title, days=days, place=place)


def _common(training: Training, row: Reminder) -> str:
    """Return the text for a chat of the whole group: without a name, with a link that holds for everybody."""
    if row.group in reminders.OF_PARTICIPATION:
        return f"{row.words} {addresses.public_url()}{url_for('notifications_learner.index')}"
    return f"{row.words} {_link(training, row, None)}"


def _letter(training: Training, row: Reminder, message: Message) -> dict[str, str]:
    """Return the words to send to one person, and where WhatsApp sends them."""
    with force_locale(training.language):
        words = _("Dear %(name)s, %(words)s %(link)s", name=message.person.shown_name, words=row.words,
                  link=_link(training, row, message.about))  # fmt: skip
    return {"words": words, "wa_url": whatsapp.link(message.person.phone, words)}


def _link(training: Training, row: Reminder, about: UUID | None) -> str:
    if row.group in reminders.BY_LINK and about:
        path = url_for("enrolment_public.invitation", uid=about, proof=enrolment.proof_of(about))
    elif row.group in reminders.PLAIN:
        path = url_for(reminders.LEADS[row.group])
    else:
        path = url_for(reminders.LEADS[row.group], uid=training.uid if row.group in reminders.OF_TRAINING else about)
    return f"{addresses.public_url()}{path}"


def _group(text: str) -> Group:
    if text not in set(Group):
        raise Missing
    return Group(text)


def _run(uid: UUID) -> Training:
    training = trainings.get_training_within(guard.principal(), uid)
    if not trainings.may_run(guard.principal(), training.id):
        raise Missing
    return training
