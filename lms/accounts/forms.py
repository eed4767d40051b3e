"""Forms of accounts."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField
from wtforms.validators import InputRequired

from lms.web.forms import Form, Text


class SignInForm(Form):
    """Who one is, and the password."""

    name = Text(_("User name, phone number or e-mail"), [InputRequired(_("Write your name here."))], most=254,
                render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})  # fmt: skip
    password = PasswordField(_("Password"), [InputRequired(_("Write your password."))],
                             render_kw={"autocomplete": "current-password"})  # fmt: skip
    next = HiddenField()
