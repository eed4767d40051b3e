"""What other systems say in ways of their own: read as far as it can be, and named where it is not."""

import io
import zipfile

import pytest

from lms.core.errors import Refused
from lms.quizzes import formats
from lms.quizzes.formats import Reading
from lms.quizzes.formats.moodle.formulas import evaluate, written
from lms.quizzes.formats.reading import Unreadable
from lms.quizzes.rules.types import grade

pytestmark = pytest.mark.usefixtures("app")
ITEM = """<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="Butir" adaptive="{a}">
{declarations}<itemBody>{body}</itemBody>{after}</assessmentItem>"""
ONE = '<responseDeclaration identifier="R{n}" cardinality="{c}" baseType="{t}"><correctResponse>{v}</correctResponse>' \
      "</responseDeclaration>"  # fmt: skip
CHOICE = '<choiceInteraction responseIdentifier="R1" maxChoices="1"><prompt>Mengapa?</prompt>' \
         '<simpleChoice identifier="A">ya</simpleChoice><simpleChoice identifier="B">tidak</simpleChoice>' \
         "</choiceInteraction>"  # fmt: skip
FIELD = '<p>Rajanya <textEntryInteraction responseIdentifier="R2"/>.</p>'
GAPS = '<gapMatchInteraction responseIdentifier="R3"><gapText identifier="F" matchMax="1">keluarga</gapText>' \
       '<gapText identifier="C" matchMax="1">istana</gapText><gapText identifier="H" matchMax="1">kuda</gapText>' \
       '<p>Ia membunuh <gap identifier="G1"/> dan membakar <gap identifier="G2"/>.</p>' \
       "</gapMatchInteraction>"  # fmt: skip


def one(number: int, kind: str, *values: str, cardinality: str = "single") -> str:
    said = "".join(f"<value>{value}</value>" for value in values)
    return ONE.format(n=number, c=cardinality, t=kind, v=said)


def item(body: str, *declarations: str, after: str = "", adaptive: str = "false") -> bytes:
    return ITEM.format(declarations="".join(declarations), body=body, after=after, a=adaptive).encode()


def reasons(reading: Reading) -> str:
    return " | ".join(one.reason for one in reading.skipped)


R1 = one(1, "identifier", "A")


def test_several_interactions_are_the_parts_of_one_text() -> None:
    right = one(3, "directedPair", "F G1", "C G2", cardinality="multiple")
    found = formats.read(item(f"<p>Baca.</p>{CHOICE}{FIELD}{GAPS}", R1, one(2, "string", "jahat"), right))
    question = found.questions[0].question
    assert (question.type, [part["type"] for part in question.options]) == (
        "cloze", ["single", "shortanswer", "single", "single"]
    )  # fmt: skip
    assert question.text == "Baca.\n\nMengapa?\n\n[[1]]\n\nRajanya [[2]].\n\nIa membunuh [[3]] dan membakar [[4]]."
    answer = {"1": "1", "2": "jahat", "3": "1", "4": "2"}
    assert grade(question, answer).fraction == 1.0
    assert grade(question, answer | {"4": "3"}).fraction == 0.75
    assert "bagian satu teks" in reasons(found)


def test_what_older_or_other_systems_call_otherwise_is_read_or_named_in_one_line() -> None:
    with pytest.raises(Refused, match=r"QTI 1\.2"):
        formats.read(b'<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"/>')
    empty = formats.read(item("", R1))
    assert (empty.questions, "tidak menanyakan apa-apa" in reasons(empty)) == ((), True)
    embedded = formats.read(b"Ibu kota Banten {1:SHORTANSWER:=Serang#Ya}, pulau {2:MC:=Jawa~Bali}.")
    assert (embedded.format, [part["points"] for part in embedded.questions[0].question.options]) == (
        "moodle-cloze", [1, 2]
    )  # fmt: skip
    rows = "".join(f'<answer fraction="{n}"><text>{n}</text></answer>' for n in (100, 0, 100, 0))
    shared = formats.read(
        f'<question type="oumultiresponse"><questiontext><text>?</text></questiontext>{rows}</question>'.encode()
    )
    assert [grade(shared.questions[0].question, said).fraction for said in (["1", "3"], ["1"], ["1", "2"])] == [
        1,
        0.5,
        0,
    ]


