"""What lets a module issue certificates by itself to who has completed it alone."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Module
from lms.certificates.models.designs import Design
from lms.certificates.models.series import Series, Signer
from lms.core.db import Model, moment, pk, uid


class ModuleCertificate(Model):
    """A module's certificate for self-study: from which series, signed by whom, in which design, under what conditions.

    All required lessons must be completed; `needs_tests` wants every post-test and examination passed besides.
    """

    id: Mapped[pk]
    uid: Mapped[uid]
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"), unique=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    signer_id: Mapped[int] = mapped_column(ForeignKey("signer.id"))
    design_id: Mapped[int] = mapped_column(ForeignKey("design.id"))
    place: Mapped[str] = mapped_column(String(120), default="")
    needs_tests: Mapped[bool] = mapped_column(default=False)
    set_by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    set_at: Mapped[moment]
    ended_at: Mapped[moment | None]
    module: Mapped[Module] = relationship()
    series: Mapped[Series] = relationship()
    signer: Mapped[Signer] = relationship()
    design: Mapped[Design] = relationship()
