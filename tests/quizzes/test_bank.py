"""The bank kept in order: who sees a category, copies, several questions changed together, where a question is used."""

import html
import io
import re
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal, Role
from lms.quizzes import actions, queries
from lms.quizzes.models import BankCategory, BankEntry, QuestionState, Quiz, Slot
from lms.quizzes.queries.attempts import drawable
from lms.quizzes.rules.bulk import Wanted
from lms.quizzes.rules.question_file import QuestionText
from tests import factories
from tests.quizzes.factories import PNG, make_scene

OPTIONS = ({"key": "1", "text": "Ya", "correct": True, "feedback": ""},
           {"key": "2", "text": "Tidak", "correct": False, "feedback": ""})  # fmt: skip


def _other() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), (9, 9, 9)).save(out, "PNG")
    return out.getvalue()


OTHER = _other()


@pytest.fixture
def author(app: Any) -> Principal:
    return factories.principal_of(factories.make_staff(Role.ADMINISTRATOR))


def drawer(author: Principal, name: str = "Layanan", **facts: Any) -> BankCategory:
    return actions.make_category(name=name, by=author, now=clock.now(), **facts)


def question(author: Principal, category: BankCategory, text: str = "Apa itu katalog?", **facts: Any) -> BankEntry:
    state = facts.pop("state", QuestionState.READY)
    said = QuestionText(**{"type": "single", "text": text, "options": OPTIONS, **facts})
    return actions.make_question(category.uid, said, state=state, by=author, now=clock.now())


def tags(entry: BankEntry) -> list[str]:
    return queries.tags_of([entry.id]).get(entry.id, [])


@pytest.mark.database
def test_a_category_of_a_region_is_seen_from_above_and_below_it_and_nowhere_else(author: Principal) -> None:
    province = factories.make_region("18")
    regency = factories.make_region("18.05", parent=province)
    other = factories.make_region("32", parent=None, tree=province.tree)
    own = drawer(author, "Lampung", region_id=province.id)
    kept = drawer(author, "Kantor", office_id=factories.make_office(region=regency).id)

    def seen(region: Any) -> set[str]:
        who = factories.principal_of(factories.make_staff(Role.COORDINATOR, region=region))
        return {one.name for one in queries.categories_within(who)} & {own.name, kept.name}

    assert (seen(None), seen(province)) == ({"Lampung", "Kantor"}, {"Lampung", "Kantor"})
    assert (seen(regency), seen(other)) == ({"Lampung", "Kantor"}, set())


def test_what_lies_outside_the_reach_is_neither_found_nor_changed(author: Principal) -> None:
    province = factories.make_region("18")
    entry = question(author, drawer(author, "Lampung", region_id=province.id))
    stranger = factories.principal_of(
        factories.make_staff(Role.PROGRAMME_MANAGER, region=factories.make_region("32", tree=province.tree))
    )
    with pytest.raises(Missing):
        actions.copy_question(entry.uid, by=stranger, now=clock.now())
    moved = actions.change_together([entry.uid], Wanted(add=("curi",)), by=stranger, now=clock.now())
    assert (moved, tags(entry), db.session.execute(queries.entry_rows(stranger)).all()) == (0, [], [])
    with pytest.raises(Refused, match="sendiri"):
        actions.make_category(name="Jauh", region_id=province.id, by=stranger, now=clock.now())


def test_a_copy_is_a_draft_of_its_own_with_tags_and_pictures(author: Principal) -> None:
    category = drawer(author)
    with transaction():
        actions.keep_picture(category, "rak.png", PNG)
    entry = question(author, category, "![rak](media/rak.png) Apa ini?", tags=("a", "b"))
    copied = actions.copy_question(entry.uid, by=author, now=clock.now())
    last = queries.latest_versions([entry.id, copied.id])

    assert (last[copied.id].text, last[copied.id].html) == (last[entry.id].text, last[entry.id].html)
    assert (last[copied.id].state, last[copied.id].number, tags(copied)) == (QuestionState.DRAFT, 1, ["a", "b"])
    assert copied.key != entry.key


def test_a_copied_category_holds_the_same_questions_and_owns_its_pictures(author: Principal) -> None:
    category = drawer(author)
    with transaction():
        actions.keep_picture(category, "rak.png", PNG)
    question(author, category, "![rak](media/rak.png) Apa ini?", tags=("a",))
    question(author, category, "Lama?", state=QuestionState.HIDDEN)
    archived = question(author, category, "Disimpan?")
    actions.archive_question(archived.uid, by=author, now=clock.now())
    made = actions.copy_category(category.uid, by=author, now=clock.now())
    entries = queries.current_entries(made.id)
    latest = queries.latest_versions([one.id for one in entries])

    assert [latest[one.id].text for one in entries] == ["![rak](media/rak.png) Apa ini?", "Lama?"]
    assert [latest[one.id].state for one in entries] == [QuestionState.READY, QuestionState.HIDDEN]
    assert queries.picture_addresses(made)["rak.png"] in latest[entries[0].id].html


