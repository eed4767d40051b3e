"""What is kept of a message is told in the language of who reads it; what people type stays as it is."""

import pytest
from flask import Flask
from flask_babel import force_locale, lazy_gettext, ngettext
from flask_babel import gettext as _

from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.jobs import Job, State
from lms.core.wordings import MARK, keep, tell
from lms.operations import rules

pytestmark = pytest.mark.database
LAZY = lazy_gettext("Refused")


def kept(problem: str) -> int:
    with transaction():
        job = Job(name="x", state=State.FAILED, problem=problem, created_at=clock.now())
        db.session.add(job)
    return job.id


def read(key: int, language: str) -> str:
    db.session.expire_all()
    with force_locale(language):
        return rules.problem_in_words(db.session.get_one(Job, key))


def test_a_refusal_of_a_job_is_read_in_both_languages(app: Flask) -> None:
    with force_locale("id"):
        refusal = Refused(_("The file is larger than %(n)s MB.", n=5))
        key = kept(str(refusal.message))
    assert read(key, "en") == "The file is larger than 5 MB."
    assert read(key, "id") == str(refusal.message) != read(key, "en")


def test_numbers_and_messages_inside_messages_are_told_anew_too(app: Flask) -> None:
    with force_locale("id"):
        counted = keep(ngettext("%(num)s person marked.", "%(num)s people marked.", 2))
        nested = keep(_("%(name)s comes instead", name=str(LAZY)))
    with force_locale("en"):
        assert (tell(counted), tell(nested)) == ("2 people marked.", "Refused comes instead")
    with force_locale("id"):
        assert tell(keep(tell(nested))) == tell(nested) != "Refused comes instead"


def test_what_a_person_typed_and_old_rows_hold_is_read_as_it_stands(app: Flask) -> None:
    for text in ("Tidak ada tempat", "100 % %(n)s", "", f"{MARK}[broken"):
        assert read(kept(text), "en") == text.lstrip(MARK)
    assert tell(f'{MARK}["%(n)s",{{}}]') == "%(n)s"
    assert tell(f"{MARK}[broken") == "[broken"


def test_a_message_with_too_long_values_is_kept_in_its_language(app: Flask) -> None:
    with force_locale("id"):
        text = _("%(name)s comes instead", name="N" * 600)
        key = kept(text)
    assert read(key, "en") == text[:500]
