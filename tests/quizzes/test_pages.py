"""What a page tells besides the question: not the order of writing, and how long an essay may be."""

from typing import Any

import pytest

from lms.core import clock
from lms.core.errors import Refused
from lms.quizzes import actions, queries, rules
from lms.quizzes.rules.types import Question
from tests import factories
from tests.quizzes.factories import Scene, ask, make_scene
from tests.quizzes.test_actions import start

OPTIONS = tuple({"key": str(n), "text": text, "correct": n == 1} for n, text in enumerate(("Lampu", "Rak", "Rak"), 1))


@pytest.fixture
def scene(app: object) -> Scene:
    factories.make_site()
    return make_scene()


@pytest.mark.parametrize("kind", ["single", "multiple", "truefalse"])
def test_what_a_page_calls_an_option_does_not_tell_where_it_was_written(kind: str) -> None:
    turned = tuple({**one, "key": str(4 - int(one["key"]))} for one in OPTIONS)
    shown, other = (_shown(Question(kind, options)) for options in (OPTIONS, turned))
    assert shown["Lampu"] == other["Lampu"]
    assert len(set(shown.values()) | {"1", "2", "3"}) == 5


@pytest.mark.parametrize("key", ["1", "2", "3"])
def test_a_page_s_name_of_an_option_is_read_as_its_key_and_so_is_the_key(key: str) -> None:
    question = Question("single", OPTIONS)
    chosen = _control(question, key).chosen[0]
    assert chosen not in ("1", "2", "3")
    assert rules.given(question, lambda _suffix: [chosen]) == key == rules.given(question, lambda _suffix: [key])


def test_the_choices_in_a_text_are_called_otherwise_too() -> None:
    part = {"key": "1", "type": "single", "options": list(OPTIONS)}
    face = rules.face(_Drawn("cloze", [part], "[[1]]"), ["1.1", "1.2"], {"1": "2"})
    control = face.body[1]
    assert not {value for value, *_rest in control.options} & {"1", "2"}  # type: ignore[union-attr]
    question = Question("cloze", (part,))
    assert rules.given(question, lambda _suffix: list(control.chosen)) == {"1": "2"}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("words", "problem"), [(4, "paling sedikit 5"), (101, "paling banyak 100"), (5, ""), (100, "")]
)
def test_an_essay_of_the_wrong_length_is_not_handed_in(scene: Scene, client: Any, words: int, problem: str) -> None:
    ask(scene, "essay")
    attempt = start(scene)
    client.sign_in(scene.person)
    item = queries.items_of(attempt.id)[0]
    data = {f"a-{item.uid}": "kata " * words, f"base-{item.uid}": 0, "submit": "1"}
    page = client.post(f"/my/attempts/{attempt.uid}", data=data, follow_redirects=True)
    assert (problem in page.text) if problem else page.request.path.endswith("/review")
    if problem:
        assert "kata kata</textarea>" in page.text
        with pytest.raises(Refused):
            actions.submit(attempt.uid, by=scene.by, now=clock.now())
        actions.submit(attempt.uid, by=scene.by, now=clock.now(), checks_length=False)


class _Drawn(Question):
    """A question whose text is its own drawing."""

    def __init__(self, kind: str, options: Any, text: str) -> None:
        super().__init__(kind, options, {}, text)
        object.__setattr__(self, "html", text)


def _shown(question: Question) -> dict[str, str]:
    return {html: value for value, html, _words in _control(question, "1").options}


def _control(question: Question, key: str) -> Any:
    drawn = _Drawn(question.type, question.options, "")
    return rules.face(drawn, ["1", "2", "3"], [key] if question.type == "multiple" else key).controls[0]
