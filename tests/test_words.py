"""Every string of the screens is there in both languages, with the same placeholders."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from lms import wiring
from lms.accounts.models import Person
from lms.accounts.rules import ACTORS
from lms.attendance.models import AttendancePolicy
from lms.operations.rules import ACTS, FACTS, FIELDS, JOB_NAMES, SUBJECTS, TOLD, Coded, told_by
from lms.places.models import Office, Site
from lms.reports.models import CostLine
from lms.trainings.models import Training, TrainingSession

ROOT = Path(__file__).parent.parent
CATALOGUES = sorted((ROOT / "lms" / "translations" / "id").glob("*.po"))
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2)}
SPREAD: dict[str, Any] = {"counting": AttendancePolicy, "line": CostLine}
CHANGED: tuple[Any, ...] = (Office, Person, Site, Training, TrainingSession)
NEVER_CHANGED = {
    "id", "uid", "principal_id", "training_id", "sort_name", "password_hash", "is_demo", "merged_into_id", "logo_id",
    "created_at", "created_by", "state", "closed_on", "cancelled_at", "cancel_reason",
}  # fmt: skip
HOLES = re.compile(r"%\(\w+\)[sd]|%[sd]")


def messages() -> dict[str, str]:
    """Every message id of the code and the templates, with where it stands."""
    found: dict[str, str] = {}
    for folder, methods in ((ROOT / "lms", [("**.py", "python")]), (ROOT / "templates", [("**.html", "jinja2")])):
        options = {"**.html": {"extensions": "jinja2.ext.do", "silent": "false"}}
        for file, _line, text, _notes, _context in extract_from_dir(
            folder, method_map=methods, options_map=options, keywords=KEYWORDS
        ):
            found[text[0] if isinstance(text, tuple) else text] = file
    return found


def translations() -> dict[str, tuple[str, ...]]:
    return {ids[0]: said for ids, said in catalogue().items()}


def catalogue() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Every message (its one form, or singular and plural) with what the screens say."""
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    for path in CATALOGUES:
        with path.open("rb") as file:
            for message in read_po(file, locale="id"):
                ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
                text = message.string if isinstance(message.string, tuple) else (message.string,)
                if ids[0] and all(text):
                    known[ids] = text
    return known


def test_every_message_is_in_indonesian() -> None:
    known = translations()
    assert sorted(f"{place}: {text}" for text, place in messages().items() if text and text not in known) == []


def test_translations_keep_the_placeholders() -> None:
    broken = [
        ids[0]
        for ids, said in catalogue().items()
        if any(set(HOLES.findall(form)) - set(HOLES.findall(" ".join(ids))) for form in said)
    ]
    assert broken == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_says_each_thing_once(path: Path) -> None:
    ids = re.findall(r'^msgid "(.+)"$', path.read_text(), re.MULTILINE)
    assert sorted(text for text in set(ids) if ids.count(text) > 1) == []


def test_every_act_subject_fact_and_actor_of_the_code_has_words() -> None:
    acts: set[str] = set()
    subjects: set[str] = set()
    actors: set[str] = set()
    untold: set[tuple[str, str]] = set()
    for path in (ROOT / "lms").rglob("*.py"):
        tree = ast.parse(path.read_text())
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = ast.unparse(call.func)
            if name == "trail.record":
                acts.update(_texts(call.args[0]))
                untold.update(_untold(call, tree))
                subjects.update(text for word in call.keywords if word.arg == "subject" for text in _texts(word.value))
            if name in ("command", "principals.command"):
                actors.update(_texts(call.args[0]))
    assert len(acts) > 100
    assert (acts - set(ACTS), subjects - set(SUBJECTS), actors - set(ACTORS)) == (set(), set(), set())
    assert untold == set()
    assert set(JOB_NAMES) == set(wiring.JOBS)


def _untold(call: ast.Call, tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The facts of a recorded act that have no name, or no way in which their value is told."""
    for word in call.keywords:
        if word.arg in ("by", "subject", "subject_uid", "owner_id", "personal"):
            continue
        is_code = ast.unparse(word.value).endswith(".value")
        for act in _texts(call.args[0]) or [""]:
            for fact in [word.arg] if word.arg else _spread(ast.unparse(word.value), tree):
                how = told_by(act, fact)
                if fact not in FACTS or how is None or (is_code and not isinstance(how, Coded)):
                    yield act, fact


def _spread(name: str, tree: ast.Module) -> set[str]:
    """The facts of "**name": columns of a row that is written so, or the keys of a result that stands in the file."""
    if name in SPREAD:
        return set(SPREAD[name].__table__.columns.keys()) - {"id", "uid", "training_id", "by", "at", "removed_at"}
    assigned = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    made = [node.value for node in assigned if ast.unparse(node.targets[0]) == name]
    inside = [node for one in made for node in ast.walk(one) if isinstance(node, ast.Dict)]
    found = {key.value for node in inside for key in node.keys if isinstance(key, ast.Constant)}
    assert found, name
    return {str(key) for key in found}


def test_every_code_of_a_fixed_list_and_every_field_that_acts_tell_has_words() -> None:
    coded = [how for how in TOLD.values() if isinstance(how, Coded) and how.codes]
    assert len(coded) > 10
    assert [how.codes for how in coded if how.codes and {str(code) for code in how.words()} != set(how.codes)] == []
    assert {fact.rpartition(":")[2] for fact in TOLD} - set(FACTS) == set()
    fields = {column.name for model in CHANGED for column in model.__table__.columns}
    assert fields - set(FIELDS) == NEVER_CHANGED


def _texts(node: ast.expr) -> list[str]:
    """The texts that an expression may be, where they are written out."""
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body), *_texts(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []
