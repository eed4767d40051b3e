"""Forms of trainings."""

from lms.trainings.forms.kinds import KindForm
from lms.trainings.forms.plans import CopyForm, OpeningForm, TrainingForm, training_form
from lms.trainings.forms.sessions import ReasonForm, RemarkForm, SessionForm, session_form

__all__ = [
    "CopyForm",
    "KindForm",
    "OpeningForm",
    "ReasonForm",
    "RemarkForm",
    "SessionForm",
    "TrainingForm",
    "session_form",
    "training_form",
]
