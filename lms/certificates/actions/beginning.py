"""The first papers of an installation: what its first office needs before it can issue."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from lms.certificates.actions.designs import make_design
from lms.certificates.actions.keeping import STANDARD_PATTERN, make_series, make_signer
from lms.certificates.actions.keys import start_key
from lms.core import clock
from lms.core.db import transaction
from lms.core.errors import Refused
from lms.core.principals import Principal
from lms.places import queries as places

FIRST_DAY = date(2000, 1, 1)


@transaction()
def begin_papers(
    facts: Mapping[str, Any], *, office_id: int, by: Principal, now: datetime
) -> None:  # fmt: skip
    """Give the first office of an installation its series, a design, and who signs where that was said."""
    year = clock.local(now, places.site().zone).year
    start_key(now=now)
    try:
        make_series(
            office_id=office_id, name=facts.get("series_name") or _("Certificates"), by=by, now=now,
            pattern=facts.get("series_pattern") or STANDARD_PATTERN, unit=facts.get("series_unit") or "1",
            classification=facts.get("series_classification") or f"SRT.{year % 100:02d}",
        )  # fmt: skip
    except Refused as refusal:
        raise Refused(
            refusal.message, fields={f"series_{key}": value for key, value in refusal.fields.items()}
        ) from refusal
    make_design(office_id=office_id, name=_("Official"), by=by, now=now)
    if facts.get("signer_name"):
        _first_signer(facts, office_id, by, now)


def _first_signer(facts: Mapping[str, Any], office_id: int, by: Principal, now: datetime) -> None:
    if not facts.get("signer_title"):
        message = _("Write the office in which this person signs.")
        raise Refused(message, fields={"signer_title": message})
    try:
        make_signer(office_id=office_id, full_name=facts["signer_name"], title=facts["signer_title"],
                    nip=facts.get("signer_nip") or "", valid_from=FIRST_DAY, by=by, now=now)  # fmt: skip
    except Refused as refusal:
        raise Refused(
            refusal.message, fields={f"signer_{key}": value for key, value in refusal.fields.items()}
        ) from refusal
