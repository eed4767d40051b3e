"""Another country, in another language, with regions of its own, does the main job without a change of code.

"Reading Rooms of Freedonia" is set up from the first-run page in English with a tree of three levels from a CSV file;
then every page of it is read: none names the programme or the agency that this service was first written for, none
shows a picture that is not the site's own, and none speaks Indonesian.
"""

import html
import io
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from lms.accounts.models import Person
from lms.certificates.models import Certificate
from lms.core import clock
from lms.core.db import db
from lms.places.models import Office, Region
from lms.quizzes import queries as quizzes
from lms.quizzes.models import Attempt
from lms.trainings.models import Participation, Training, TrainingSession
from lms.worker import run_waiting
from tests.accounts.test_setup import picture

PASSWORD = "three easy words"
TREE = """code;parent_code;name;kind
N;;Northmark;province
N-1;N;Upper Shire;shire
N-1-a;N-1;Millbrook;village
N-1-b;N-1;Ferncliff;village
S;;Southmark;province
S-1;S;Harbour Shire;shire
S-1-a;S-1;Saltmarsh;village
"""
BEGINNING = {
    "full_name": "Ann Lee", "username": "ann", "password": PASSWORD, "site_name": "Reading Rooms of Freedonia",
    "owner": "Freedonia Reading Board", "languages": ["en"], "first_language": "en", "zone": "Europe/Dublin",
    "contact_name": "Bob Hill", "contact_phone": "+353 1 234 5678", "programme": "Reading for All",
    "office": "Freedonia Reading Board", "regions": "csv", "region": "Freedonia", "levels": "Province, Shire, Village",
    "office_region": "N", "series_name": "Reading certificates", "series_pattern": "FRB-{serial:04d}/{year}",
    "signer_name": "Dr. Mary Stone", "signer_title": "Director of the Reading Board",
}  # fmt: skip
PEOPLE = """Full name,Sex,Phone,Office,Region,Capacity
Jane O'Neill,P,+353871234567,Millbrook Reading Room,N-1-a,participant
Tom Black,L,,Saltmarsh Reading Room,S-1-a,participant
Prudence,P,,Millbrook Reading Room,N-1-a,participant
"""
LESSON = '+++\ntitle = "{0}"\nminutes = 10\nobjectives = ["o1"]\n+++\n## {0}\n\nA library begins with listening.\n'
MANIFEST = """slug = "listening"
title = "Listening to readers"
language = "en"
summary = "How a reading room learns what its readers need."
minutes = 60
licence = "CC BY-SA 4.0"
[[objectives]]
key = "o1"
text = "Take down what readers need."
[[sections]]
title = "Begin"
lessons = ["01-listen", "02-write-down"]
"""
QUESTION = """[[questions]]
key = "{form}{n}"
form = "{form}"
objective = "o1"
type = "single"
text = "Question {n} of form {form}: what comes first?"
feedback = "Listening comes first."
[[questions.options]]
text = "Listening"
correct = true
feedback = "Yes."
[[questions.options]]
text = "Talking"
correct = false
feedback = "Not yet."
"""
INDONESIAN = re.compile(
    r"\b(dan|yang|untuk|belum|tidak|pada|dari|dengan|atau|sudah|oleh|akan|ini|itu|anda|semua|tambah|simpan|cari|buka|"
    r"pelatihan|perpustakaan|peserta|sertifikat|kegiatan|wilayah|provinsi|kabupaten|kecamatan|desa|dinas|nama|orang|"
    r"hadir|kehadiran|jabatan|instansi|laporan|materi|modul|nomor|sesi|tanggal|keluar|masuk|bantuan|dinas|lulus)\b",
    re.IGNORECASE,
)
FOREIGN = re.compile(r"TPBIS|Perpusnas|Perpustakaan Nasional|Pelita|garuda|emblem|lambang", re.IGNORECASE)


def module() -> io.BytesIO:
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr("listening/module.toml", MANIFEST)
        archive.writestr("listening/01-listen.md", LESSON.format("Listen"))
        archive.writestr("listening/02-write-down.md", LESSON.format("Write it down"))
        asked = [QUESTION.format(form=form, n=n) for form in "AB" for n in range(1, 4)]
        archive.writestr("listening/questions.toml", "\n".join(asked))
    target.seek(0)
    return target


def done(answer: Any) -> Any:
    """The answer to a form that was taken: it leads on."""
    assert answer.status_code == 302, shown(answer.text)[:2000]
    return answer


def first_choice(page: str, name: str) -> str:
    """The first value that a select of a page offers."""
    found = re.search(rf'<select[^>]*name="{name}".*?<option[^>]*value="([0-9a-f-]+)"', page, re.DOTALL)
    assert found, f"nothing to choose for {name}"
    return found[1]


def only(table: Any) -> Any:
    return db.session.scalars(db.select(table)).one()


@pytest.fixture
def ann(app: Any) -> Any:
    uploads = {"csv": (io.BytesIO(TREE.encode()), "tree.csv"), "logo": (picture(size=(200, 200)), "logo.png")}
    done(app.test_client().post("/setup", data={**BEGINNING, **uploads}, content_type="multipart/form-data"))
    client = app.test_client()
    done(client.post("/sign-in", data={"name": "ann", "password": PASSWORD}))
    return client


