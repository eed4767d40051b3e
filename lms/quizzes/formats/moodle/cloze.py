"""Embedded answers ("cloze"): {points:TYPE:alternatives} in a text, and back."""

import html
import re
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from lms.core import numbers
from lms.quizzes.formats import building
from lms.quizzes.formats.reading import Unreadable, decimal_of
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.types import Question

KINDS = {
    "NUMERICAL": "NM", "NM": "NM", "SHORTANSWER": "SA", "SA": "SA", "MW": "SA", "SHORTANSWER_C": "SAC", "SAC": "SAC",
    "MWC": "SAC", "MULTICHOICE": "MC", "MC": "MC", "MULTICHOICE_S": "MCS", "MCS": "MCS", "MULTICHOICE_V": "MCV",
    "MCV": "MCV", "MULTICHOICE_VS": "MCVS", "MCVS": "MCVS", "MULTICHOICE_H": "MCH", "MCH": "MCH",
    "MULTICHOICE_HS": "MCHS", "MCHS": "MCHS", "MULTIRESPONSE": "MR", "MR": "MR", "MULTIRESPONSE_S": "MRS",
    "MRS": "MRS", "MULTIRESPONSE_H": "MRH", "MRH": "MRH", "MULTIRESPONSE_HS": "MRHS", "MRHS": "MRHS",
}  # fmt: skip
_KINDS = "|".join(sorted(KINDS, key=len, reverse=True))
_BEGIN = rf"\{{\d*:(?:{_KINDS}):"
# A part ends before the next one begins: else many that never end would each be looked for up to the end of the text.
_PART = re.compile(rf"\{{(\d*):({_KINDS}):((?:\\.|(?!{_BEGIN})[^\\}}])*)\}}", re.DOTALL)
_OPENED = re.compile(rf"\{{\d*:(?:{_KINDS})\b")
_ALTERNATIVES = re.compile(r"(?<!\\)~")
_WEIGHT = re.compile(r"^\s*(?:=|%(-?\d+(?:[.,]\d+)?)%)")
_FEEDBACK = re.compile(r"(?<![\\&])#")
MOST_POINTS = 100_000
MARK = "\ue010{}\ue011"
_MARK = re.compile("\ue010(\\d+)\ue011")

Text = Callable[[str], str]


def read(text: str, into: Text) -> tuple[str, building.Options, int]:
    """Return the Markdown of a text with [[n]] where its parts stand, the parts, and their points.

    `into` turns a piece of text of the question's format into Markdown.
    """
    parts: list[dict[str, Any]] = []

    def put(found: re.Match[str]) -> str:
        parts.append(_part(len(parts) + 1, found, into))
        return MARK.format(len(parts))

    marked = _PART.sub(put, re.sub(r"&amp;(#?\w{2,9};)", r"&\1", text))
    if not parts or _OPENED.search(marked):
        raise Unreadable(_("the embedded answers cannot be read."))
    return _MARK.sub(r"[[\1]]", into(marked)), tuple(parts), sum(part["points"] for part in parts)


def is_embedded(text: str) -> bool:
    """Tell whether a text has an embedded answer."""
    return _PART.search(text) is not None


def _part(number: int, found: re.Match[str], into: Text) -> dict[str, Any]:
    kind = KINDS[found[2]]
    rows = [_alternative(one) for one in _ALTERNATIVES.split(found[3]) if one.strip()]
    points = numbers.plain(found[1] or "1", most=MOST_POINTS)
    if points is None:
        raise Unreadable(_("the embedded answers cannot be read."))
    base = {"key": str(number), "points": points}
    if kind == "NM":
        return base | {"type": "numerical", "options": _numbers(rows, into)}
    if kind in {"SA", "SAC"}:
        options = building.answers([(_words(text), share, into(said)) for text, share, said in rows], is_typed=True)
        settings = {"settings": {"case": True}} if kind == "SAC" else {}
        return base | {"type": "shortanswer", "options": options, **settings}
    made = [(into(text), share, into(said)) for text, share, said in rows]
    layout = {"layout": "across" if "H" in kind else "down"} if "H" in kind or "V" in kind or kind[1] == "R" else {}
    settings = {} if kind.endswith("S") else {"settings": {"keeps_order": True}}
    if kind.startswith("MR"):
        return base | {"type": "multiple", "options": _responses(made), **layout, **settings}
    if not any(share == 1 for _text, share, _said in made):
        raise Unreadable(_("no answer of part %(n)s is fully right.", n=number))
    return base | {"type": "single", "options": building.answers(made), **layout, **settings}


