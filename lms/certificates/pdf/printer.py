"""Drawing many papers of one design: those alike on one form, the others each by itself."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from lms.certificates.pdf import lines
from lms.certificates.pdf.blanks import Unprintable
from lms.certificates.pdf.cast import Sheet
from lms.certificates.pdf.press import Press
from lms.certificates.pdf.renderer import Paper, Renderer
from lms.web import fonts

AT_ONCE = 250  # papers whose lines are kept in memory together
FEWEST = 3  # a form costs as much as one paper and a half
MOST = 60 * 1024  # bytes of a file: a form carries the letters of every script among its names, a paper only its own

Wanted = tuple[dict[str, Any], bytes | None]
Numbered = tuple[int, dict[str, Any], bytes | None]


class Printer:
    """Prints the papers of one design version; `alone` counts those that no form could take, or only too large."""

    def __init__(self, paper: Paper, *, most: int = MOST) -> None:
        self.renderer = Renderer(paper)
        self.most = most
        self.alone = 0

    def files(self, wanted: Iterable[Wanted]) -> Iterator[bytes]:
        """Yield a file for each pair of data and credential, in their order."""
        waiting: list[Wanted] = []
        for one in wanted:
            waiting.append(one)
            if len(waiting) == AT_ONCE:
                yield from self._some(waiting)
                waiting = []
        yield from self._some(waiting)

    def _some(self, wanted: Sequence[Wanted]) -> Iterator[bytes]:
        alike: dict[str, list[Numbered]] = defaultdict(list)
        for index, (data, credential) in enumerate(wanted):
            alike[_form_of(data, credential)].append((index, data, credential))
        ready: dict[int, Callable[[], bytes]] = {}
        for group in alike.values():
            ready |= self._on_forms(sorted(group, key=_by_letters))
        for index, (data, credential) in enumerate(wanted):
            made = ready[index]() if index in ready else None
            if made is None or len(made) > self.most:
                self.alone += 1
                made = self.renderer.pdf(data, credential)
            yield made

    def _on_forms(self, group: Sequence[Numbered]) -> dict[int, Callable[[], bytes]]:
        """Return what makes the papers that forms can take: one form, or more where it would carry too many letters."""
        if len(group) < FEWEST:
            return {}
        press, set_ = self._set(group)
        if press is None or not set_:
            return {}
        cast = press.cast()
        ready: dict[int, Callable[[], bytes]] = {}
        for index, sheet, credential in set_:
            ready[index] = partial(press.file, cast, sheet, credential)
        if len(next(iter(ready.values()))()) <= self.most:
            return ready
        half = _edge(group)
        return self._on_forms(group[:half]) | self._on_forms(group[half:])

    def _set(self, group: Sequence[Numbered]) -> tuple[Press | None, list[tuple[int, Sheet, bytes | None]]]:
        found = []
        try:
            press = Press(self.renderer, group[0][1], carries_credential=group[0][2] is not None)
        except Unprintable:
            return None, []
        for index, data, credential in group:
            try:
                found.append((index, press.set(data), credential))
            except Unprintable:
                continue
        return press, found


def _by_letters(one: Numbered) -> tuple[int, tuple[str, ...], int]:
    """Order papers by the typefaces that their names need: those with plain letters first."""
    families = fonts.needed(one[1]["name"])
    return len(families), families, one[0]


def _edge(group: Sequence[Numbered]) -> int:
    """Return where to part a group: where the typefaces change, nearest to its middle, else in the middle."""
    middle = len(group) // 2
    edges = [at for at in range(1, len(group)) if _by_letters(group[at])[1] != _by_letters(group[at - 1])[1]]
    return min(edges, key=lambda at: abs(at - middle), default=middle)


def _form_of(data: dict[str, Any], credential: bytes | None) -> str:
    return json.dumps([lines.shared(data), credential is not None], sort_keys=True)
