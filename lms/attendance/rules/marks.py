"""What marks say together, and what they earn."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from flask_babel import gettext as _

from lms.attendance.models import Method, Status
from lms.core import numbers
from lms.core.errors import Refused

RANKS: Final[Mapping[Method, int]] = {
    Method.MANUAL: 5, Method.BADGE: 4, Method.SELF: 3, Method.PAPER: 2, Method.IMPORT: 1,
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What one mark says, without its row: its uid, status, method and the uids of the marks its author saw."""

    uid: str
    status: Status
    method: Method
    after: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Derived:
    """The status that a set of marks gives: the deciding mark, and the rivals where equals contradict each other."""

    status: Status
    decides: str
    rivals: tuple[str, ...] = ()

    @property
    def in_conflict(self) -> bool:
        """Whether a human has to choose."""
        return bool(self.rivals)


def derive(marks: Collection[Said]) -> Derived | None:
    """Return the status that these marks give, whatever their order; None without marks.

    A mark is superseded by one of at least its rank whose author had seen it. Of the marks that stand, those of the
    highest rank decide; when they differ, they are rivals until a mark names them all as seen. One that takes marks
    back supersedes what it saw and says nothing else: it rivals nobody, and a badge read afterwards counts.
    """
    if len(marks) == 1:  # nearly all of them: a first roll of 210 derives 210 times
        only = next(iter(marks))
        return Derived(only.status, only.uid)
    by_uid = {mark.uid: mark for mark in marks}
    seen = {uid: _seen(mark, by_uid) for uid, mark in by_uid.items()}
    superseded = {
        older
        for newer, mark in by_uid.items()
        for older in seen[newer]
        if RANKS[by_uid[older].method] <= RANKS[mark.method] and newer not in seen[older]
    }
    left = [mark for uid, mark in by_uid.items() if uid not in superseded]
    standing = [mark for mark in left if mark.status != Status.CLEARED] or left
    if not standing:
        return None
    highest = max(RANKS[mark.method] for mark in standing)
    deciding = sorted((m for m in standing if RANKS[m.method] == highest), key=lambda mark: mark.uid)
    if len({mark.status for mark in deciding}) == 1:
        return Derived(deciding[0].status, deciding[0].uid)
    return Derived(deciding[0].status, deciding[0].uid, tuple(mark.uid for mark in deciding))


def _seen(mark: Said, by_uid: Mapping[str, Said]) -> set[str]:
    """Return the uids of all marks that this mark's author knew of, directly or through one another."""
    found: set[str] = set()
    waiting = [uid for uid in mark.after if uid in by_uid and uid != mark.uid]
    while waiting:
        uid = waiting.pop()
        if uid in found or uid == mark.uid:
            continue
        found.add(uid)
        waiting.extend(next_uid for next_uid in by_uid[uid].after if next_uid in by_uid)
    return found


def attended_jp(jp: int, status: Status, *, late_percent: int) -> int:
    """Return the lesson hours (hundredths) that a status earns in a session of `jp` hundredths."""
    if status == Status.PRESENT:
        return jp
    return jp * late_percent // 100 if status == Status.LATE else 0


def require_markable(*, is_open: bool, is_cancelled: bool) -> None:
    """Refuse marks for a session that was cancelled or whose training is not open."""
    if is_cancelled:
        raise Refused(_("This session was cancelled. It takes no marks."))
    if not is_open:
        raise Refused(_("This training is not open. Reopen it to change attendance."))


def read_ranges(text: str, *, most: int) -> set[int]:
    """Read row numbers from paper: "1–40 except 7, 12" (or "kecuali"); Refused when a part cannot be read."""
    wanted, _sep, without = _normal(text).partition("!")
    numbers = _numbers(wanted, most=most) - _numbers(without, most=most)
    if not numbers:
        raise Refused(_("Write row numbers such as 1–40 except 7, 12."))
    return numbers


def read_exceptions(text: str, *, most: int) -> set[int]:
    """Return the row numbers that such a text leaves out."""
    return _numbers(_normal(text).partition("!")[2], most=most)


def _normal(text: str) -> str:
    plain = text.lower().replace("–", "-").replace("—", "-").replace(";", ",")
    for word in ("kecuali", "except"):
        plain = plain.replace(word, "!")
    return plain


def _numbers(text: str, *, most: int) -> set[int]:
    found: set[int] = set()
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise Refused(_("“%(part)s” is not a row number.", part=part))
        low, high = numbers.plain(first, most=most), numbers.plain(last or first, most=most)
        if low is None or high is None or not 1 <= low <= high:
            raise Refused(_("Row numbers go from 1 to %(most)s.", most=most))
        found.update(range(low, high + 1))
    return found


def counts_by_status(statuses: Iterable[Status | None]) -> dict[str, int]:
    """Count statuses by letter; the unmarked and the cleared stand under "-"."""
    counts = {status.value: 0 for status in Status}
    for status in statuses:
        counts[(status or Status.CLEARED).value] += 1
    return counts
