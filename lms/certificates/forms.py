"""Forms of certificates."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, PasswordField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, NumberRange, Optional, Regexp

from lms.certificates.models import InStead, Kind
from lms.certificates.rules.labels import fields, kinds
from lms.certificates.signing import Secret
from lms.trainings.rules.labels import capacities
from lms.web.forms import Day, Form, LongText, Text, Whole

REQUIRED = DataRequired(_("Please fill this in."))
SETTINGS = ("institution", "title", "given", "qualification", "accent", "ink", "texture")
COLOUR = Regexp(r"^#[0-9a-fA-F]{6}$", message=_("Write a colour such as #7a5c1e."))


class SecretForm(Form):
    """What opens a key; only the fields that this installation's signatures need."""

    nik = Text(_("NIK of the signer"), most=20)
    passphrase = PasswordField(_("Passphrase of the signature"))

    def __init__(self, *args: Any, signed: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if signed != "bsre":
            del self.nik
        if not signed:
            del self.passphrase

    def secret(self) -> Secret | None:
        """Return what was typed, or None where nothing is signed."""
        if "passphrase" not in self:
            return None
        return Secret(passphrase=self.passphrase.data or "", nik=(self.nik.data or "") if "nik" in self else "")


class IssueForm(SecretForm):
    """From which series, signed by whom, in which design."""

    series = SelectField(_("Series"), [REQUIRED])
    signer = SelectField(_("Signed by"), [REQUIRED])
    design = SelectField(_("Design"), [REQUIRED])
    place = Text(_("Place of issue"), most=120)


class ModuleCertificateForm(Form):
    """What a module's certificates look like, and what they need besides the lessons."""

    series = SelectField(_("Series"), [REQUIRED])
    signer = SelectField(_("Signed by"), [REQUIRED])
    design = SelectField(_("Design"), [REQUIRED])
    place = Text(_("Place of issue"), most=120)
    needs_tests = BooleanField(_("Every post-test and examination must be passed"))


class ReasonForm(Form):
    """An act that needs its reason."""

    reason = Text(_("Reason"), [REQUIRED], most=300)


class ReplaceForm(Form):
    """A corrected spelling."""

    name = Text(_("Name as it shall be printed"), [REQUIRED], most=200)
    reason = Text(_("Reason"), [REQUIRED], most=300)


class CorrectionForm(Form):
    """What is wrong on a certificate, and how it is right."""

    field = SelectField(_("What is wrong?"), [REQUIRED])
    right = Text(_("How it is right"), [REQUIRED], most=240)
    note = LongText(_("Anything else we should know"), most=500)
    proof = FileField(_("Proof, such as a letter or an identity card without its number"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field.choices = [(key.value, label) for key, label in fields().items()]


class NameForm(Form):
    """One's own name."""

    name = Text(_("Your name as it shall be printed, with degrees"), [REQUIRED], most=200)


class NoticeForm(Form):
    """How long people have time to answer."""

    days = Whole(_("Days to answer"), [REQUIRED], default=3)


class KeyForm(Form):
    """From when a new key signs."""

    first_day = Day(_("First day"), [Optional()])


class SeriesForm(Form):
    """A series of numbers."""

    office = SelectField(_("Office"), [REQUIRED])
    programme = SelectField(_("Programme"))
    name = Text(_("Name"), [REQUIRED], most=120)
    kind = SelectField(_("For"), default=Kind.CERTIFICATE.value)
    pattern = Text(_("Pattern of the number"), [REQUIRED], most=160)
    unit = Text(_("Unit code"), most=40)
    classification = Text(_("Archive classification"), most=40)
    capacities = SelectMultipleField(_("Only for"))
    valid_months = Whole(_("Valid for how many months"), [Optional(), NumberRange(1, 1200)])

    def __init__(self, *args: Any, offices: Iterable[Any] = (), programmes: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office.choices = _named(offices, "name")
        self.programme.choices = [("", _("All programmes")), *programmes]
        self.kind.choices = [(key.value, label) for key, label in kinds().items()]
        self.capacities.choices = [(key.value, label) for key, label in capacities().items()]


class NumbersForm(Form):
    """A list of numbers that were given before, and the scans of their papers."""

    file = FileField(_("File (XLSX or CSV)"), [FileRequired(_("Choose a file."))])
    scans = FileField(_("Scans of the papers, as PDF in a ZIP"))


class FirstPapersForm(Form):
    """How the first office of an installation numbers its certificates, and who signs them."""

    series_name = Text(_("Name of the series"), most=120)
    series_pattern = Text(_("Pattern of the number"), most=160)
    series_unit = Text(_("Unit code"), most=40)
    series_classification = Text(_("Archive classification"), most=40)
    signer_name = Text(_("Name of who signs, with degrees"), most=120)
    signer_title = Text(_("Office in which this person signs"), most=120)
    signer_nip = Text(_("NIP of who signs"), most=30)


class SignerForm(Form):
    """Who signs."""

    office = SelectField(_("Office"), [REQUIRED])
    full_name = Text(_("Name with degrees"), [REQUIRED])
    title = Text(_("Title of office"), [REQUIRED])
    nip = Text(_("NIP"), most=30)
    in_stead = SelectField(_("Signs"))
    in_stead_of = Text(_("In the stead of"))
    valid_from = Day(_("Signs from"), [REQUIRED])
    valid_until = Day(_("Signs until"), [Optional()])

    def __init__(self, *args: Any, offices: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office.choices = _named(offices, "name")
        self.in_stead.choices = [(one.value, one.value or _("in the own name")) for one in InStead]


class DesignForm(Form):
    """An office's own texts, colours, paper and pictures on a layout."""

    office = SelectField(_("Office"), [REQUIRED])
    folder = SelectField(_("Layout"), [REQUIRED])
    name = Text(_("Name"), [REQUIRED], most=120)
    institution = Text(_("Institution at the top"), most=160)
    title = Text(_("Title of the paper"), most=60)
    given = Text(_("Words above the name"), most=80)
    qualification = LongText(_("Qualification, one sentence below the training"), most=300)
    accent = Text(_("Accent colour"), [Optional(), COLOUR], most=7)
    ink = Text(_("Colour of the text"), [Optional(), COLOUR], most=7)
    texture = SelectField(_("Paper"), default="")
    logo = FileField(_("Logo (PNG or JPEG)"))
    without_logo = BooleanField(_("Without a logo"))
    emblem = FileField(_("Second mark beside the logo, such as a seal (PNG or JPEG)"))
    without_emblem = BooleanField(_("Without an emblem"))
    shown_name = Text(_("Name in the preview"), most=200)

    def __init__(
        self, *args: Any, offices: Iterable[Any] = (), folders: Iterable[Any] = (), textures: Iterable[Any] = (),
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.office.choices = _named(offices, "name")
        self.folder.choices = list(folders)
        self.texture.choices = [("", _("As the layout has it")), ("none", _("Plain")), *textures]

    def settings(self) -> dict[str, str]:
        """Return the settings that were filled in."""
        typed = {name: self[name].data or "" for name in SETTINGS}
        return {name: value for name, value in typed.items() if value}

    def colours_are_right(self) -> bool:
        """Tell whether both colours, where there are any, can be drawn."""
        chosen = [self[name].data or "#000000" for name in ("accent", "ink")]
        return all(COLOUR.regex.match(value) for value in chosen)

    def pictures(self) -> dict[str, bytes | None]:
        """Return the pictures that were chosen."""
        return {name: _content(self[name].data) for name in ("logo", "emblem")}

    def without(self) -> tuple[str, ...]:
        """Return the pictures that shall go."""
        return tuple(name for name in ("logo", "emblem") if self[f"without_{name}"].data)


def _content(upload: Any) -> bytes | None:
    if not hasattr(upload, "read"):
        return None
    upload.seek(0)
    return upload.read() or None


def _named(rows: Iterable[Any], attribute: str) -> list[tuple[str, str]]:
    return [(str(row.uid), getattr(row, attribute)) for row in rows]
