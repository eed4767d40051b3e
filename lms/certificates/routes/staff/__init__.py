"""Staff doors of certificates."""

from lms.certificates.routes.staff import (
    corrections,
    designs,
    historic,
    issuing,
    itself,
    keys,
    lending,
    names,
    register,
    series,
    signers,
    trainings,
    transcripts,
)
from lms.certificates.routes.staff.door import bp

__all__ = [
    "bp",
    "corrections",
    "designs",
    "historic",
    "issuing",
    "itself",
    "keys",
    "lending",
    "names",
    "register",
    "series",
    "signers",
    "trainings",
    "transcripts",
]
