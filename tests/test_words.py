"""Every string of the screens is there in both languages, with the same placeholders."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

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
    known: dict[str, tuple[str, ...]] = {}
    for path in CATALOGUES:
        with path.open("rb") as file:
            for message in read_po(file, locale="id"):
                one = message.id if isinstance(message.id, str) else message.id[0]
                text = message.string if isinstance(message.string, tuple) else (message.string,)
                if one and all(text):
                    known[one] = text
    return known


def test_every_message_is_in_indonesian() -> None:
    known = translations()
    assert sorted(f"{place}: {text}" for text, place in messages().items() if text and text not in known) == []


def test_translations_keep_the_placeholders() -> None:
    broken = [
        text
        for text, said in translations().items()
        if any(set(HOLES.findall(form)) - set(HOLES.findall(text)) for form in said)
    ]
    assert broken == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_says_each_thing_once(path: Path) -> None:
    ids = re.findall(r'^msgid "(.+)"$', path.read_text(), re.MULTILINE)
    assert sorted(text for text in set(ids) if ids.count(text) > 1) == []
