"""Forms of enrolment."""

from lms.enrolment.forms.delegations import (
    CriterionForm,
    LetterForm,
    PlanForm,
    QuotaForm,
    SentForm,
    letter_form,
    plan_form,
    quota_form,
    sent_form,
)
from lms.enrolment.forms.people import (
    ConfirmForm,
    PersonForm,
    RegistrationForm,
    UploadForm,
    confirm_form,
    person_form,
    step_choices,
    upload_form,
)

__all__ = [
    "ConfirmForm",
    "CriterionForm",
    "LetterForm",
    "PersonForm",
    "PlanForm",
    "QuotaForm",
    "RegistrationForm",
    "SentForm",
    "UploadForm",
    "confirm_form",
    "letter_form",
    "person_form",
    "plan_form",
    "quota_form",
    "sent_form",
    "step_choices",
    "upload_form",
]