@pytest.mark.database
def test_several_questions_change_together_and_those_of_a_module_stay(author: Principal) -> None:
    scene = make_scene()
    category, target = drawer(author), drawer(author, "Arsip")
    one, two = question(author, category, tags=("lama",)), question(author, category, "Dua?")
    question(author, target, "Sudah di sana?")
    of_module = db.session.scalars(select(BankEntry).join(BankEntry.category).where(
        BankCategory.module_id == scene.module.id)).first()  # fmt: skip
    wanted = Wanted(category_id=target.id, add=("baru",), remove=("lama",), state=QuestionState.HIDDEN, archives=True)
    chosen = [one.uid, two.uid, of_module.uid]
    preview = queries.bulk_preview(author, chosen, wanted)
    count = actions.change_together(chosen, wanted, by=author, now=clock.now())
    latest = queries.latest_versions([one.id, two.id])
    one, two = factories.reload(one), factories.reload(two)

    assert [bool(row.refusal) for row in preview] == [False, False, True]
    assert (count, one.category_id, tags(one), one.archived_at is not None) == (2, target.id, ["baru"], True)
    assert {latest[one.id].state, latest[two.id].state} == {QuestionState.HIDDEN}
    assert len({row.key for row in queries.current_entries(target.id)} | {one.key, two.key}) == 3
    assert of_module.category_id != target.id
    assert actions.change_together(chosen[:2], wanted, by=author, now=clock.now()) == 0


@pytest.mark.database
def test_a_change_that_would_leave_a_draw_short_is_refused_whole(author: Principal) -> None:
    scene, category = make_scene(), drawer(author)
    one, two = question(author, category, tags=("a",)), question(author, category, "Dua?", tags=("a",))
    question(author, category, "Bacalah.", type="description", options=(), tags=("a",))
    actions.add_draw(scene.lesson_uid(), form="A", category_uid=category.uid, tags=["a"], draws=2, by=author)
    for wanted in (Wanted(remove=("a",)), Wanted(archives=True), Wanted(state=QuestionState.HIDDEN)):
        with pytest.raises(Refused, match="Layanan"):
            actions.change_together([one.uid], wanted, by=author, now=clock.now())
    assert len(drawable(category.id, ["a"])) == 2
    assert list(queries.count_drawable(db.session.scalars(select(Slot)).all()).values()) == [2]
    assert [lesson.slug for lesson in queries.where_drawn(two, ["a", "b"])] == ["pre-test"]
    assert queries.where_drawn(two, ["b"]) == ()


def test_words_of_a_search_may_stand_anywhere(author: Principal) -> None:
    category = drawer(author)
    entry = question(author, category, "Rak buku anak di perpustakaan desa?")
    question(author, category, "Rak majalah?")

    def found(text: str) -> list[str]:
        return [row.BankEntry.key for row in db.session.execute(queries.entry_rows(author, text=text))]

    assert (found("desa rak"), found(entry.key), found("desa majalah")) == ([entry.key], [entry.key], [])


def test_an_author_copies_moves_and_gives_a_reach_on_screen(client: Any) -> None:
    scene = make_scene()
    staff = factories.make_staff(Role.ADMINISTRATOR)
    author, page = factories.principal_of(staff), client.sign_in(staff)
    region = factories.make_region("18", name="Lampung")
    address = "/staff/questions/categories"
    missing = page.post(address, data={"name": "Layanan", "reach": "region", "region": "", "office": ""})
    page.post(address, data={"name": "Layanan", "reach": "region", "region": str(region.id), "office": ""})
    category = db.session.scalars(select(BankCategory).where(BankCategory.name == "Layanan")).one()
    entry = question(author, category)
    page.post(f"{address}/{category.uid}", data={"name": "Layanan kita", "reach": "all", "region": "", "office": ""})
    shelf = page.post(f"{address}/{category.uid}/copies")
    copied = page.post(f"/staff/questions/{entry.uid}/copies")
    module = db.session.scalars(select(BankEntry).where(BankEntry.category_id != category.id)).first()
    chosen = {"chosen": [str(entry.uid), str(module.uid)], "back": "/staff/questions?q=apa"}
    fields = {**chosen, "category": "", "add": "penting", "remove": "", "state": "draft", "archive": ""}
    asked = page.post("/staff/questions/changes", data=chosen)
    shown = page.post("/staff/questions/changes", data={**fields, "look": "1"})
    changed = page.post("/staff/questions/changes", data={**fields, "change": "1"})
    preview = page.get(f"/staff/questions/{entry.uid}/preview?version=1")

    assert (missing.status_code, category.region_id, category.name) == (422, None, "Layanan kita")
    assert page.get(shelf.headers["Location"]).status_code == 200
    assert page.get(copied.headers["Location"]).status_code == 200
    assert len(re.findall(r'name="chosen"', asked.text)) == 2
    assert "<strong>penting" in shown.text
    assert tags(module)[-1] == "penting"
    assert (changed.headers["Location"], tags(entry)) == ("/staff/questions?q=apa", ["penting"])
    assert "version=2" in preview.text
    with transaction():
        db.session.get_one(BankCategory, category.id).parent_id = drawer(author, "Induk").id
    assert '<span class="quiet">Induk</span>' in page.get(address).text
    assert scene.module.title in page.get(address).text


