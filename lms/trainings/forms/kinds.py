"""Kinds of training."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from lms.web.forms import NamedForm


class KindForm(NamedForm):
    """A kind of training."""

    is_replication = BooleanField(_("Somebody who was trained trains others"))
