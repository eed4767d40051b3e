"""Forms of trainings."""

from lms.trainings.forms.gallery import FileForm, file_form
from lms.trainings.forms.kinds import KindForm
from lms.trainings.forms.minutes import MinuteForm, minute_form
from lms.trainings.forms.plans import CopyForm, OpeningForm, TrainingForm, training_form
from lms.trainings.forms.sessions import ReasonForm, RemarkForm, SessionForm, session_form

__all__ = [
    "CopyForm",
    "FileForm",
    "KindForm",
    "MinuteForm",
    "OpeningForm",
    "ReasonForm",
    "RemarkForm",
    "SessionForm",
    "TrainingForm",
    "file_form",
    "minute_form",
    "session_form",
    "training_form",
]
