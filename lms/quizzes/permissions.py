"""Who may write questions and quizzes (who may write modules), who sees a category, and who may mark answers."""

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import aliased

from lms.catalogue.models import Module
from lms.catalogue.permissions import READERS, may_author, may_see_drafts
from lms.catalogue.queries import modules_within
from lms.core.principals import Principal
from lms.places import rules as places
from lms.places.models import Office, Region
from lms.quizzes.models import BankCategory
from lms.trainings.models import Capacity, Participation, Training
from lms.trainings.permissions import runs

MARKERS = (Capacity.TRAINER, Capacity.MODERATOR, Capacity.ORGANISER)

__all__ = ["READERS", "marks", "may_author", "may_see_drafts", "sees_category"]


def sees_category(principal: Principal) -> ColumnElement[bool]:
    """Return the predicate on BankCategory "the principal sees and uses it".

    A module's drawer is seen with the module's drafts. Another belongs to everybody, or to an office or a region: it
    is seen from there, from above, and (a region's) from all that lies in it.
    """
    of_module = BankCategory.module_id.in_(modules_within(principal).with_only_columns(Module.id))
    return or_(of_module, and_(BankCategory.module_id.is_(None), _is_near(principal)))


def _is_near(principal: Principal) -> ColumnElement[bool]:
    grants = principal.grants_of(*READERS)
    if any(places.reaches_everywhere(grant) for grant in grants):
        return true()
    codes, own = [grant.reach_code for grant in grants if grant.reach_code], places.reached_offices(principal)
    here = [places.below(Region.reach_code, code) for code in codes]
    offices = select(Office.id).join(Region, Region.id == Office.region_id).where(or_(Office.id.in_(own), *here))
    around = [Region.reach_code.in_(_widening(code)) for code in codes]
    regions = select(Region.id).where(or_(_holds_one_of(own), *here, *around))
    is_shared = BankCategory.office_id.is_(None) & BankCategory.region_id.is_(None)
    return or_(is_shared, BankCategory.office_id.in_(offices), BankCategory.region_id.in_(regions))


def _widening(reach_code: str) -> list[str]:
    """Return a reach code and those of the regions around it."""
    parts = reach_code.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts) + 1)]


def _holds_one_of(office_ids: list[int]) -> ColumnElement[bool]:
    """Return the predicate on Region "one of these offices lies in it"."""
    of_office = aliased(Region)
    return (
        select(Office.id).join(of_office, of_office.id == Office.region_id)
        .where(Office.id.in_(office_ids), of_office.reach_code >= Region.reach_code,
               of_office.reach_code < Region.reach_code.concat("/"))
        .correlate(Region).exists()
    )  # fmt: skip


def marks(principal: Principal) -> ColumnElement[bool]:
    """Return the predicate on Training "the principal may mark answers there": who runs it, and who teaches in it."""
    teaches = select(Participation.training_id).where(
        Participation.person_id == (principal.person_id or 0), Participation.capacity.in_(MARKERS),
        Participation.withdrawn_at.is_(None),
    )  # fmt: skip
    return or_(runs(principal), Training.id.in_(teaches))
