"""Options and settings of our types, from the parts that other formats have."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from lms.quizzes.models import QuestionType
from lms.quizzes.rules.types import key_of

Options = tuple[dict[str, Any], ...]
CLOSE = 1e-4  # other systems round thirds to five digits


def answers(rows: Sequence[tuple[str, float, str]], *, is_typed: bool = False) -> Options:
    """Return options from (text, share, feedback); shares stand in them only where right or wrong does not say all.

    Of what is typed several answers may be right.
    """
    shares = [share for _text, share, _feedback in rows]
    needs_shares = any(share not in (0.0, 1.0) for share in shares) or (not is_typed and shares.count(1.0) > 1)
    return tuple(
        option(number, text, share, feedback, has_share=needs_shares)
        for number, (text, share, feedback) in enumerate(rows, 1)
    )


def option(number: int, text: str, share: float, feedback: str = "", *, has_share: bool = False) -> dict[str, Any]:
    """Return one option with its share of the points."""
    made: dict[str, Any] = {"key": str(number), "text": text, "correct": share > 0, "feedback": feedback}
    return made | ({"share": round(share, 7)} if has_share else {})


def several(rows: Sequence[tuple[str, float, str]]) -> Options:
    """Return the options of a multiple choice; what our own rule would give anyway needs no shares."""
    right = [share for _text, share, _feedback in rows if share > 0]
    wrong = [share for _text, share, _feedback in rows if share <= 0]
    is_ours = bool(right) and all(abs(share - 1 / len(right)) < CLOSE for share in right)
    is_ours = is_ours and all(abs(share + 1 / len(wrong)) < CLOSE for share in wrong)
    return tuple(
        option(number, text, share, feedback, has_share=not is_ours)
        for number, (text, share, feedback) in enumerate(rows, 1)
    )


def true_false(is_true: bool, *, if_true: str = "", if_false: str = "") -> Options:
    """Return the two options of a statement."""
    return (
        {"key": "1", "text": str(_("True")), "correct": is_true, "feedback": if_true},
        {"key": "2", "text": str(_("False")), "correct": not is_true, "feedback": if_false},
    )


def pairs(rows: Sequence[tuple[str, str]]) -> tuple[Options, dict[str, Any]]:
    """Return the places and choices of a matching; a pair without its left half is a choice more."""
    keys = choice_keys([right for _left, right in rows])
    places = tuple(
        {"key": str(number), "text": left, "right": [keys[right]]}
        for number, (left, right) in enumerate(((left, right) for left, right in rows if left), 1)
    )
    return places, {"choices": [{"key": key, "text": text} for text, key in keys.items()]}


def choice_keys(texts: Sequence[str]) -> dict[str, str]:
    """Return a key that tells nothing for each different text, in order."""
    different = list(dict.fromkeys(texts))
    return dict(zip(different, keys_of(different), strict=True))


def ordered(texts: Sequence[str]) -> Options:
    """Return things in their right order, under keys that tell nothing of it."""
    return tuple({"key": key, "text": text} for key, text in zip(keys_of(texts), texts, strict=True))


def keys_of(texts: Iterable[str]) -> list[str]:
    """Return a key that tells nothing for each text, in order; the same text twice has two."""
    keys: list[str] = []
    for text in texts:
        keys.append(key_of(text, keys))
    return keys


def kept(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that say something."""
    return {key: value for key, value in settings.items() if value not in (None, "", False, [], (), {})}


def shares_of(question: Any) -> list[float]:
    """Return what each option earns, in words that other systems understand: shares, also where ours has none."""
    options = question.options
    if any("share" in one for one in options):
        return [float(one.get("share", 1.0 if one.get("correct") else 0.0)) for one in options]
    right = [one for one in options if one.get("correct")]
    if question.type != QuestionType.MULTIPLE:
        return [1.0 if one.get("correct") else 0.0 for one in options]
    wrong = len(options) - len(right)
    return [1 / len(right) if one.get("correct") else -1 / wrong for one in options]