def test_an_order_that_asks_only_some_of_its_things_is_told() -> None:
    things = "".join(f'<answer fraction="{n}"><text>Hal {n}</text></answer>' for n in (1, 2, 3))
    file = '<quiz><question type="ordering"><name><text>n</text></name><questiontext><text>Urutkan.</text>' \
           "</questiontext><selecttype>{}</selecttype><selectcount>2</selectcount>{}</question></quiz>"  # fmt: skip
    told = [reasons(formats.read(file.format(how, things).encode())) for how in ("ALL", "RANDOM")]
    assert (told[0], "semuanya ditanyakan" in told[1]) == ("", True)
    gift = [reasons(formats.read(f"Urutkan.{{> {head}\nSatu\nDua\nTiga\n}}".encode(), kind="gift"))
            for head in ("3 ALL", "3 RANDOM", "2 RANDOM", "ALL")]  # fmt: skip
    assert ["semuanya ditanyakan" in one for one in gift] == [False, False, True, False]


def test_interactions_that_no_text_can_hold_are_named() -> None:
    body = f'{CHOICE}<orderInteraction responseIdentifier="R2"><simpleChoice identifier="A">x</simpleChoice>' \
           "</orderInteraction>"  # fmt: skip
    found = formats.read(item(body, R1, one(2, "identifier", "A", cardinality="ordered")))
    assert (found.read, found.by_type) == (1, {})
    assert "orderInteraction" in reasons(found)
    steps = formats.read(item(f"{CHOICE}{FIELD}", R1, one(2, "string", "x"), adaptive="true"))
    assert "selangkah demi selangkah" in reasons(steps)


def test_counts_of_more_digits_than_any_has_are_passed_over() -> None:
    for kind, count, kept in (("extendedText", "expectedLines", "lines"), ("upload", "maxUploads", "most_files")):
        for said, settings in (("7", {kept: 7}), ("9" * 5000, {})):
            body = f'<{kind}Interaction responseIdentifier="R1" {count}="{said}"/>'
            assert formats.read(item(body, one(1, "string"))).questions[0].question.settings == settings
    embedded = formats.read(f"Ibu kota {{{'9' * 5000}:SA:=Serang}}.".encode())
    assert (embedded.questions, "jawaban dalam teks" in reasons(embedded)) == ((), True)


def test_an_embedded_answer_that_never_ends_hides_no_other_and_is_told() -> None:
    found = formats.read(b"Ibu kota {1:SA:=Serang, pulau {1:SA:=Jawa}.")
    assert (found.questions, "jawaban dalam teks" in reasons(found)) == ((), True)


def test_formulas_and_readings_keep_their_meaning_and_hints_stay_hints() -> None:
    body = "<p><math><mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup><mo>+</mo><mfrac><mrow><mi>a</mi>" \
           "<mo>+</mo><mn>1</mn></mrow><msqrt><mi>b</mi></msqrt></mfrac><annotation>E</annotation></math> " \
           "<ruby>真<rt>まこと</rt></ruby></p><endAttemptInteraction responseIdentifier='H' title='?'/>" \
           "<feedbackBlock identifier='HINT' outcomeIdentifier='F' showHide='show'>Ingat.</feedbackBlock>"  # fmt: skip
    found = formats.read(item(body + CHOICE, R1, adaptive="true")).questions[0].question
    assert found.text.startswith("E = mc² + (a + 1)/(√(b)) 真(まこと)")
    assert (found.settings["hints"], found.feedback) == (["Ingat."], "")


def test_a_field_without_a_right_answer_is_marked_by_a_person() -> None:
    found = formats.read(item(FIELD, '<responseDeclaration identifier="R2" cardinality="single" baseType="string"/>'))
    assert (found.by_type, "penilai" in reasons(found)) == ({"essay": 1}, True)


def test_what_stands_beside_a_question_and_is_left_out_is_named() -> None:
    beside = "<companionMaterialsInfo/><catalogInfo/>"
    body = f'<rubricBlock view="tutor"><p>Bantu.</p></rubricBlock><object data="a.html" type="text/html"/>' \
           f'<audio><source src="a.mp3"/></audio>{CHOICE}'  # fmt: skip
    said = reasons(formats.read(item(body, R1, after=beside)))
    for word in ("kalkulator", "isyarat", "pengajar", "a.html", "a.mp3"):
        assert word in said, word