def enter_libraries(ann: Any) -> None:
    library = re.search(r'<option value="(\d+)">Library', ann.get("/staff/places/offices/new").text)
    assert library
    for name, code in (("Millbrook Reading Room", "N-1-a"), ("Saltmarsh Reading Room", "S-1-a")):
        done(ann.post("/staff/places/offices/new", data={"name": name, "kind": library[1], "region": code}))


def plan_from_a_template(ann: Any) -> Training:
    """Import the module, plan a training, keep it as a template, and plan another one from that."""
    done(ann.post("/staff/modules/import", data={"file": (module(), "listening.zip"), "folder": (module(), "l.zip")},
                  content_type="multipart/form-data"))  # fmt: skip
    publish(ann)
    page = ann.get("/staff/trainings/new").text
    jp = re.search(r'name="(jp_\d+)"', page)
    assert jp, "the module is not offered"
    first = {name: first_choice(page, name) for name in ("kind_id", "office_id", "region_id")}
    facts = {"title": "Listening", "starts": "2024-05-06", "ends": "2024-05-07", "zone": "Europe/Dublin",
             "city": "Northmark", jp[1]: "4", "is_public": "y", "least_attendance": "80",
             "least_attendance_facilitator": "90"}  # fmt: skip
    address = done(ann.post("/staff/trainings/new", data={**facts, **first})).location
    session = {"title": "Opening", "day": "2024-05-06", "start": "09:00", "end": "12:00", "jp": "4", "counts": "y"}
    done(ann.post(f"{address}/sessions/new", data=session))
    template = done(ann.post(f"{address}/copy", data={"title": "Listening course", "as_template": "y"})).location
    copied = ann.post(f"{template}/copy", data={"title": "Listening course, June", "starts": "2024-06-03"})
    uid = done(copied).location.rsplit("/", 1)[1]
    done(ann.post(f"/staff/trainings/{uid}/state/open", data={"reason": ""}))
    return db.session.scalars(db.select(Training).where(Training.uid == UUID(uid))).one()


def publish(ann: Any) -> None:
    from lms.catalogue.models import Module, Release

    if db.session.scalar(db.select(Release.id).limit(1)) is None:
        done(ann.post(f"/staff/modules/{only(Module).uid}/release", data={"note": "First"}))


def bring_people_in(ann: Any, training: Training) -> None:
    file = (io.BytesIO(PEOPLE.encode()), "people.csv")
    address = done(ann.post(f"/staff/trainings/{training.uid}/import", data={"file": file, "step": "arrived"})).location
    done(ann.post(f"{address}/confirmation"))
    found = db.session.scalars(db.select(Participation).where(Participation.training_id == training.id)).all()
    assert {row.office_shown for row in found} == {"Millbrook Reading Room", "Saltmarsh Reading Room"}
    assert all(row.arrived_at for row in found)


def learn(app: Any, ann: Any, training: Training) -> Any:
    """Jane opens her account with a code, reads the lessons and hands the post-test in."""
    jane = db.session.scalars(db.select(Person).where(Person.full_name == "Jane O'Neill")).one()
    code = re.search(r"/claim/([0-9A-Z-]+)", ann.post(f"/staff/people/{jane.uid}/claims", data={"kind": "slip"}).text)
    assert code
    client = app.test_client()
    words = {"username": "jane", "password": PASSWORD, "again": PASSWORD}
    done(client.post(f"/claim/{code[1]}", data=words))
    part = db.session.scalars(db.select(Participation).where(Participation.person_id == jane.id)).one()
    page = client.get(f"/my/learning/{part.uid}").text
    lessons = dict.fromkeys(re.findall(rf"/my/learning/{part.uid}/lessons/([0-9a-f-]+)", page))
    for lesson in lessons:
        client.post(f"/my/learning/{part.uid}/lessons/{lesson}/reading")
    take_tests(client, part, client.get(f"/my/learning/{part.uid}").text)
    return client


def take_tests(client: Any, part: Participation, page: str) -> None:
    for lesson in dict.fromkeys(re.findall(r"/my/quizzes/([0-9a-f-]+)|/lessons/([0-9a-f-]+)", page)):
        client.post(f"/my/quizzes/{lesson[0] or lesson[1]}/attempts", data={"participation": str(part.uid)})
    attempts = db.session.scalars(db.select(Attempt)).all()
    assert attempts
    for attempt in attempts:
        asked = quizzes.items_of(attempt.id)
        data = {"nonce": str(uuid4()), "submit": "1", **{f"base-{item.uid}": str(item.sequence) for item in asked}}
        done(client.post(f"/my/attempts/{attempt.uid}", data=data))


