"""Staff doors of certificates."""

from lms.certificates.routes.staff import designs, issuing, names, register, series, signers, trainings
from lms.certificates.routes.staff.door import bp

__all__ = ["bp", "designs", "issuing", "names", "register", "series", "signers", "trainings"]