def test_the_text_that_items_share_comes_with_each_of_them() -> None:
    shared = '<assessmentStimulus xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="S"><stimulusBody>' \
             "<p>Malam itu.</p></stimulusBody></assessmentStimulus>"  # fmt: skip
    named = '<assessmentStimulusRef identifier="S" href="../teks/malam.xml"/>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("butir/satu.xml", item(CHOICE, R1, named))
        package.writestr("teks/malam.xml", shared)
    found = formats.read(target.getvalue())
    assert (found.questions[0].question.text, found.skipped) == ("Malam itu.\n\nMengapa?", ())
    assert "malam.xml" in reasons(formats.read(item(CHOICE, R1, named)))


SETS = "<dataset_definitions>{}</dataset_definitions>"
SET = "<dataset_definition><name><text>{name}</text></name><dataset_items>{rows}</dataset_items></dataset_definition>"
ROW = "<dataset_item><number>{n}</number><value>{v}</value></dataset_item>"


def sets(**values: list[str]) -> str:
    made = [SET.format(name=name, rows="".join(ROW.format(n=n, v=v) for n, v in enumerate(rows, 1)))
            for name, rows in values.items()]  # fmt: skip
    return SETS.format("".join(made))


def quiz(kind: str, text: str, *answers: str, after: str = "") -> Reading:
    inner = "".join(f'<answer fraction="{share}"><text>{said}</text><tolerance>0.01</tolerance><tolerancetype>1'
                    f"</tolerancetype><correctanswerlength>1</correctanswerlength></answer>"
                    for share, said in zip((100, 0), answers, strict=False))  # fmt: skip
    body = f'<question type="{kind}"><name><text>H</text></name><questiontext><text>{text}</text></questiontext>'
    about = (
        '<question type="category"><category><text>top/Bab</text></category><info><text>Isi.</text></info></question>'
    )
    return formats.read(f"<quiz>{about}{body}{inner}{after}</question></quiz>".encode())


def test_a_calculated_question_takes_the_first_of_its_sets_of_values() -> None:
    found = quiz("calculated", "Berapa {a} + 2 {b} ({={a}*{b}})?", "{a} + {b} * pow(2, 1)",
                 after=sets(a=["3.40", "9"], b=["2", "5"]))  # fmt: skip
    question = found.questions[0].question
    assert question.text == "Berapa 3.4 + 2 2 (6.8)?"
    assert [(one["text"], one["tolerance"]) for one in question.options] == [("7.4", "0.074")]
    assert "pertama dari 2" in reasons(found)
    assert "keterangan kategori" in reasons(found)
    multi = quiz("calculatedmulti", "{a} x {b}?", "{={a}*{b}} cm", "{={a}+{b}} cm", after=sets(a=["3"], b=["2"]))
    assert [one["text"] for one in multi.questions[0].question.options] == ["6.0 cm", "5.0 cm"]


@pytest.mark.parametrize("formula", [
    "__import__('os')", "{x}", "1/0", "pow(9, 9999)", "9**9**9", "(" * 400, "a.b", "1+", "round(1)(2)", "True", "'a'",
    "exp(9999)", "sqrt(-1)", "[1]", "x" * 900,
])  # fmt: skip
def test_a_formula_is_arithmetic_and_nothing_else(formula: str) -> None:
    with pytest.raises(Unreadable):
        evaluate(formula, {})
    assert quiz("calculatedsimple", "?", formula).by_type == {}


def test_formulas_are_worked_out_as_moodle_does() -> None:
    for formula, value in {
        "-(2 + 3) * 4 % 3": -2,
        "2 ** 3": 8,
        "round(pi(), 2)": 3.14,
        "max(1, 2, abs(-5))": 5,
    }.items():
        assert evaluate(formula, {}) == pytest.approx(value)
    assert [written(2 / 3, length=2), written(1234.5, length=2, is_significant=True), written(1e-7)] == [
        "0.67", "1200", "0.0000001"
    ]  # fmt: skip


def test_what_lies_elsewhere_stays_a_link() -> None:
    html = (
        '&lt;img src="https://x.example/a.png" alt="peta"&gt; &lt;iframe src="https://y.example/v"&gt;&lt;/iframe&gt;'
    )
    found = quiz("essay", html)
    assert found.questions[0].question.text == "[peta](https://x.example/a.png) [y.example/v](https://y.example/v)"
