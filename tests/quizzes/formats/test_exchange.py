"""Importing and exporting questions on screen."""

import io

from lms.core.principals import Role
from lms.quizzes import formats
from tests import factories
from tests.quizzes.formats.test_importing import BOMB, GIFT, entries


def signed_in(client, role=Role.ADMINISTRATOR):
    person = factories.make_staff(role)
    client.sign_in(person)
    return person


def send(client, text, **fields):
    data = {"file": (io.BytesIO(text.encode()), "soal.txt"), "kind": "", "category": ""} | fields
    return client.post("/staff/questions/import", data=data, content_type="multipart/form-data")


def test_a_file_is_checked_first_and_then_imported(client):
    signed_in(client)
    assert client.get("/staff/questions/import").status_code == 200
    page = send(client, GIFT, is_check="y").text
    assert "kurung kurawal" in page
    assert entries() == {}
    assert send(client, GIFT, category="Umum").status_code == 200
    assert set(entries().values()) == {"Umum"}


def test_a_hostile_file_is_refused_beside_its_field(client):
    signed_in(client)
    answer = send(client, BOMB)
    assert answer.status_code == 422
    assert "entitas" in answer.text


def test_an_export_tells_what_it_does_not_carry_and_gives_the_file(client):
    signed_in(client)
    send(client, GIFT, category="Umum")
    from lms.core.db import db
    from lms.quizzes.models import BankCategory

    uid = db.session.query(BankCategory).one().uid
    page = client.get(f"/staff/questions/export?category={uid}&format=aiken").text
    assert "tidak punya soal berjenis ini" in page
    file = client.get(f"/staff/questions/export?category={uid}&format=gift&download=1")
    assert formats.read(file.data).by_type == {"numerical": 1, "single": 1}
    template = client.get("/staff/questions/import/template.xlsx")
    assert formats.read(template.data).read == 13
