"""Who uses questionnaires: features above say here who may change one, and what it is part of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from lms.core.principals import Principal
from lms.questionnaires.models import Questionnaire
from lms.questionnaires.rules.questions import Kind


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a questionnaire is part of: a title, where it stands, and the kinds of questions that make sense there."""

    title: str
    note: str
    crumbs: Sequence[dict[str, str]]
    kinds: Sequence[Kind]
    ending: tuple[str, str] | None = None


class _Change(Protocol):
    def __call__(
        self, questionnaire: Questionnaire, questions: Sequence[dict[str, Any]], /, *, by: Principal
    ) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Owner:
    """How a feature answers for its questionnaires.

    `change` runs inside the transaction, before new questions are kept: it raises Missing when somebody may not change
    them, Refused when the new ones cannot be.
    """

    subject: Callable[[Principal, Questionnaire], Subject]
    change: _Change
