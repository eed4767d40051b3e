"""Drawing many papers of one design: those alike on one form, the others each by itself."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lms.certificates.pdf import lines
from lms.certificates.pdf.blanks import Unprintable
from lms.certificates.pdf.cast import Cast, Sheet
from lms.certificates.pdf.press import Press
from lms.certificates.pdf.renderer import Paper, Renderer

AT_ONCE = 250  # papers whose lines are kept in memory together
FEWEST = 3  # a form costs as much as one paper and a half
MOST = 60 * 1024  # bytes of a file: a form carries the letters of every script among its names, a paper only its own

Wanted = tuple[dict[str, Any], bytes | None]


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
        alike: dict[str, list[int]] = defaultdict(list)
        for index, (data, credential) in enumerate(wanted):
            alike[_form_of(data, credential)].append(index)
        set_: dict[int, tuple[Press, Sheet]] = {}
        for group in alike.values():
            if len(group) >= FEWEST:
                set_ |= self._on_a_form([(index, *wanted[index]) for index in group])
        casts: dict[Press, Cast] = {}
        for index, (data, credential) in enumerate(wanted):
            made = None
            if index in set_:
                press, sheet = set_[index]
                if press not in casts:
                    casts[press] = press.cast()
                made = press.file(casts[press], sheet, credential)
            if made is None or len(made) > self.most:
                self.alone += 1
                made = self.renderer.pdf(data, credential)
            yield made

    def _on_a_form(self, group: list[tuple[int, dict[str, Any], bytes | None]]) -> dict[int, tuple[Press, Sheet]]:
        found = {}
        try:
            press = Press(self.renderer, group[0][1], carries_credential=group[0][2] is not None)
        except Unprintable:
            return {}
        for index, data, _credential in group:
            try:
                found[index] = (press, press.set(data))
            except Unprintable:
                continue
        return found


def _form_of(data: dict[str, Any], credential: bytes | None) -> str:
    return json.dumps([lines.shared(data), credential is not None], sort_keys=True)
