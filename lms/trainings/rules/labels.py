"""The words of trainings' fixed lists, in the language spoken now."""

from flask_babel import gettext as _

from lms.trainings.models import Capacity, Outcome, Step, TrainingState

STATE_KINDS = {
    TrainingState.DRAFT: "quiet",
    TrainingState.OPEN: "good",
    TrainingState.CLOSED: "info",
    TrainingState.CANCELLED: "bad",
}


def states() -> dict[TrainingState, str]:
    """Return the states of a training in words."""
    return {
        TrainingState.DRAFT: _("Draft"),
        TrainingState.OPEN: _("Open"),
        TrainingState.CLOSED: _("Closed"),
        TrainingState.CANCELLED: _("Cancelled"),
    }


def outcomes() -> dict[Outcome, str]:
    """Return what may become of a decision, in words."""
    return {Outcome.OPEN: _("Waits to be done"), Outcome.DONE: _("Done"), Outcome.DROPPED: _("Dropped")}


def capacities() -> dict[Capacity, str]:
    """Return the capacities in words."""
    return {
        Capacity.PARTICIPANT: _("Participant"),
        Capacity.TRAINER: _("Trainer"),
        Capacity.FACILITATOR: _("Facilitator"),
        Capacity.MODERATOR: _("Moderator"),
        Capacity.ORGANISER: _("Organiser"),
    }


def steps() -> dict[Step, str]:
    """Return the steps of a participation in words."""
    return {
        Step.INVITED: _("Invited"),
        Step.REGISTERED: _("Registered"),
        Step.ARRIVED: _("Arrived"),
        Step.NOT_ARRIVED: _("Arrival taken back"),
        Step.WITHDREW: _("Withdrew"),
        Step.RETURNED: _("Returned"),
    }


def acts() -> dict[str, str]:
    """Return what happened to a training in words."""
    return {
        "planned": _("Planned"),
        "changed": _("Facts changed"),
        "repinned": _("Module moved to its newest release"),
        "opened": _("Opened"),
        "closed": _("Closed"),
        "reopened": _("Reopened"),
        "cancelled": _("Cancelled"),
    }
