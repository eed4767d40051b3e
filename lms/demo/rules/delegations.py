"""Who is invited to the event, and who comes: 240 and 210, by delegation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

INVITED, ARRIVED = 240, 210
TULANG_BAWANG, NORTH_MALUKU = "18.05", "82"


@dataclass(frozen=True)
class Invitation:
    """Somebody who was invited, and how far it went: "arrived", "registered", "invited" or "withdrew"."""

    person: str
    reached: str = "arrived"


def delegations(regencies: Sequence[str], provincial: Mapping[str, int]) -> list[Invitation]:
    """Return the invitations in the order of their delegations.

    Tulang Bawang sends 3, North Maluku 9 = 1 of the province + 2 of regencies + 6 managers, each other regency 3, the
    other provinces the rest.
    """
    coming = [key for code in regencies for key in _of_regency(code)] + [f"fp/{NORTH_MALUKU}/1"]
    others = [f"fp/{code}/{one + 1}" for code in sorted(provincial) for one in range(provincial[code])]
    others = sorted((key for key in others if not key.startswith(f"fp/{NORTH_MALUKU}/")), key=lambda key: key[-1] + key)
    free = ARRIVED - len(coming)
    coming += others[:free]
    absent = others[free:]
    seconds = [f"f/{code}/2" for code in regencies if code != TULANG_BAWANG and code[:2] != NORTH_MALUKU]
    absent += seconds[: INVITED - len(coming) - len(absent)]
    reached = ("registered", "registered", "invited", "withdrew", "registered", "invited")
    found = [Invitation(key) for key in coming]
    return found + [Invitation(key, reached[index % len(reached)]) for index, key in enumerate(absent)]


def _of_regency(code: str) -> list[str]:
    if code == TULANG_BAWANG:
        return [f"f/{code}/1", f"m/{code}/0/1", f"m/{code}/1/0"]
    if code[:2] == NORTH_MALUKU:
        return [f"f/{code}/1", *(f"m/{code}/{index}/0" for index in range(3))]
    return [f"f/{code}/1", f"m/{code}/0/0", f"ts/{code}/0"]
