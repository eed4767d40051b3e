"""One file for each part that is measured; an area takes the ground and gives rows. A new one is named here."""

from collections.abc import Callable, Iterable

from tests.bench.areas import (
    attendance,
    browsing,
    certificates,
    enrolment,
    event,
    grading,
    pages,
    quizzes,
    sign_in,
    statistics,
    weight,
)
from tests.bench.ground import Ground
from tests.bench.rows import Row

AREAS: dict[str, Callable[[Ground], Iterable[Row]]] = {
    "pages": pages.measure,
    "weight": weight.measure,
    "sign_in": sign_in.measure,
    "quizzes": quizzes.measure,
    "grading": grading.measure,
    "statistics": statistics.measure,
    "attendance": attendance.measure,
    "event": event.measure,
    "enrolment": enrolment.measure,
    "certificates": certificates.measure,
    "browsing": browsing.measure,
}
