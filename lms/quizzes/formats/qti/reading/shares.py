"""What each choice earns: by its mapping, by scoring that is written out, or by the right answer alone."""

from collections.abc import Sequence

from flask_babel import gettext as _

from lms.quizzes.formats.qti.item import Declaration, Item, conditions
from lms.quizzes.formats.safety import child


def earned(item: Item, declaration: Declaration, keys: Sequence[str], *, is_single: bool) -> list[float] | None:
    """Return what each choice earns, or None where only the whole right answer counts."""
    if declaration.mapping and (item.is_mapped or not declaration.right):
        values = [declaration.mapping.get(key, declaration.default) for key in keys]
        best = max(values) if is_single else sum(value for value in values if value > 0)
        best = min(best, declaration.upper) if declaration.upper and not is_single else best
        return [round(max(-1.0, min(1.0, value / best)), 7) for value in values] if best > 0 else None
    if not item.is_own or is_plain_match(item):
        return None
    written = _written(item, keys)
    if written:
        return written
    item.tell(_("its own way of scoring was replaced by its right answer."))
    return None


def _written(item: Item, keys: Sequence[str]) -> list[float] | None:
    """Return the shares that written-out scoring gives to single choices."""
    found: dict[str, float] = {}
    for condition, score in conditions(item):
        values = [(one.text or "").strip() for one in condition.iter("baseValue")]
        if condition.tag in {"match", "member", "equal"} and len(values) == 1 and values[0] in keys:
            found.setdefault(values[0], score)
    best = max(found.values(), default=0.0)
    return [round(max(-1.0, found.get(key, 0.0) / best), 7) for key in keys] if best > 0 else None


def is_plain_match(item: Item) -> bool:
    """Tell whether written-out scoring is no more than: the right answer earns, any other does not."""
    found = [(condition, score) for condition, score in conditions(item) if score]
    if len(found) != 1 or any(one.tag in {"sum", "product", "index"} for one in item.processing.iter()):
        return False
    condition = found[0][0]
    matches = [condition] if condition.tag == "match" else list(condition) if condition.tag == "and" else []
    return bool(matches) and all(one.tag == "match" and child(one, "correct") is not None for one in matches)