def close_and_issue(app: Any, ann: Any, training: Training) -> None:
    session = db.session.scalars(db.select(TrainingSession).where(TrainingSession.training_id == training.id)).one()
    done(ann.post(f"/staff/sessions/{session.uid}/presence"))
    done(ann.post(f"/staff/trainings/{training.uid}/state/close", data={"reason": "It is over"}))
    rows = db.session.scalars(db.select(Participation).where(Participation.training_id == training.id)).all()
    ticked = {"uid": [str(row.uid) for row in rows], **{f"name-{row.uid}": "" for row in rows}}
    done(ann.post(f"/staff/trainings/{training.uid}/names", data=ticked))
    page = ann.get(f"/staff/trainings/{training.uid}/certificates/issue").text
    assert "FRB-0001/" in page
    chosen = {name: first_choice(page, name) for name in ("series", "signer", "design")}
    done(ann.post(f"/staff/trainings/{training.uid}/certificates/issue", data={**chosen, "place": "Northmark"}))
    run_waiting(app)
    db.session.expire_all()


def report(ann: Any) -> None:
    page = ann.get("/staff/reports/new").text
    first = {name: first_choice(page, name) for name in ("library", "kind_id")}
    facts = {"uid": str(uuid4()), "title": "Story hour", "women": "7", "men": "5", "under_15": "12"}
    today = clock.today("Europe/Dublin").isoformat()
    done(ann.post("/staff/reports/new", data={**facts, **first, "on_day": today, "funding": "dana_desa"}))


@pytest.fixture
def country(app: Any, ann: Any) -> tuple[Any, Any]:
    """Freedonia after its first training: what Ann and Jane see."""
    enter_libraries(ann)
    training = plan_from_a_template(ann)
    bring_people_in(ann, training)
    jane = learn(app, ann, training)
    close_and_issue(app, ann, training)
    report(ann)
    return ann, jane


def shown(page: str) -> str:
    """The words that a page shows or reads out: its text, and the texts of its attributes."""
    page = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", page, flags=re.S)
    said = re.findall(r'\b(?:placeholder|title|alt|aria-label|content|data-confirm|data-label)="([^"]*)"', page)
    return html.unescape(" ".join([re.sub(r"<[^>]+>", " ", page), *said]))


def crawl(get: Callable[[str], Any], *starts: str, most: int = 400) -> Iterator[tuple[str, Any]]:
    waiting, seen = list(starts), set(starts)
    while waiting and len(seen) <= most:
        address = waiting.pop(0)
        answer = get(address)
        if answer.status_code == 302:
            answer.close()
            continue
        yield address, answer
        if answer.mimetype != "text/html":
            continue
        for link in re.findall(r'href="([^"#]+)', answer.text):
            link = urljoin(address, html.unescape(link))
            shape = re.sub(r"[?&](sort|page|q|state|year|kind|status|region)=[^&]*", "", link)
            if shape not in seen and link.startswith("/") and not link.startswith("/static/"):
                seen.add(shape)
                waiting.append(link)


@pytest.mark.database
def test_another_country_does_the_whole_main_job(app: Any, country: tuple[Any, Any]) -> None:
    ann, _jane = country
    papers = db.session.scalars(db.select(Certificate).order_by(Certificate.serial)).all()
    assert [paper.number.split("/")[0] for paper in papers] == ["FRB-0001", "FRB-0002", "FRB-0003"]
    page = app.test_client().get(f"/verify/{papers[0].code}").text
    assert papers[0].number in page
    assert "Listening course, June" in page
    assert re.search(r"\b12\s+Community participations", shown(ann.get("/staff/figures").text))
    for text in ("Millbrook", "millbrook northmark", "N-1-a"):
        page = ann.get("/staff/places/regions", query_string={"q": text}).text
        assert "Millbrook" in page, text
        assert "Saltmarsh" not in page, text
    assert {row.level for row in db.session.scalars(db.select(Region))} == {1, 2, 3}
    assert len(db.session.scalars(db.select(Office)).all()) == 3


def test_no_page_of_another_country_speaks_of_the_first_one(app: Any, country: tuple[Any, Any]) -> None:
    ann, jane = country
    logo = ann.get("/home").text.split('src="/logo/')[1].split('"')[0]
    wrong, seen = [], 0
    for who, client in (("ann", ann), ("jane", jane), ("visitor", app.test_client())):
        for address, answer in crawl(client.get, "/", "/home", "/help", "/search?q=listening"):
            if answer.mimetype == "application/pdf":
                words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
            elif answer.mimetype == "text/html":
                assert answer.status_code == 200, f"{address}: {answer.status_code}"
                words = shown(answer.text)
                pictures = set(re.findall(r'<img[^>]*src="([^"]*)"', answer.text)) - {f"/logo/{logo}"}
                wrong += [f"{who} {address}: {picture}" for picture in pictures if not picture.startswith("data:")]
                wrong += [] if '<html lang="en">' in answer.text else [f"{who} {address}: is not in English"]
            else:
                answer.close()
                continue
            seen += 1
            wrong += [
                f"{who} {address}: {word}" for word in sorted({*FOREIGN.findall(words), *INDONESIAN.findall(words)})
            ]
            answer.close()
    assert wrong == [], "\n".join(wrong)
    assert seen > 80
