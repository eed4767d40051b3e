"""A question of each type, with its right response."""

from dataclasses import replace
from typing import Any

from lms.quizzes.rules.types import Question, key_of

_PICTURE = {"name": "rak.png", "alt": "Denah rak", "width": 200, "height": 100}


def _choices(*texts: str, **facts: Any) -> list[dict[str, Any]]:
    return [{"key": key_of(text, ()), "text": text, **facts} for text in texts]


K = {
    text: key_of(text, ()) for text in ("Jakarta", "Bandung", "Serang", "buku", "rak", "baca", "Baca", "Catat", "Ulas")
}
CHOICE = [{"key": "1", "text": "Ya", "correct": True, "feedback": "RAHASIA ya"},
          {"key": "2", "text": "Tidak", "correct": False, "feedback": "RAHASIA tidak"}]  # fmt: skip
SAMPLES: dict[str, tuple[Question, Any]] = {
    "single": (Question("single", CHOICE, text="Siapa?"), "1"),
    "truefalse": (Question("truefalse", CHOICE, text="Benarkah?"), "1"),
    "multiple": (
        Question("multiple", [*CHOICE, {"key": "3", "text": "Mungkin", "correct": True}], text="Mana saja?"),
        ["1", "3"],
    ),
    "matching": (
        Question("matching", [{"key": "1", "text": "Jawa Barat", "right": [K["Bandung"]]},
                              {"key": "2", "text": "Banten", "right": [K["Serang"]]}],
                 {"choices": _choices("Jakarta", "Bandung", "Serang")}, "Ibu kota?"),
        {"1": K["Bandung"], "2": K["Serang"]},
    ),
    "ordering": (
        Question("ordering", _choices("Baca", "Catat", "Ulas"), text="Urutkan."), [K["Baca"], K["Catat"], K["Ulas"]]
    ),
    "shortanswer": (Question("shortanswer", [{"key": "1", "text": "*inklusi*", "correct": True}]), "Inklusi sosial"),
    "numerical": (
        Question("numerical", [{"key": "1", "text": "37.5", "correct": True, "tolerance": "0.5"}],
                 {"units": [{"text": "kg", "factor": "1"}, {"text": "g", "factor": "0.001"}]}),
        "37.500 g",
    ),
    "cloze": (
        Question("cloze", [{"key": "1", "type": "single", "points": 1, "options": CHOICE},
                           {"key": "2", "type": "numerical", "points": 2,
                            "options": [{"key": "1", "text": "12", "correct": True}]},
                           {"key": "3", "type": "shortanswer",
                            "options": [{"key": "1", "text": "dua", "correct": True}]},
                           ], text="A [[1]] b [[2]] c [[3]]."),
        {"1": "1", "2": "12", "3": "dua"},
    ),
    "gapselect": (
        Question("gapselect", [{"key": "1", "right": [K["buku"]]}, {"key": "2", "right": [K["rak"]]}],
                 {"choices": _choices("buku", "rak", "baca")}, "Ambil [[1]] dari [[2]]."),
        {"1": K["buku"], "2": K["rak"]},
    ),
    "dragwords": (
        Question("dragwords", [{"key": "1", "right": [K["buku"]]}, {"key": "2", "right": [K["rak"]]}],
                 {"choices": _choices("buku", "rak", "baca")}, "Ambil [[1]] dari [[2]]."),
        {"1": K["buku"], "2": K["rak"]},
    ),
    "dragpicture": (
        Question("dragpicture",
                 [{"key": "1", "text": "kiri", "right": [K["buku"]], "shape": "rect", "coords": [0, 0, 50, 50]},
                  {"key": "2", "text": "kanan", "right": [K["rak"]], "shape": "circle", "coords": [150, 50, 20]}],
                 {"picture": _PICTURE, "choices": _choices("buku", "rak", "baca")}, "Letakkan."),
        {"1": K["buku"], "2": K["rak"]},
    ),
    "hotspot": (
        Question("hotspot",
                 [{"key": "1", "shape": "rect", "coords": [0, 0, 50, 50], "right": [K["buku"]]},
                  {"key": "2", "shape": "poly", "coords": [100, 0, 200, 0, 200, 100], "right": [K["rak"]]}],
                 {"picture": _PICTURE, "choices": _choices("buku", "rak", "baca")}, "Tandai."),
        {K["buku"]: "10,10", K["rak"]: "90,20"},
    ),
    "essay": (Question("essay", [], {"least_words": 5, "most_words": 100}, "Ceritakan."), None),
    "file": (Question("file", [], {"most_files": 2, "kinds": ["pdf"]}, "Kirim RTL."), None),
    "description": (Question("description", [], {}, "Bacalah dahulu."), None),
}  # fmt: skip


def fields_of(question: Question, response: Any) -> dict[str, list[str]]:
    """Return what the controls of a question would send for a response, by what follows the question's name."""
    if response is None:
        return {}
    if question.type == "ordering":
        return {f"-{key}": [str(number)] for number, key in enumerate(response, 1)}
    if question.type == "hotspot":
        points = {key: said.split(",") for key, said in response.items()}
        return {f"-{key}-{axis}": [points[key][place]] for key in points for place, axis in enumerate("xy")}
    if isinstance(response, dict):
        return {f"-{key}": value if isinstance(value, list) else [value] for key, value in response.items()}
    return {"": response if isinstance(response, list) else [response]}


def twin(question: Question) -> Question:
    """Return a question that looks the same and has another key."""
    if question.type == "ordering":
        return replace(question, options=list(reversed(question.options)))
    return replace(question, options=[_twin(one, question) for one in question.options])


def _twin(option: dict[str, Any], question: Question) -> dict[str, Any]:
    made = {**option, "feedback": "lain"}
    if "correct" in option:
        made["correct"] = not option["correct"]
    if question.type in ("shortanswer", "numerical"):
        made["text"] = "lain"
    if "right" in option:
        made["right"] = [K["baca"]]
    if question.type == "hotspot":
        made |= {"shape": "circle", "coords": [1, 2, 3]}
    if "options" in option:
        made["options"] = [_twin(one, Question(option["type"])) for one in option["options"]]
    return made
