"""The words of every message, from its facts, in the language spoken now."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from lms.accounts.events import Way
from lms.accounts.rules import role_labels
from lms.core.principals import Role
from lms.core.wordings import tell_all
from lms.notifications.models import Notice
from lms.notifications.rules import papers
from lms.notifications.rules.said import Facts, Words
from lms.web.filters import day, day_range, moment, percent


def words_of(kind: Notice, facts: Facts) -> Words:
    """Return what a message says."""
    return _WRITERS[kind](tell_all(facts))


def kinds() -> dict[Notice, str]:
    """Return what people are told about, to choose mail by."""
    return {
        Notice.CERTIFICATE_ISSUED: _("A certificate of mine was issued"),
        Notice.CERTIFICATE_REPLACED: _("A certificate of mine was replaced"),
        Notice.CERTIFICATE_REVOKED: _("A certificate of mine was revoked"),
        Notice.CORRECTION_ANSWERED: _("A correction that I asked for was answered"),
        Notice.NAME_TO_CONFIRM: _("My name for a certificate is to be confirmed"),
        Notice.REGISTRATION_DECIDED: _("A registration was accepted or refused"),
        Notice.PROMOTED: _("Somebody moved up from the waiting list"),
        Notice.SESSION_MOVED: _("A session was moved"),
        Notice.SESSION_CANCELLED: _("A session was cancelled"),
        Notice.TRAINING_CANCELLED: _("A training was cancelled"),
        Notice.TRAINING_SOON: _("A training begins soon"),
        Notice.EVALUATION_OPEN: _("An evaluation is open"),
        Notice.TRAINER_ASSIGNED: _("I am to teach a session"),
        Notice.ESSAY_MARKED: _("An answer of mine was marked"),
        Notice.ROLE_GIVEN: _("A role was given to me"),
        Notice.ROLE_EXPIRING: _("A role of mine ends soon"),
        Notice.REMINDER: _("A reminder of an organiser"),
        Notice.MENTOR_ASKED: _("I am asked about people whom I accompany"),
        Notice.TRAINING_REOPENED: _("A training was opened again"),
        Notice.QUESTIONS_OPEN: _("Questions of a registration wait for me"),
        Notice.SIGN_IN_CHANGED: _("The way I sign in was changed"),
        Notice.PAPERS_WAIT: _("Papers wait for my passphrase"),
        Notice.PAPERS_FAILED: _("Certificates that I issue could not be made"),
    }


def _name(facts: Facts) -> Words:
    return Words(
        _("Please confirm your name: %(training)s", **facts),
        _("Look at how your name will be printed on the certificate of %(training)s and confirm it by %(until)s. After "
          "that day it counts as confirmed.", training=facts["training"], until=_day(facts["until"])),
    )  # fmt: skip


def _decided(facts: Facts) -> Words:
    if facts["state"] == "accepted":
        return Words(
            _("Accepted: %(training)s", **facts),
            _("%(name)s takes part in %(training)s (%(days)s, %(place)s).", **_held(facts)),
        )
    reason = facts["reason"] or "–"
    return Words(
        _("Not accepted: %(training)s", **facts),
        _("%(name)s cannot take part in %(training)s. The reason: %(reason)s",
          **{**facts, "reason": reason}),
    )  # fmt: skip


def _promoted(facts: Facts) -> Words:
    text = _("There is a place for %(name)s in %(training)s now (%(days)s, %(place)s).", **_held(facts))
    if facts["state"] != "accepted":
        text += " " + _("It still has to be approved.")
    return Words(_("Moved up from the waiting list: %(training)s", **facts), text)


def _moved(facts: Facts) -> Words:
    zone = facts["zone"]
    if not facts["was"]:
        text = _("It was cancelled, and is held on %(at)s now.", at=_moment(facts["starts"], zone))
        subject = _("A session takes place after all: %(session)s", **facts)
        return Words(subject, " ".join(filter(None, (text, _room(facts)))))
    text = _("%(session)s: now %(now)s, before %(was)s.", session=facts["session"], now=_moment(facts["starts"], zone),
             was=_moment(facts["was"], zone))  # fmt: skip
    return Words(_("A session was moved: %(session)s", **facts), " ".join(filter(None, (text, _room(facts)))))


def _cancelled(facts: Facts) -> Words:
    return Words(
        _("A session was cancelled: %(session)s", **facts),
        _("%(session)s on %(at)s does not take place. The reason: %(reason)s", session=facts["session"],
          at=_moment(facts["starts"], facts["zone"]), reason=facts["reason"]),
    )  # fmt: skip


def _called_off(facts: Facts) -> Words:
    return Words(
        _("A training was cancelled: %(training)s", **facts),
        _("%(training)s (%(days)s, %(place)s) does not take place. The reason: %(reason)s", **_held(facts)),
    )


def _soon(facts: Facts) -> Words:
    return Words(
        _("Begins soon: %(training)s", **facts),
        _("%(training)s: %(days)s, %(place)s. Bring your letter of assignment.", **_held(facts)),
    )


def _evaluation(facts: Facts) -> Words:
    text = _("Please say how it was: %(survey)s. It takes a few minutes.", **facts)
    if facts.get("closes"):
        text += " " + _("It is open until %(day)s.", day=_day(facts["closes"]))
    return Words(_("An evaluation waits for you: %(training)s", **facts), text)


def _assigned(facts: Facts) -> Words:
    text = _("You teach %(session)s on %(at)s.", session=facts["session"], at=_moment(facts["starts"], facts["zone"]))
    return Words(_("You are to teach: %(training)s", **facts), " ".join(filter(None, (text, _room(facts)))))


def _marked(facts: Facts) -> Words:
    text = _("Every answer that waited for a person has its mark now.")
    if "score" in facts:
        score = percent(facts["score"])
        text = _("Every answer that waited for a person has its mark now. Score: %(score)s.", score=score)
    return Words(_("Your answers were marked: %(quiz)s", quiz=facts["quiz"]), text)


def _role(facts: Facts) -> Words:
    text = _("You are %(role)s (%(place)s) from %(day)s.", role=_role_word(facts), place=_place(facts),
             day=_day(facts["from"]))  # fmt: skip
    return Words(_("You have a new role: %(role)s", role=_role_word(facts)), text)


def _expiring(facts: Facts) -> Words:
    return Words(
        _("Your role ends soon: %(role)s", role=_role_word(facts)),
        _("You are %(role)s (%(place)s) until %(day)s. Ask your coordinator if it should go on.",
          role=_role_word(facts), place=_place(facts), day=_day(facts["until"])),
    )  # fmt: skip


def _reminder(facts: Facts) -> Words:
    return Words(_("A reminder: %(training)s", **facts), facts["words"])


def _mentor(facts: Facts) -> Words:
    text = _("%(survey)s: tell what you see of the people whom you accompany. It takes a few minutes for each.",
             **facts)  # fmt: skip
    if facts.get("closes"):
        text += " " + _("It is open until %(day)s.", day=_day(facts["closes"]))
    if facts.get("again"):
        return Words(_("Still asked of you as a mentor: %(training)s", **facts), text)
    return Words(_("You are asked as a mentor: %(training)s", **facts), text)


def _reopened(facts: Facts) -> Words:
    held = _held(facts)
    if facts["was"] == "cancelled":
        text = _("%(training)s takes place after all: %(days)s, %(place)s. The reason: %(reason)s", **held)
    else:
        text = _("%(training)s (%(days)s, %(place)s) was opened again. Attendance may change, and what follows from it "
                 "is decided anew when it closes. The reason: %(reason)s", **held)  # fmt: skip
    return Words(_("Opened again: %(training)s", **facts), text)


def _questions(facts: Facts) -> Words:
    return Words(
        _("Questions wait for you: %(training)s", **facts),
        _("You are registered for %(training)s. The organiser still needs answers to a few questions.", **facts),
    )


def _sign_in(facts: Facts) -> Words:
    said = {
        Way.CODES_ON: _("Your sign-in asks for a code of an app now."),
        Way.CODES_OFF: _("Your sign-in asks for no code any more: the password alone opens your account."),
        Way.CODES_TAKEN_OFF: _("Codes and passkeys were taken off your account by somebody else: the password alone "
                               "opens it. All your devices were signed out."),
        Way.PASSKEY_ADDED: _("A passkey was added to your account: it opens it without a password."),
        Way.PASSKEY_REMOVED: _("A passkey of your account was removed."),
        Way.RECOVERED: _("A recovery code opened your account. It works no more."),
    }  # fmt: skip
    reason = _("The reason: %(reason)s", reason=facts["reason"]) if facts["reason"] else ""
    ask = _("If you know nothing of this, change your password and call your contact person at once.")
    return Words(_("The way you sign in was changed"), " ".join(filter(None, (said[Way(facts["way"])], reason, ask))))


def _held(facts: Facts) -> dict[str, Any]:
    first, last = (date.fromisoformat(facts[key]) if facts[key] else None for key in ("first", "last"))
    return {**facts, "days": day_range(first, last), "place": facts["place"] or "–"}


def _room(facts: Facts) -> str:
    return str(_("Room: %(room)s.", room=facts["room"])) if facts["room"] else ""


def _role_word(facts: Facts) -> str:
    return role_labels()[Role(facts["role"])]


def _place(facts: Facts) -> str:
    return str(facts["place"] or _("everywhere"))


def _day(text: str) -> str:
    return day(date.fromisoformat(text))


def _moment(text: str, zone: str) -> str:
    return moment(datetime.fromisoformat(text), zone)


_WRITERS: dict[Notice, Callable[[Facts], Words]] = {
    Notice.CERTIFICATE_ISSUED: papers.issued,
    Notice.CERTIFICATE_REPLACED: papers.replaced,
    Notice.CERTIFICATE_REVOKED: papers.revoked,
    Notice.CORRECTION_ANSWERED: papers.answered,
    Notice.NAME_TO_CONFIRM: _name,
    Notice.REGISTRATION_DECIDED: _decided,
    Notice.PROMOTED: _promoted,
    Notice.SESSION_MOVED: _moved,
    Notice.SESSION_CANCELLED: _cancelled,
    Notice.TRAINING_CANCELLED: _called_off,
    Notice.TRAINING_SOON: _soon,
    Notice.EVALUATION_OPEN: _evaluation,
    Notice.TRAINER_ASSIGNED: _assigned,
    Notice.ESSAY_MARKED: _marked,
    Notice.ROLE_GIVEN: _role,
    Notice.ROLE_EXPIRING: _expiring,
    Notice.REMINDER: _reminder,
    Notice.MENTOR_ASKED: _mentor,
    Notice.TRAINING_REOPENED: _reopened,
    Notice.QUESTIONS_OPEN: _questions,
    Notice.SIGN_IN_CHANGED: _sign_in,
    Notice.PAPERS_WAIT: papers.passphrase,
    Notice.PAPERS_FAILED: papers.failed,
}
