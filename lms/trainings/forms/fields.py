"""Fields of trainings' forms: times of day, lesson hours, where a venue lies."""

from typing import Any

from flask_babel import gettext
from wtforms import TimeField

from lms.core import numbers
from lms.core.positions import NotAPosition, Position
from lms.web.filters import jp as written
from lms.web.forms import NumberText, Text
from lms.web.i18n import decimal_mark

MOST_JP = 50_000


class Clock(TimeField):
    """A time of day: 08:54 or 08.54."""

    data: Any

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format=["%H:%M", "%H.%M", "%H:%M:%S"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a time, or say how to write one."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([valuelist[0].strip()])
        except ValueError as error:
            raise ValueError(gettext("Write a time like 08.54.")) from error


class LessonHours(Text):
    """Lesson hours as people write them (2 or 1,5), kept as hundredths; empty is None."""

    data: Any
    widget = NumberText("decimal")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a number with a comma or a dot."""
        self.typed = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if not self.typed:
            return
        try:
            hours = numbers.read(self.typed, decimal_mark=decimal_mark())
            value = int(hours * 100)
        except numbers.NotANumber as error:
            raise ValueError(gettext("Write lesson hours like 2 or 1,5.")) from error
        if not 0 <= value <= MOST_JP or value != hours * 100:
            raise ValueError(gettext("Write lesson hours like 2 or 1,5."))
        self.data = value

    def process_data(self, value: Any) -> None:
        """Take hundredths from the program; None is the empty field."""
        self.data = value

    def pre_validate(self, form: Any) -> None:
        """Nothing more to check."""

    def _value(self) -> str:
        if getattr(self, "typed", ""):
            return str(self.typed)
        return "" if self.data is None else written(self.data)


class Place(Text):
    """Latitude and longitude as maps show them, kept as text; empty where nobody said."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a position, or say how to write one."""
        super().process_formdata(valuelist)
        if not self.data:
            return
        try:
            self.data = str(Position.read(self.data))
        except NotAPosition as error:
            raise ValueError(gettext("Write latitude and longitude, for example -6.17540, 106.82720.")) from error
