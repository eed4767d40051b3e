"""Forms: clean values or messages by field; they never write."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import has_request_context, request
from flask_babel import get_translations, gettext, lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import TextInput

from lms.core import numbers
from lms.core.errors import Missing, Refused
from lms.core.names import clean, clean_text
from lms.settings import LANGUAGES
from lms.web.i18n import decimal_mark, offered

_ = lazy_gettext


class _Words:
    """WTForms' own messages come from our catalogue, since WTForms has no Indonesian texts."""

    def gettext(self, text: str) -> str:
        return str(gettext(text))

    def ngettext(self, one: str, many: str, n: int) -> str:
        return str(get_translations().ungettext(one, many, n))  # not formatted: WTForms fills the text in itself


class Form(FlaskForm):
    """A form with our words; `refuse` shows an action's refusal beside its fields.

    `ids` sets its controls apart from those of another form on the page: the names stay, the ids begin with it.
    """

    def __init__(self, *args: Any, ids: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self if ids else ():
            field.id = field.label.field_id = f"{ids}-{field.id}"

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> Any:
            return _Words()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Read what a form sends, never JSON: its values may be anything, and scripts have doors of their own."""
            is_script = has_request_context() and request.is_json and not isinstance(formdata, MultiDict)
            return super().wrap_formdata(form, None if is_script else formdata)

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal's messages beside the fields they speak of, else above the form; Missing stays a 404."""
        if isinstance(refusal, Missing):
            raise refusal
        for name, message in refusal.fields.items():
            if name in self:
                self[name].errors = [*self[name].errors, message]
        if not any(name in self for name in refusal.fields):
            self.form_errors.append(refusal.message)

    def facts(self) -> dict[str, Any]:
        """Return the clean values by field name, without the CSRF token."""
        return {key: value for key, value in self.data.items() if key not in {"csrf_token"}}


class Text(StringField):
    """A line of text, cleaned of control and bidi characters; at most `most` characters."""

    data: Any

    def __init__(self, label: Any = None, validators: Any = None, *, most: int = 200, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.most = most

    def process_formdata(self, valuelist: list[str]) -> None:
        """Clean what was typed; nothing but control characters is as good as nothing for a required field."""
        self.data = clean(valuelist[0]) if valuelist else ""
        self.raw_data = [self.data]

    def process_data(self, value: Any) -> None:
        """Take a value from the program; a text is never None."""
        super().process_data("" if value is None else value)

    def pre_validate(self, form: Any) -> None:
        """Refuse what is too long for its column."""
        if isinstance(self.data, str) and len(self.data) > self.most:
            raise ValidationError(gettext("At most %(n)s characters.", n=self.most))


class LongText(TextAreaField):
    """A text of several lines, cleaned; at most `most` characters."""

    def __init__(self, label: Any = None, validators: Any = None, *, most: int = 20_000, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.most = most

    def process_formdata(self, valuelist: list[str]) -> None:
        """Clean what was typed."""
        self.data = clean_text(valuelist[0]) if valuelist else ""

    def process_data(self, value: Any) -> None:
        """Take a value from the program; a text is never None."""
        super().process_data("" if value is None else value)

    def pre_validate(self, form: Any) -> None:
        """Refuse what is too long."""
        if self.data and len(self.data) > self.most:
            raise ValidationError(gettext("At most %(n)s characters.", n=self.most))


class NumberText(TextInput):
    """A line for digits; a control of type "number" takes no "108.474", and drops what it does not understand."""

    def __init__(self, mode: str) -> None:
        super().__init__()
        self.mode = mode

    def __call__(self, field: Any, **kwargs: Any) -> Any:
        """Draw the line, with the digits' keyboard on a phone."""
        return super().__call__(field, **{"inputmode": self.mode, "autocomplete": "off", **kwargs})


class Whole(IntegerField):
    """A whole number as the reader's language writes it; "108.474" and "108474" are the same in Indonesian."""

    widget = NumberText("numeric")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read digits, with or without marks between thousands."""
        self.data = None
        text = (valuelist[0] if valuelist else "").strip()
        if not text:
            return
        try:
            self.data = numbers.read_whole(text, decimal_mark=decimal_mark())
        except numbers.TwoReadings as error:
            raise ValueError(two_readings(text)) from error
        except numbers.NotANumber as error:
            raise ValueError(gettext("Write a whole number.")) from error


def two_readings(text: str) -> str:
    """Say that a number can be read in two ways."""
    return str(gettext("“%(text)s” can be read as two numbers. Write it without dots and commas.", text=text[:40]))


class Day(DateField):
    """A calendar day of this age: what lies further away is a slip of the keyboard."""

    data: Any
    first, last = date(1900, 1, 1), date(2199, 12, 31)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a day, or say what cannot be."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([valuelist[0].strip()])
        except ValueError as error:
            raise ValueError(gettext("Write a day like 2019-10-28.")) from error
        if self.data is not None and not self.first <= self.data <= self.last:
            self.data = None
            raise ValueError(gettext("This year cannot be right."))


class NamedForm(Form):
    """Something that an adopter names in Indonesian, and in English where wanted."""

    name_id = Text(_("Name in Indonesian"), most=120)
    name_en = Text(_("Name in English"), most=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep the fields of the languages that this installation speaks; its first one has to be written."""
        super().__init__(*args, **kwargs)
        spoken = offered()
        for field in list(self):
            stem, _mark, language = field.name.rpartition("_")
            if stem and language in LANGUAGES and language not in spoken:
                del self[field.name]
        name = self[f"name_{spoken[0]}"]
        name.validators, name.flags.required = [InputRequired(_("Write a name."))], True

    def named(self) -> dict[str, str]:
        """Return the names that were written, by language."""
        return self.words("name")

    def words(self, stem: str) -> dict[str, str]:
        """Return what was written into `stem_id` and `stem_en`, by language."""
        written = {one: self[f"{stem}_{one}"].data for one in LANGUAGES if f"{stem}_{one}" in self}
        return {language: text for language, text in written.items() if text}

    def show(self, stem: str, label: dict[str, str]) -> None:
        """Put a label {id, en} into `stem_id` and `stem_en`."""
        for language in LANGUAGES:
            if f"{stem}_{language}" in self:
                self[f"{stem}_{language}"].data = label.get(language, "")


class _Listed:
    """Choices given as (value, label) pairs, as WTForms 3.3 wants them: SelectChoice."""

    def __init__(self, label: Any = None, validators: Any = None, *, choices: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("coerce", str)
        super().__init__(label, validators, choices=_as_choices(choices or []), **kwargs)  # type: ignore[call-arg]

    @property
    def choices(self) -> Any:
        """What may be chosen."""
        return super().choices  # type: ignore[misc]

    @choices.setter
    def choices(self, given: Any) -> None:
        SelectField.choices.fset(self, _as_choices(given))


class Choice(_Listed, SelectField):
    """One of a list; an empty value means none, and what was not sent is empty."""

    def process_data(self, value: Any) -> None:
        """Take a value from the program; None is the empty choice."""
        super().process_data("" if value is None else value)


class Choices(_Listed, SelectMultipleField):
    """Some of a list."""


class Radio(_Listed, RadioField):
    """One of a short list, all in sight."""


def _as_choices(given: Any) -> Any:
    if not isinstance(given, list | tuple):
        return given
    return [SelectChoice(*entry) if isinstance(entry, tuple) else entry for entry in given]


def labels(rows: Mapping[str, Any], *, empty: Any = None) -> list[tuple[str, Any]]:
    """Return choices from a mapping value → label, with an empty first one where asked."""
    return ([("", empty)] if empty is not None else []) + list(rows.items())
