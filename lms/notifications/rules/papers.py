"""The words of messages about papers."""

from flask_babel import gettext as _
from flask_babel import ngettext

from lms.notifications.rules.said import Facts, Words


def issued(facts: Facts) -> Words:
    """A certificate is there."""
    return Words(
        _("Your certificate is ready: %(training)s", **facts),
        _("Certificate %(number)s of %(training)s was issued. You can download and share it.", **facts),
    )


def replaced(facts: Facts) -> Words:
    """A certificate stands in the place of another."""
    return Words(
        _("Your certificate was replaced: %(training)s", **facts),
        _("Certificate %(number)s stands in the place of %(old)s. Who verifies the old one is led to the new one.",
          **facts),
    )  # fmt: skip


def revoked(facts: Facts) -> Words:
    """A certificate holds no longer."""
    return Words(
        _("Your certificate was revoked: %(training)s", **facts),
        _("Certificate %(number)s holds no longer. The reason: %(reason)s", **facts),
    )


def answered(facts: Facts) -> Words:
    """What became of a request for a correction."""
    subject = _("Your request for a correction was answered: %(number)s", **facts)
    if facts["outcome"] == "replaced":
        return Words(subject, _("A corrected certificate takes its place: %(answer)s.", **facts))
    return Words(subject, _("The certificate stays as it is. The reason: %(answer)s", **facts))


def passphrase(facts: Facts) -> Words:
    """Papers wait for a passphrase."""
    text = _("Their numbers are kept. No worker has the passphrase in its memory: type it again, and they go on by "
             "themselves.")  # fmt: skip
    if not facts["training"]:
        return Words(_("Papers wait for the passphrase of the office's key"), text)
    return Words(_("Papers wait for your signature: %(training)s", **facts), text)


def failed(facts: Facts) -> Words:
    """Files of a batch could not be made: their numbers are void, or wait."""
    subject = _("Some certificates could not be made: %(training)s", training=facts["training"] or "–")
    if facts["void"]:
        return Words(subject, ngettext(
            "%(num)s number was made void, since its file could not be made. The person can be given a new one.",
            "%(num)s numbers were made void, since their files could not be made. The people can be given new ones.",
            facts["void"]))  # fmt: skip
    return Words(subject, ngettext(
        "%(num)s file could not be made. Its number is kept: look at the reason, then let it be made again.",
        "%(num)s files could not be made. Their numbers are kept: look at the reason, then let them be made again.",
        facts["left"]))  # fmt: skip
