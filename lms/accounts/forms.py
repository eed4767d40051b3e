"""Forms of accounts."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, PasswordField
from wtforms.validators import EqualTo, InputRequired, Optional, ValidationError

from lms.accounts.rules import Regions
from lms.web.forms import Choice, Choices, Day, Form, Radio, Text


class SignInForm(Form):
    """Who one is, and the password."""

    name = Text(_("User name, phone number or e-mail"), [InputRequired(_("Write your name here."))], most=254,
                render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})  # fmt: skip
    password = PasswordField(_("Password"), [InputRequired(_("Write your password."))],
                             render_kw={"autocomplete": "current-password"})  # fmt: skip
    next = HiddenField()


class SecondStepForm(Form):
    """The code that a sign-in asks for after the password."""

    code = Text(_("Code from the app, or a recovery code"), [InputRequired(_("Write the code."))], most=40,
                render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false",
                           "autofocus": True})  # fmt: skip


class BeginCodesForm(Form):
    """The password of whoever begins to use codes."""

    password = PasswordField(_("Present password"), [InputRequired(_("Write your present password."))],
                             render_kw={"autocomplete": "current-password"})  # fmt: skip


class AppCodeForm(Form):
    """A first code of an app."""

    code = Text(_("Code from the app"), [InputRequired(_("Write the six digits."))], most=12,
                render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"})  # fmt: skip


class ProofForm(Form):
    """A proof that it is the owner who asks."""

    proof = PasswordField(_("Your password, or a code"), [InputRequired(_("Write your password or a code."))],
                          render_kw={"autocomplete": "current-password"})  # fmt: skip


class NewPasskeyForm(Form):
    """A passkey that this device makes: `answer` is filled by the page's script."""

    name = Text(_("What you call it"), most=60)
    proof = PasswordField(_("Your password, or a code"), render_kw={"autocomplete": "current-password"})
    answer = HiddenField()


class PasskeyNameForm(Form):
    """What a passkey is called."""

    name = Text(_("What you call it"), [InputRequired(_("Write a name."))], most=60)


class PasskeySignInForm(Form):
    """What a passkey signed, filled by the page's script."""

    answer = HiddenField()
    next = HiddenField()


class LostPhoneForm(Form):
    """Why the codes of somebody are taken off."""

    reason = Text(_("The reason"), [
        InputRequired(_("Write the reason: it stands in the trail, and the owner is told.")),
    ], most=300)  # fmt: skip