def _responses(rows: list[tuple[str, float, str]]) -> building.Options:
    """Return the options of a multiple response: Moodle shares the points out among the right ones."""
    right = sum(share for _text, share, _said in rows if share > 0)
    wrong = -sum(share for _text, share, _said in rows if share < 0)
    scaled = [(text, share / right if share > 0 else share / max(1.0, wrong), said) for text, share, said in rows]
    return building.several([(text, round(share, 7), said) for text, share, said in scaled])


def _alternative(text: str) -> tuple[str, float, str]:
    found = _WEIGHT.match(text)
    share = 0.0
    if found:
        share = float(found[1].replace(",", ".")) / 100 if found[1] else 1.0
        text = text[found.end() :]
    words, *said = _FEEDBACK.split(text, maxsplit=1)
    return _unescaped(words).strip(), round(share, 7), _unescaped("".join(said)).strip()


def _unescaped(text: str) -> str:
    return re.sub(r"\\([}~#/\"\\])", r"\1", text)


def _words(text: str) -> str:
    return html.unescape(re.sub(r"<[^<>]+>", "", text)).strip()


def _numbers(rows: list[tuple[str, float, str]], into: Text) -> building.Options:
    made, tolerances = [], []
    for text, share, said in rows:
        aim, _mark, tolerance = _words(text).partition(":")
        aim = aim.strip()
        made.append((aim if aim == "*" else _number(aim), share, into(said)))
        tolerances.append(_number(tolerance) if tolerance.strip(" 0.,") else "")
    options = building.answers(made, is_typed=True)
    return tuple(one | ({"tolerance": t} if t else {}) for one, t in zip(options, tolerances, strict=True))


def _number(text: str) -> str:
    plain = text.strip().replace(",", ".")
    decimal_of(plain)
    return plain


def write(text: str, options: building.Options) -> str:
    """Return Markdown with its parts embedded again."""
    parts = {part["key"]: part for part in options}
    return re.sub(r"\[\[([a-z0-9]{1,20})\]\]", lambda found: _embedded(parts[found[1]]), text)


def _embedded(part: Mapping[str, Any]) -> str:
    kind = _kind(part)
    question = Question(part["type"], part["options"])
    rows = []
    for option, share in zip(part["options"], building.shares_of(question), strict=True):
        words = option["text"] + (f":{option.get('tolerance') or 0}" if part["type"] == "numerical" else "")
        feedback = f"#{_escaped(option['feedback'])}" if option.get("feedback") else ""
        gap = " " if words.endswith("&") and feedback else ""  # &# would begin a character
        mark = "%0%" if share == 0 and words[:1] in {"=", "%"} else _weight(share)
        rows.append(f"{mark}{_escaped(words)}{gap}{feedback}")
    return f"{{{part.get('points', 1)}:{kind}:{'~'.join(rows)}}}"


def _kind(part: Mapping[str, Any]) -> str:
    settings = part.get("settings") or {}
    if part["type"] == QuestionType.NUMERICAL:
        return "NUMERICAL"
    if part["type"] == QuestionType.SHORTANSWER:
        return "SHORTANSWER_C" if settings.get("case") else "SHORTANSWER"
    layout = {"across": "H", "down": "V"}.get(part.get("layout", "menu"), "")
    shuffles = "" if settings.get("keeps_order") else "S"
    if part["type"] == QuestionType.MULTIPLE:
        layout = "H" if layout == "H" else ""
    name = "MULTIRESPONSE" if part["type"] == QuestionType.MULTIPLE else "MULTICHOICE"
    return f"{name}_{layout}{shuffles}" if layout or shuffles else name


def _weight(share: float) -> str:
    if share == 1:
        return "="
    return "" if share == 0 else f"%{f'{share * 100:.5f}'.rstrip('0').rstrip('.')}%"


def _escaped(text: str) -> str:
    return re.sub(r"([}~#\\])", r"\\\1", text)
