"""Generations of a cascade: who was trained trains others."""

from collections.abc import Mapping, Sequence


def generations(
    trainers: Mapping[int, Sequence[int]], attended: Mapping[int, Sequence[int]], order: Sequence[int]
) -> dict[int, int]:
    """Return the generation of each training: 1 + the lowest generation of its trainers.

    `trainers` are people by training, `attended` trainings by person, `order` all trainings, the earliest first. A
    person's generation is the lowest of the trainings that they attended before; who attended none begins the chain.
    """
    found: dict[int, int] = {}
    for training in order:
        people = trainers.get(training)
        if not people:
            continue
        known = [[found[one] for one in attended.get(person, ()) if one in found and one != training]
                 for person in people]  # fmt: skip
        found[training] = 1 + min(min(one, default=0) for one in known)
    return found
