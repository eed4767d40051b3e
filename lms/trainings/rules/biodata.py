"""The lines of a biodata form: what is known is filled in, the rest is written by hand."""

from flask_babel import gettext as _

from lms.accounts.models import Sex
from lms.trainings.models import Participation
from lms.web.filters import nip


def lines(part: Participation) -> list[tuple[str, str]]:
    """Return the lines of somebody's form as (label, value); an empty value is a line to write on."""
    person, region = part.person, part.region
    sexes = {Sex.FEMALE: _("Female"), Sex.MALE: _("Male")}
    place = ", ".join(one.name for one in (region, region.parent if region else None) if one)
    return [
        (_("Name with degrees"), part.name_shown),
        (_("NIP"), nip(person.nip)),
        (_("Rank and grade"), person.rank),
        (_("Position"), part.position_shown),
        (_("Office or library"), part.office_shown),
        (_("Regency or city, province"), place),
        (_("Sex"), sexes[person.sex] if person.sex else ""),
        (_("Place and day of birth"), ""),
        (_("Last education"), ""),
        (_("Address of the office"), ""),
        (_("Home address"), ""),
        (_("Phone or WhatsApp"), person.phone or ""),
        (_("E-mail address"), person.email or ""),
        (_("Taxpayer number (NPWP)"), ""),
        (_("Bank and account number"), ""),
    ]
