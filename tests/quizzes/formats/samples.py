"""Questions made by chance, of every type, as the bank keeps them."""

import io
from hashlib import sha256

from hypothesis import strategies as st
from PIL import Image

from lms.quizzes.formats import building, markup
from lms.quizzes.formats.reading import Found
from lms.quizzes.rules.question_file import QuestionText

WORDS = [
    "perpustakaan",
    "desa",
    "buku",
    "2*3",
    "a_b",
    "{z}",
    "~",
    "=",
    "#",
    ":",
    "50%",
    "C:\\buku",
    "<b>",
    "[x]",
    "&",
    "“kutip”",
    "1.",
    "-",
    "/",
    ".",
    "é",
]


def picture(color: str = "red") -> tuple[str, bytes]:
    """A real PNG of 120 × 80, under the name that an import gives it."""
    target = io.BytesIO()
    Image.new("RGB", (120, 80), color).save(target, "PNG")
    return f"peta-{sha256(target.getvalue()).hexdigest()[:8]}.png", target.getvalue()


NAME, DATA = picture()
FILES = {NAME: DATA}
lines = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
plain = st.lists(st.sampled_from(["buku", "desa", "baca", "1", "a b"]), min_size=1, max_size=3).map(" ".join)
typed = st.lists(st.sampled_from(["buku", "desa", "2:1", "=x", "a#b", "~", "{z}"]), min_size=1, max_size=3).map(
    " ".join
)
markdown = st.one_of(
    lines.map(markup.from_plain),
    plain.map(lambda text: f"**{text}** dan *{text}*"),
    plain.map(lambda text: f"- {text}\n- `{text}`"),
    plain.map(lambda text: f"{text}\n\n{text}\\\n{text}"),
    plain.map(lambda text: f"{text} ![{text}](media/{NAME})"),
    plain.map(lambda text: f"| {text} | n |\n| --- | --- |\n| {text} | 1 |"),
)
wordy = st.one_of(lines.map(markup.from_plain), plain.map(lambda text: f"**{text}** dan *{text}*"))
short = st.one_of(lines.map(markup.from_plain), plain.map(lambda text: f"**{text}**"))
feedback = st.one_of(st.just(""), short)
shares = st.sampled_from([1.0, 0.5, 0.25, 0.0, -0.5, 0.3333333])


def unique(strategy, least=2, most=5):
    return st.lists(strategy, min_size=least, max_size=most, unique=True)


@st.composite
def single(draw):
    texts = draw(unique(short))
    rest = draw(st.lists(shares, min_size=len(texts) - 1, max_size=len(texts) - 1))
    rows = [(text, share, draw(feedback)) for text, share in zip(texts, [1.0, *rest], strict=True)]
    return {"type": "single", "options": building.answers(rows)}


@st.composite
def multiple(draw):
    texts = draw(unique(short, least=3))
    earned = draw(st.lists(shares, min_size=len(texts) - 1, max_size=len(texts) - 1))
    rows = [(text, share, draw(feedback)) for text, share in zip(texts, [0.5, *earned], strict=True)]
    return {"type": "multiple", "options": building.several(rows)}


@st.composite
def truefalse(draw):
    return {"type": "truefalse", "options": building.true_false(draw(st.booleans()), if_true=draw(feedback),
                                                                if_false=draw(feedback))}  # fmt: skip


@st.composite
def matching(draw):
    left, right = draw(unique(short)), draw(unique(plain, least=5))
    pairs = [(one, other) for one, other in zip([*left, "", "", "", ""], right, strict=False)]
    options, settings = building.pairs(pairs)
    return {"type": "matching", "options": options, "settings": settings}


@st.composite
def ordering(draw):
    grading = draw(st.sampled_from([None, "exact", "next", "pairs", "longest"]))
    settings = {"grading": grading} if grading else {}
    return {"type": "ordering", "options": building.ordered(draw(unique(short))), "settings": settings}


@st.composite
def shortanswer(draw):
    rows = [(text, share, draw(feedback)) for text, share in zip(draw(unique(typed)), [1.0, *[0.5] * 4], strict=False)]
    settings = {"case": True} if draw(st.booleans()) else {}
    return {"type": "shortanswer", "options": building.answers(rows, is_typed=True), "settings": settings}


@st.composite
def numerical(draw, units=True):
    numbers = draw(unique(st.decimals(-1000, 1000, places=2).map(lambda one: f"{one.normalize():f}"), least=1, most=3))
    rows = [(text, share, draw(feedback)) for text, share in zip(numbers, [1.0, 0.5, 0.25], strict=False)]
    options = building.answers(rows, is_typed=True)
    tolerances = [draw(st.sampled_from(["", "0.5", "2"])) for _one in options]
    options = tuple(one | ({"tolerance": t} if t else {}) for one, t in zip(options, tolerances, strict=True))
    given = [{"text": "kg", "factor": "1"}, {"text": "g", "factor": "0.001"}]
    settings = draw(st.sampled_from([{}, {"units": given}, {"units": given, "unit": "required", "unit_penalty": 0.2}]))
    return {"type": "numerical", "options": options, "settings": settings if units else {}}


