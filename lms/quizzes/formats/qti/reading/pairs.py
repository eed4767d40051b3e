"""What belongs together: statements and choices, pairs without a direction."""

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from flask_babel import gettext as _

from lms.quizzes.formats import building
from lms.quizzes.formats.qti.item import Declaration, Facts, Item
from lms.quizzes.formats.reading import Unreadable
from lms.quizzes.formats.safety import children
from lms.quizzes.models import QuestionType


def match(item: Item, interaction: Element) -> Facts:
    """Read statements and what belongs to each."""
    sets = children(interaction, "simpleMatchSet")
    if len(sets) != 2:
        raise Unreadable(_("a matching needs two sets."))
    left, right = ({one.get("identifier", ""): item.words(one) for one in children(group, "simpleAssociableChoice")}
                   for group in sets)  # fmt: skip
    return _paired(item, item.declaration(interaction), left, right)


def associate(item: Item, interaction: Element) -> Facts:
    """Read pairs without a direction as a matching from the first of each pair."""
    declaration = item.declaration(interaction)
    words = {one.get("identifier", ""): item.words(one) for one in children(interaction, "simpleAssociableChoice")}
    pairs = [pair.split() for pair in declaration.right if len(pair.split()) == 2]
    firsts = [pair[0] for pair in pairs]
    if len(set(firsts)) < len(firsts) or set(firsts) & {pair[1] for pair in pairs}:
        raise Unreadable(_("pairs that overlap are not known here."))
    item.tell(_("pairs were taken over as a matching: the first of each pair stands fixed."))
    left = {key: words[key] for key in firsts if key in words}
    right = {key: text for key, text in words.items() if key not in left}
    return _paired(item, declaration, left, right)


def _paired(item: Item, declaration: Declaration, left: Mapping[str, str], right: Mapping[str, str]) -> Facts:
    targets: dict[str, list[str]] = {}
    for pair in pairs_of(declaration, is_mapped=item.is_mapped):
        one, other = pair if pair[0] in left or pair[1] in right else (pair[1], pair[0])
        if one in left and other in right:
            targets.setdefault(one, []).append(other)
    if not targets:
        raise Unreadable(_("the right answer is not given."))
    if any(len(found) > 1 for found in targets.values()):
        left, right, targets = right, left, _turned(targets)
    if any(len(found) > 1 for found in targets.values()):
        raise Unreadable(_("a statement to which several choices belong at once is not known here."))
    tell_uneven(item, declaration)
    if len(targets) < len(left):
        item.tell(_("statements to which nothing belongs were left out."))
    keys = dict(zip(right, building.keys_of(right.values()), strict=True))
    places = tuple(
        {"key": str(n), "text": left[key], "right": [keys[one] for one in targets[key]]}
        for n, key in enumerate((key for key in left if key in targets), 1)
    )
    choices = [{"key": keys[key], "text": text} for key, text in right.items()]
    settings: Facts = {"choices": choices}
    return {"type": QuestionType.MATCHING, "options": places,
            "settings": settings | ({} if declaration.mapping else {"all_or_nothing": True})}  # fmt: skip


def tell_uneven(item: Item, declaration: Declaration) -> None:
    """Name a mapping that gives places different points: here each earns the same part."""
    if item.is_mapped and len({value for value in declaration.mapping.values() if value > 0}) > 1:
        item.tell(_("each place earns the same part here, whatever its mapping says."))


def _turned(targets: dict[str, list[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one, others in targets.items():
        for other in others:
            found.setdefault(other, []).append(one)
    return found


def pairs_of(declaration: Declaration, *, is_mapped: bool) -> list[tuple[str, str]]:
    """Return the right pairs; where none is given and a mapping counts, those that earn something."""
    given = [pair.split() for pair in declaration.right]
    if is_mapped and not given:
        given = [pair.split() for pair, value in declaration.mapping.items() if value > 0]
    return [(pair[0], pair[1]) for pair in given if len(pair) == 2]


def fitting(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the choices that fit each gap or place; a pair may be written either way round."""
    found: dict[str, list[str]] = {}
    for one, other in pairs:
        found.setdefault(other, []).append(one)
        found.setdefault(one, []).append(other)
    return found