class CodeForm(Form):
    """A code from a slip of paper or a message."""

    code = Text(_("Code"), [InputRequired(_("Write the code."))], most=40,
                render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters"})  # fmt: skip


class OpenAccountForm(Form):
    """User name and password for an account that a code opens."""

    username = Text(_("User name"), [InputRequired(_("Choose a user name."))], most=60,
                    render_kw={"autocomplete": "username", "autocapitalize": "none"})  # fmt: skip
    password = PasswordField(_("New password"), [InputRequired(_("Choose a password."))],
                             render_kw={"autocomplete": "new-password"})  # fmt: skip
    again = PasswordField(_("The same password again"), [
        InputRequired(_("Please fill this in.")), EqualTo("password", _("The two passwords differ.")),
    ], render_kw={"autocomplete": "new-password"})  # fmt: skip


class SpokenForm(Form):
    """Six digits that somebody heard on the phone."""

    name = Text(_("User name, phone number or e-mail"), [InputRequired(_("Write your name here."))], most=254,
                render_kw={"autocomplete": "username", "autocapitalize": "none"})  # fmt: skip
    digits = Text(_("Six digits"), [InputRequired(_("Write the six digits."))], most=12,
                  render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"})  # fmt: skip


class OwnForm(Form):
    """What people correct of themselves."""

    full_name = Text(_("Full name, without degrees"), [InputRequired(_("Write a name."))], most=120)
    degree_before = Text(_("Degrees before the name"), most=40)
    degree_after = Text(_("Degrees after the name"), most=60)
    phone = Text(_("Phone"), most=24, render_kw={"inputmode": "tel", "autocomplete": "tel"})
    email = Text(_("E-mail"), most=254, render_kw={"inputmode": "email", "autocomplete": "email"})
    username = Text(_("User name"), [InputRequired(_("Choose a user name."))], most=60,
                    render_kw={"autocomplete": "username", "autocapitalize": "none"})  # fmt: skip


class PasswordForm(Form):
    """A new password for oneself."""

    present = PasswordField(_("Present password"), [InputRequired(_("Write your present password."))],
                            render_kw={"autocomplete": "current-password"})  # fmt: skip
    password = PasswordField(_("New password"), [InputRequired(_("Choose a password."))],
                             render_kw={"autocomplete": "new-password"})  # fmt: skip
    again = PasswordField(_("The same password again"), [
        InputRequired(_("Please fill this in.")), EqualTo("password", _("The two passwords differ.")),
    ], render_kw={"autocomplete": "new-password"})  # fmt: skip


class ConsentForm(Form):
    """What somebody agrees to; each can be taken back."""

    contact = BooleanField(_("You may write to me or call me about trainings."))
    photos = BooleanField(_("I may be seen in photos of trainings that are published."))
    listing = BooleanField(_("My name may stand in public lists of participants."))


class PersonForm(Form):
    """What is known of a person."""

    full_name = Text(_("Full name, without degrees"), [InputRequired(_("Write a name."))], most=120)
    degree_before = Text(_("Degrees before the name"), most=40)
    degree_after = Text(_("Degrees after the name"), most=60)
    position = Text(_("Position"), most=120)
    phone = Text(_("Phone"), most=24)
    email = Text(_("E-mail"), most=254)
    nip = Text(_("NIP"), most=24)


class PlaceForm(Form):
    """Where somebody works from a day on."""

    office = Choice(_("Office"), [InputRequired(_("Choose an office."))])
    position = Text(_("Position"), most=120)
    is_in_charge = BooleanField(_("In charge of this office"))
    since = Day(_("From"), [InputRequired(_("Choose a day."))])


class HandoverForm(Form):
    """Who takes a role over, and when."""

    to = Choice(_("To"), [InputRequired(_("Choose a person."))])
    on = Day(_("From"), [InputRequired(_("Choose a day."))])


class TeamForm(Form):
    """A team and where it works."""

    name = Text(_("Name"), [InputRequired(_("Write a name."))], most=200)
    programme = Choice(_("Programme"), [InputRequired()])
    region = Text(_("Code of the region"), [InputRequired(_("Write the code of a region."))], most=40,
                  description=_("For example 18.05."))  # fmt: skip


class TeamNameForm(Form):
    """What a team is called."""

    name = Text(_("Name"), [InputRequired(_("Write a name."))], most=200)


class MemberForm(Form):
    """Somebody's part in a team."""

    person = Choice(_("Person"), [InputRequired(_("Choose a person."))])
    part = Text(_("Part in the team"), most=120)
    since = Day(_("From"), [InputRequired(_("Choose a day."))])


class RoleForm(Form):
    """A role with its reach and its dates."""

    role = Choice(_("Role"), [InputRequired()])
    region = Text(_("Code of the region"), most=40, description=_("For example 18.05; empty: everywhere."))
    valid_from = Day(_("From"), [InputRequired()])
    valid_until = Day(_("Until"), [Optional()])


class SetupForm(Form):
    """What a new installation needs to begin."""

    full_name = Text(_("Your name"), [InputRequired(_("Write a name."))], most=120)
    username = Text(_("User name"), [InputRequired(_("Choose a user name."))], most=60)
    password = PasswordField(_("Password"), [InputRequired(_("Choose a password."))])
    site_name = Text(_("Name of this site"), [InputRequired(_("Write a name."))], most=120)
    owner = Text(_("Owner of this site"), most=200)
    logo = FileField(_("Logo"))
    languages = Choices(_("Languages"))
    first_language = Choice(_("First language"), [InputRequired()])
    zone = Choice(_("Time zone"), [InputRequired()])
    contact_name = Text(_("A person to call"), most=120)
    contact_phone = Text(_("Phone of this person"), most=24)
    programme = Text(_("Name of the first programme"), [InputRequired(_("Write a name."))], most=120)
    office = Text(_("Office that organises"), [InputRequired(_("Write a name."))], most=200)
    regions = Radio(_("How is your country divided?"), [InputRequired(_("Choose one."))])
    region = Text(_("Name of the country or area"), most=120)
    levels = Text(_("Names of the levels, from the widest"), most=300)
    csv = FileField(_("CSV file of the regions"))
    office_region = Text(_("Code of the region in which this office lies"), most=40)

    def validate_region(self, field: Text) -> None:
        """Ask for the country's name where no known country is chosen."""
        if self.regions.data != Regions.INDONESIA and not field.data:
            raise ValidationError(gettext("Write a name."))

    def validate_csv(self, field: FileField) -> None:
        """Ask for the file where the regions come from one."""
        if self.regions.data == Regions.CSV and not field.data:
            raise ValidationError(gettext("Choose a file."))

    def validate_levels(self, field: Text) -> None:
        """Ask for the levels where the regions come from a file."""
        if self.regions.data == Regions.CSV and not field.data:
            raise ValidationError(gettext("Write the levels."))
