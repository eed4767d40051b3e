"""Tables of quizzes."""

from lms.quizzes.models.attempts import (
    AnswerFile,
    Attempt,
    AttemptItem,
    AttemptState,
    ItemCheck,
    Method,
    ResponseStep,
    StepKind,
)  # fmt: skip
from lms.quizzes.models.bank import (
    BankCategory,
    BankEntry,
    BankFile,
    EntryTag,
    QuestionState,
    QuestionType,
    QuestionVersion,
)  # fmt: skip
from lms.quizzes.models.grants import AttemptGrant
from lms.quizzes.models.lobby import LobbyPlace
from lms.quizzes.models.marking import ItemMark, ItemRegrade, MarkKind
from lms.quizzes.models.paper import PrintedForm
from lms.quizzes.models.quiz import AtExpiry, FormRule, GradingMethod, Purpose, Quiz, QuizOverride, Slot

__all__ = [
    "AnswerFile", "AtExpiry", "Attempt", "AttemptGrant", "AttemptItem", "AttemptState", "BankCategory", "BankEntry",
    "BankFile", "EntryTag", "FormRule", "GradingMethod", "ItemCheck", "ItemMark", "ItemRegrade", "LobbyPlace",
    "MarkKind", "Method", "PrintedForm", "Purpose", "QuestionState", "QuestionType", "QuestionVersion", "Quiz",
    "QuizOverride", "ResponseStep", "Slot", "StepKind",
]  # fmt: skip
