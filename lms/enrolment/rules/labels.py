"""The words of enrolment's fixed lists, in the language spoken now."""

from flask_babel import gettext as _

from lms.enrolment.models import NominationState

STATE_KINDS = {
    NominationState.PROPOSED: "info",
    NominationState.ENDORSED: "info",
    NominationState.ACCEPTED: "good",
    NominationState.WAITING: "warn",
    NominationState.OVER: "bad",
    NominationState.REFUSED: "bad",
    NominationState.CANCELLED: "quiet",
    NominationState.REPLACED: "quiet",
}


def nomination_states() -> dict[NominationState, str]:
    """Return where a named person may stand, in words."""
    return {
        NominationState.PROPOSED: _("Named"),
        NominationState.ENDORSED: _("Approved by the office"),
        NominationState.ACCEPTED: _("Taken in"),
        NominationState.WAITING: _("On the waiting list"),
        NominationState.OVER: _("No place left"),
        NominationState.REFUSED: _("Refused"),
        NominationState.CANCELLED: _("Cancelled"),
        NominationState.REPLACED: _("Replaced"),
    }


def stages() -> dict[str, str]:
    """Return the ways in which names are approved, in words."""
    return {
        "0": _("Within the quota everybody is accepted at once"),
        "1": _("The organiser decides"),
        "2": _("First somebody else of the office, then the organiser"),
    }