@pytest.mark.database
def test_a_question_that_was_asked_shows_its_picture_after_it_moved(client: Any) -> None:
    scene = make_scene()
    author = factories.principal_of(factories.make_staff(Role.ADMINISTRATOR))
    category, target = drawer(author), drawer(author, "Baru")
    with transaction():
        row = actions.keep_picture(category, "rak.png", PNG)
    entry = question(author, category, "![rak](media/rak.png) Apa ini?")
    with transaction():
        quiz = db.session.scalars(select(Quiz).where(Quiz.lesson_id == scene.lessons["pre-test"].id)).one()
        db.session.add_all(Slot(quiz_id=quiz.id, form=form, position=90, entry_id=entry.id) for form in "AB")
    learner = client.sign_in(scene.person)
    before = learner.get(f"/files/questions/{row.uid}").status_code
    learner.post(f"/my/quizzes/{scene.lesson_uid()}/attempts", data={"participation": str(scene.participation.uid)})
    actions.change_together([entry.uid], Wanted(category_id=target.id), by=author, now=clock.now())

    assert (before, learner.get(f"/files/questions/{row.uid}").status_code) == (404, 200)


def test_pictures_are_sent_with_a_question_for_its_text_and_its_answers(client: Any) -> None:
    staff = factories.make_staff(Role.ADMINISTRATOR)
    category, page = drawer(factories.principal_of(staff)), client.sign_in(staff)

    def sent() -> dict[str, Any]:
        return {
            "type": "single", "category": str(category.uid), "state": "ready", "text": "Apa ini?",
            "options-0-text": "![rak](media/Rak.PNG)", "options-0-correct": "y", "options-1-text": "Meja",
            "pictures": [(io.BytesIO(PNG), "Rak.PNG"), (io.BytesIO(OTHER), "denah.png")],
        }  # fmt: skip

    wordless = page.post("/staff/questions/new", data=sent(), content_type="multipart/form-data")
    made = page.post("/staff/questions/new", data=sent() | {"shown": "Denah [ruang]"},
                     content_type="multipart/form-data")  # fmt: skip
    last = queries.latest_versions([db.session.scalars(select(BankEntry)).one().id]).popitem()[1]

    assert (wordless.status_code, made.status_code) == (422, 302)
    assert last.text == "Apa ini?\n\n![Denah (ruang)](media/denah.png)"
    assert last.options[0]["text"] == "![rak](media/rak.png)"
    assert "<img" in last.html
    assert "<img" in last.options[0]["html"]
    assert "media/denah.png" in page.get(made.headers["Location"].replace("/preview", "")).text
    placed = page.get(f"/staff/questions/new?type=hotspot&category={category.uid}").text
    assert f'"address": "/files/questions/{queries.pictures_of(category.id)[0].uid}"' in html.unescape(placed)


def test_what_a_good_essay_says_is_written_for_those_who_mark(client: Any) -> None:
    staff = factories.make_staff(Role.ADMINISTRATOR)
    category, page = drawer(factories.principal_of(staff)), client.sign_in(staff)
    said = {"type": "essay", "category": str(category.uid), "state": "ready", "text": "Ceritakan."}
    page.post("/staff/questions/new", data=said | {"notes": "Menyebut warga."})
    entry = db.session.scalars(select(BankEntry)).one()
    assert queries.latest_versions([entry.id])[entry.id].settings["notes"] == "Menyebut warga."
    assert "Menyebut warga." in page.get(f"/staff/questions/{entry.uid}").text
