"""Every string of the screens is there in both languages, with the same placeholders."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from lms import wiring
from lms.accounts.rules import ACTORS
from lms.operations.rules import ACTS, FACTS, JOB_NAMES, SUBJECTS

ROOT = Path(__file__).parent.parent
CATALOGUES = sorted((ROOT / "lms" / "translations" / "id").glob("*.po"))
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2)}
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
    facts: set[str | None] = set()
    for path in (ROOT / "lms").rglob("*.py"):
        for call in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)):
            name = ast.unparse(call.func)
            if name == "trail.record":
                acts.update(_texts(call.args[0]))
                facts.update(word.arg for word in call.keywords)
                subjects.update(text for word in call.keywords if word.arg == "subject" for text in _texts(word.value))
            if name in ("command", "principals.command"):
                actors.update(_texts(call.args[0]))
    assert len(acts) > 100
    assert (acts - set(ACTS), subjects - set(SUBJECTS), actors - set(ACTORS)) == (set(), set(), set())
    assert facts - set(FACTS) - {None, "by", "subject", "subject_uid", "owner_id", "personal"} == set()
    assert set(JOB_NAMES) == set(wiring.JOBS)


def _texts(node: ast.expr) -> list[str]:
    """The texts that an expression may be, where they are written out."""
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body), *_texts(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []
