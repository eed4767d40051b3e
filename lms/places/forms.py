"""Forms of places."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from lms.core.pictures import MOST_BYTES as LARGEST_LOGO
from lms.web.forms import Choice, Choices, Day, Form, LongText, NamedForm, Text, Whole


class OfficeForm(Form):
    """What is known of an office."""

    name = Text(_("Name"), [InputRequired(_("Write a name."))], most=200)
    kind = Choice(_("Kind"), [InputRequired(_("Choose a kind."))])
    region = Text(_("Code of the region"), [InputRequired(_("Write the code of a region."))], most=40,
                  description=_("With or without dots: 18.05.11 or 180511."))  # fmt: skip
    address = Text(_("Address"), most=300)
    phone = Text(_("Phone"), most=24)
    letterhead = LongText(_("Letterhead, as papers print it"), most=1000)


class OfficeKindForm(NamedForm):
    """A kind of office."""

    is_library = BooleanField(_("Offices of this kind are libraries"))


class PartnershipForm(Form):
    """How an office takes part since a year."""

    programme = Choice(_("Programme"), [InputRequired()])
    year = Whole(_("Since the year"), [InputRequired(_("Write a year such as 2019."))])
    status = Choice(_("Partner status"), [InputRequired()])
    funding = Choice(_("Funding"), [InputRequired()])


class OnlineForm(Form):
    """Whether an office is online, since when, and how that is known."""

    state = Choice(_("State"), [InputRequired()])
    since = Day(_("Since"), [InputRequired(_("Choose a day."))])
    address = Text(_("Web address"), most=300)
    evidence = Text(_("Evidence"), most=300, description=_("A letter, a link, a photo."))


class SiteForm(Form):
    """How the installation presents itself."""

    name = Text(_("Name of this site"), [InputRequired(_("Write a name."))], most=120)
    owner = Text(_("Owner"), most=200)
    logo = FileField(_("Logo"), description=_("A PNG, JPEG or WebP picture; it is made small."))
    without_logo = BooleanField(_("Take the logo away"))
    languages = Choices(_("Languages"))
    first_language = Choice(_("First language"), [InputRequired()])
    zone = Choice(_("Time zone"), [InputRequired()])
    jp_minutes = Whole(_("Minutes of a lesson hour"), [InputRequired(), NumberRange(1, 120)])
    contact_name = Text(_("A person to call"), most=120)
    contact_phone = Text(_("Phone"), most=24,
                         description=_("With the code of its country, such as +62 812 3456 7890."))  # fmt: skip

    def site_facts(self) -> dict[str, Any]:
        """Return the clean facts for the action; the first language stands first."""
        facts = self.facts()
        first = facts.pop("first_language")
        languages = [first, *(code for code in facts.pop("languages") or [] if code != first)]
        logo = self.logo.data.read(LARGEST_LOGO + 1) if isinstance(self.logo.data, FileStorage) else None
        return {**facts, "languages": languages, "logo": logo or None}


class ProgrammeForm(Form):
    """A programme."""

    name_id = Text(_("Name in Indonesian"), [InputRequired(_("Write a name."))], most=200)
    name_en = Text(_("Name in English"), most=200)
    slug = Text(_("Short name in addresses"), [
        InputRequired(_("Write a short name.")),
        Regexp(r"^[a-z0-9-]+$", message=_("Lower-case letters, digits, dashes.")),
    ], most=60)  # fmt: skip
    abbreviation = Text(_("Abbreviation"), most=30)
    owner = Text(_("Owner"), most=200)
    tree = Choice(_("Regions"), [InputRequired()])
    zone = Choice(_("Time zone"), [InputRequired()])
    language = Choice(_("Language"), [InputRequired()])
    is_public = BooleanField(_("Show it to visitors"))


class PhaseForm(Form):
    """A phase of a programme."""

    name_id = Text(_("Name in Indonesian"), [InputRequired(_("Write a name."))], most=120)
    name_en = Text(_("Name in English"), most=120)
    starts = Day(_("From"), [InputRequired(_("Choose a day."))])
    ends = Day(_("Until"), [Optional()])


class RegionChangeForm(Form):
    """A split, a merger or a renumbering of a region."""

    on = Day(_("Since"), [InputRequired(_("Choose a day."))])
    into = LongText(_("It goes over into"), [InputRequired(_("Write at least one region."))], most=4000)
    goes_on = BooleanField(_("The region itself goes on"))
    note = Text(_("Why"), most=300)

    def names(self) -> dict[str, str]:
        """Return what was written as code → name, the name empty where only a code was written."""
        lines = [line.partition(";") for line in (self.into.data or "").splitlines() if line.strip()]
        return {code.strip()[:40]: name.strip() for code, _mark, name in lines[:50] if code.strip()}


class TreeForm(Form):
    """A tree of regions from a CSV file."""

    key = Text(_("Short name"), [
        InputRequired(_("Write a short name.")),
        Regexp(r"^[a-z0-9]{1,20}$", message=_("Lower-case letters and digits.")),
    ], most=20)  # fmt: skip
    name = Text(_("Name of the country or area"), [InputRequired(_("Write a name."))], most=120)
    levels = Text(_("Names of the levels, from the widest"), [InputRequired(_("Write the levels."))], most=300,
                  description=_("Divided by commas: Province, District, Village"))  # fmt: skip
    csv = FileField(_("CSV file"), [FileRequired(_("Choose a file."))])
