"""The first-run page."""

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts import actions, queries, rules
from lms.accounts.actions.setup import Beginning
from lms.accounts.forms import SetupForm
from lms.accounts.routes.public.door import bp
from lms.accounts.rules import Regions
from lms.core import clock
from lms.core.errors import Refused
from lms.web import guard, i18n
from lms.web.filters import zone_choices
from lms.web.forms import Form

LARGEST = 20 * 1024 * 1024


@bp.route("/setup", methods=["GET", "POST"])
@guard.public
def setup() -> ResponseReturnValue:
    """Ask what a new installation needs, only while nobody is there."""
    if queries.is_anybody_here():
        return redirect(url_for("accounts_public.sign_in"))
    form, parts = _form(), {name: part.form() for name, part in rules.first_parts().items()}
    sent = form.is_submitted()
    if sent and not [one for one in (form, *parts.values()) if not one.validate()]:
        try:
            actions.set_up(_beginning(form), parts={k: one.facts() for k, one in parts.items()}, now=clock.now())
        except Refused as refusal:
            _refuse(refusal, form, parts)
        else:
            flash(_("The site is set up. Please sign in."))
            return redirect(url_for("accounts_public.sign_in"))
    page = render_template("accounts/public/setup.html", form=form, parts=parts, first=rules.first_parts())
    return page, 422 if sent else 200


def _form() -> SetupForm:
    known = current_app.config["LANGUAGES"]
    zone = current_app.config["SETTINGS"].zone
    form = SetupForm(languages=list(known), first_language=i18n.language(), zone=zone, regions=Regions.INDONESIA)
    form.zone.choices = zone_choices()
    form.languages.choices = form.first_language.choices = [(code, i18n.NAMES.get(code, code)) for code in known]
    form.regions.choices = [
        (Regions.INDONESIA, _("Indonesia: provinces, regencies, districts and villages with their official codes")),
        (Regions.CSV, _("A tree of my own, from a CSV file")),
        (Regions.SINGLE, _("Not at all: one region")),
    ]
    return form


def _beginning(form: SetupForm) -> Beginning:
    facts: dict[str, Any] = {**form.facts()}
    first = facts.pop("first_language")
    languages = (first, *(code for code in facts.pop("languages") or [] if code != first))
    logo, csv = (form[name].data.read(LARGEST) if form[name].data else None for name in ("logo", "csv"))
    texts = {key: value or "" for key, value in facts.items() if key not in {"logo", "csv"}}
    return Beginning(**texts, languages=languages, logo=logo or None, csv=csv)


def _refuse(refusal: Refused, form: SetupForm, parts: dict[str, Form]) -> None:
    """Show a refusal in the form that has the field it speaks of, else above the page."""
    of_part = [one for one in parts.values() if any(name in one for name in refusal.fields)]
    for one in of_part or [form]:
        one.refuse(refusal)