@st.composite
def cloze(draw):
    parts = []
    for key in range(1, draw(st.integers(1, 3)) + 1):
        facts = dict(draw(st.one_of(single(), shortanswer(), numerical(units=False))))
        settings = facts.pop("settings", {})
        if facts["type"] == "single":
            settings = draw(st.sampled_from([{}, {"keeps_order": True}]))
            facts |= draw(st.sampled_from([{}, {"layout": "across"}, {"layout": "down"}]))
        parts.append(
            {
                "key": str(key),
                "points": draw(st.integers(1, 3)),
                **facts,
                **({"settings": settings} if settings else {}),
            }
        )
    text = " dan ".join(f"{draw(plain)} [[{one['key']}]]" for one in parts)
    return {"type": "cloze", "options": tuple(parts), "text": text}


@st.composite
def gaps(draw, kind="gapselect"):
    texts = draw(unique(plain, least=3))
    keys = building.choice_keys(texts)
    groups = {text: draw(st.sampled_from(["1", "2"])) for text in texts}
    choices = [{"key": keys[text], "text": text, "group": groups[text]} for text in texts]
    if kind == "dragwords":
        choices = [one | ({"many": True} if draw(st.booleans()) else {}) for one in choices]
    places = tuple({"key": str(n), "right": [keys[text]], "group": groups[text]} for n, text in enumerate(texts[:2], 1))
    return {"type": kind, "options": places, "settings": {"choices": choices},
            "text": f"{draw(plain)} [[1]] dan **[[2]]**."}  # fmt: skip


def _picture():
    return {"name": NAME, "alt": "", "width": 120, "height": 80}


@st.composite
def dragpicture(draw):
    texts = draw(unique(plain, least=3))
    keys = building.choice_keys(texts)
    choices = [{"key": keys[text], "text": text, "group": "1"} for text in texts]
    wide = max(100, *(9 * len(text) + 12 for text in texts))  # what Moodle makes of words
    places = tuple(
        {"key": str(n), "shape": "rect", "coords": [n * 10, 5, n * 10 + wide, 35], "right": [keys[text]], "group": "1"}
        for n, text in enumerate(texts[:2], 1)
    )
    return {"type": "dragpicture", "options": places, "settings": {"picture": _picture(), "choices": choices}}


@st.composite
def hotspot(draw):
    texts = draw(unique(plain, least=2))
    keys = building.choice_keys(texts)
    shapes = st.sampled_from([("rect", [5, 5, 30, 20]), ("circle", [50, 40, 9]), ("poly", [5, 5, 40, 9, 20, 30])])
    drawn = [draw(shapes) for _one in texts[:2]]
    areas = tuple(
        {"key": str(n), "shape": shape, "coords": coords, "right": [keys[text]]}
        for n, (text, (shape, coords)) in enumerate(zip(texts, drawn, strict=False), 1)
    )
    choices = [{"key": keys[text], "text": text} for text in texts]
    return {"type": "hotspot", "options": areas, "settings": {"picture": _picture(), "choices": choices}}


@st.composite
def essay(draw):
    settings = draw(st.sampled_from([{}, {"least_words": 10, "most_words": 200}, {"lines": 5, "template": "Isi"}]))
    return {"type": "essay", "options": (), "settings": settings}


@st.composite
def file(draw):
    return {"type": "file", "options": (), "settings": draw(st.sampled_from([{}, {"most_files": 3}]))}


KINDS = {
    "single": single(), "multiple": multiple(), "truefalse": truefalse(), "matching": matching(),
    "ordering": ordering(), "shortanswer": shortanswer(), "numerical": numerical(), "cloze": cloze(),
    "gapselect": gaps(), "dragwords": gaps("dragwords"), "dragpicture": dragpicture(), "hotspot": hotspot(),
    "essay": essay(), "file": file(), "description": st.just({"type": "description", "options": ()}),
}  # fmt: skip
EXTRAS = st.sampled_from([
    {}, {"right_feedback": "Benar.", "wrong_feedback": "Belum."}, {"hints": ["Coba lagi.", "**Ingat** babnya."]},
    {"penalty": 0.5}, {"points": 3},
])  # fmt: skip


@st.composite
def found(draw, kind, extras=EXTRAS, texts=markdown):
    facts = dict(draw(KINDS[kind]))
    more = {} if kind in ("description", "cloze", "essay", "file", "ordering", "truefalse") else draw(extras)
    settings = facts.pop("settings", {}) | more
    text = facts.pop("text", None) or draw(texts)
    question = QuestionText(
        key=draw(plain), text=text, feedback=draw(st.one_of(st.just(""), texts)), settings=settings,
        tags=tuple(draw(st.sampled_from([[], ["buku"], ["a b", "id:K-1"]]))), **facts,
    )  # fmt: skip
    return Found(where="", question=question, category=tuple(draw(st.sampled_from([[], ["Bab 1"], ["A", "B/C"]]))),
                 files=FILES)  # fmt: skip
