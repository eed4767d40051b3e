"""Reminders: whom they are for, what they say unless something else is written, and where they lead."""

from flask_babel import gettext as _

from lms.notifications.models import Group

LEADS = {
    Group.NOT_REGISTERED: "notifications_learner.invited",
    Group.NAME_UNCONFIRMED: "certificates_learner.name",
    Group.NO_EVALUATION: "surveys_learner.index",
    Group.ABSENT: "trainings_learner.show",
    Group.EVERYONE: "trainings_learner.show",
    Group.NO_ANSWERS: "notifications_learner.invited",
    Group.MENTOR_SILENT: "surveys_learner.index",
}
OF_PARTICIPATION = {Group.NOT_REGISTERED, Group.NAME_UNCONFIRMED, Group.NO_ANSWERS}
OF_TRAINING = {Group.ABSENT, Group.EVERYONE}
BY_LINK = {Group.NOT_REGISTERED, Group.NO_ANSWERS}
PLAIN = {Group.NO_EVALUATION, Group.MENTOR_SILENT}
LONGEST = 1000


def groups() -> dict[Group, str]:
    """Return whom of a training a reminder is for."""
    return {
        Group.NOT_REGISTERED: _("Invited, not registered"),
        Group.NAME_UNCONFIRMED: _("Name not confirmed"),
        Group.NO_EVALUATION: _("Evaluation not filled in"),
        Group.ABSENT: _("Absent from the newest session"),
        Group.EVERYONE: _("Everyone in the training"),
        Group.NO_ANSWERS: _("Registration questions not answered"),
        Group.MENTOR_SILENT: _("Mentors who have not told what became of it"),
    }


def usual_words(group: Group, *, training: str, days: str, place: str) -> str:
    """Return what a reminder to a group says unless the organiser writes something else."""
    facts = {"training": training, "days": days, "place": place}
    said: dict[Group, str] = {
        Group.NOT_REGISTERED: _(
            "You are invited to %(training)s, %(days)s, %(place)s. We have no answer from you yet. Please tell us "
            "whether you come.", **facts),
        Group.NAME_UNCONFIRMED: _(
            "Please look at how your name will be printed on the certificate of %(training)s, and confirm it.",
            **facts),
        Group.NO_EVALUATION: _(
            "Please fill in the evaluation of %(training)s. It takes a few minutes. If you have done so, thank you.",
            **facts),
        Group.ABSENT: _(
            "We missed you at the newest session of %(training)s. If you were there or cannot come, please tell the "
            "organiser.", **facts),
        Group.EVERYONE: _("About %(training)s, %(days)s, %(place)s:", **facts),
        Group.NO_ANSWERS: _(
            "The organiser of %(training)s still needs answers to a few questions of the registration. Please answer "
            "them.", **facts),
        Group.MENTOR_SILENT: _(
            "People whom you accompany took part in %(training)s. Please tell what became of it. It takes a few "
            "minutes for each person.", **facts),
    }  # fmt: skip
    return said[group]
