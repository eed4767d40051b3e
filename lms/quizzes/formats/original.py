"""A question as the bank says it, carried beside the words of another system: what those have no place for is not lost.

It is believed only while those words are the ones that it was written with: what another system changed counts.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from lms.quizzes.models import QuestionType
from lms.quizzes.rules.question_file import QuestionText
from lms.quizzes.rules.types import shape

TEXTS = ("key", "type", "text", "feedback", "objective")
LONGEST_NAME = 200


def written(question: QuestionText, *, mark: str, category: Sequence[str] = ()) -> str:
    """Return a question as the bank says it; `mark` is that of the words beside it."""
    said = asdict(question) | {"type": str(question.type)}
    return json.dumps({"mark": mark, "category": list(category), "question": said}, ensure_ascii=False, sort_keys=True)


def find(data: str | bytes, *, mark: str) -> tuple[QuestionText, tuple[str, ...]] | None:
    """Return a question and its category, or None where there is none, or the words beside it are others now."""
    facts = _facts(data)
    if facts.get("mark") != mark:
        return None
    question, category = _question(facts.get("question")), facts.get("category")
    path = filter(None, shape.cleaned(category)) if _are_texts(category) else ()
    return (question, tuple(path)) if question else None


def _facts(data: str | bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(data or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _question(said: Any) -> QuestionText | None:
    """Return a question whose parts are of the right sort, or None; what its type asks for is looked at later."""
    is_sound = (
        isinstance(said, dict)
        and all(isinstance(said.get(name, ""), str) and len(said.get(name, "")) <= shape.LONGEST for name in TEXTS)
        and said.get("type") in set(QuestionType)
        and _are_texts(said.get("tags", []))
        and next(shape.problems(said.get("options"), said.get("settings")), None) is None
    )
    if not is_sound:
        return None
    texts = {name: str(shape.cleaned(said.get(name, ""))) for name in TEXTS}
    return QuestionText(
        **(texts | {"key": texts["key"][:60], "objective": texts["objective"][:20]}),
        tags=tuple(shape.cleaned(one)[:60] for one in said.get("tags", [])),
        options=tuple(shape.cleaned(said["options"])), settings=shape.cleaned(said["settings"]),
    )  # fmt: skip


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and 0 < len(one) <= LONGEST_NAME for one in value)
