"""Forms of accounts."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField
from wtforms.validators import EqualTo, InputRequired, Optional

from lms.web.forms import Choice, Day, Form, Text


class SignInForm(Form):
    """Who one is, and the password."""

    name = Text(_("User name, phone number or e-mail"), [InputRequired(_("Write your name here."))], most=254,
                render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})  # fmt: skip
    password = PasswordField(_("Password"), [InputRequired(_("Write your password."))],
                             render_kw={"autocomplete": "current-password"})  # fmt: skip
    next = HiddenField()


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
    again = PasswordField(_("The same password again"), [EqualTo("password", _("The two passwords differ."))],
                          render_kw={"autocomplete": "new-password"})  # fmt: skip


class PersonForm(Form):
    """What is known of a person."""

    full_name = Text(_("Full name, without degrees"), [InputRequired(_("Write a name."))], most=120)
    degree_before = Text(_("Degrees before the name"), most=40)
    degree_after = Text(_("Degrees after the name"), most=60)
    position = Text(_("Position"), most=120)
    phone = Text(_("Phone"), most=24)
    email = Text(_("E-mail"), most=254)
    nip = Text(_("NIP"), most=24)


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
    programme = Text(_("Name of the first programme"), [InputRequired(_("Write a name."))], most=120)
    office = Text(_("Office that organises"), [InputRequired(_("Write a name."))], most=200)
    region = Text(_("Country or widest region"), [InputRequired(_("Write a name."))], most=120)
    zone = Choice(_("Time zone"), [InputRequired()])
    contact_name = Text(_("A person to call"), most=120)
    contact_phone = Text(_("Phone"), most=24)
