"""Paper slips with codes for many people: eight on A4. Each code is made where its slip is drawn, and kept nowhere."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from lms.accounts import actions, permissions, queries
from lms.core import addresses, clock, ids
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.places import queries as places
from lms.web import papers, qr
from lms.web.i18n import language
from lms.web.papers import Asked, Paper, Written

KEPT: Final = timedelta(minutes=15)


@dataclass(frozen=True)
class Batch:
    """People who shall get a slip, and who hands them out."""

    uids: list[UUID]
    by: Principal


def slips(batch: Batch) -> Written:
    """Make the codes and write their slips: the codes of earlier slips end."""
    now, base = clock.now(), addresses.public_url()
    made = actions.make_slips(batch.uids, by=batch.by, now=now)
    if not made:
        raise Refused(_("Choose people who have no account yet."))
    drawn = []
    for person, code in made:
        address = f"{base}{addresses.path_to('accounts_public.claim', code=code)}"
        drawn.append({"person": person, "code": ids.grouped(code), "qr": qr.svg(address, label=_("QR code"))})
    html = papers.render(
        "accounts/print/slips.html", slips=drawn, address=f"{base}/claim", until=now + actions.SLIP_LIFE,
        site=places.site(), locale=language(),
    )  # fmt: skip
    return Written(html=html, name=f"slips-{now:%Y%m%d-%H%M}", people=len(made), per_page=8)


def _load(principal: Principal, asked: Asked) -> Batch:
    if not permissions.may_invite(principal):
        raise Missing
    return Batch([UUID(text) for text in asked["people"].split(",") if text], principal)


SLIPS: Final = Paper(
    label=lazy_gettext("Slips with codes"),
    load=_load,
    write=lambda batch, _asked: slips(batch),
    title=lambda _batch: _("People"),
    back=lambda _batch: url_for("accounts_staff.people"),
    as_whom=lambda asker: queries.get_principal(asker, today=clock.today(places.site().zone)),
    kept=KEPT,
    is_secret=True,
)
