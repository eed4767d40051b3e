"""After a restore from a backup: no number comes twice, and what was revoked stays revoked."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from lms import settings
from lms.app import create_app
from lms.certificates import actions, queries
from lms.certificates.models import Certificate, CredentialKey, State, StatusList
from lms.core import clock, files, journal
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Role
from lms.operations.cli import examine
from lms.trainings.models import Participation
from tests import factories as make
from tests.certificates import factories as certs
from tests.certificates.factories import NOW, as_principal, keeper, make_eligible, make_training

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Flask]:
    """An application on a database file of its own, which can be copied and put back."""
    chosen = {"LMS_DATA": str(tmp_path), "LMS_SECRET_KEY": "test"}
    made = create_app(settings.load(chosen), TESTING=True, WTF_CSRF_ENABLED=False)
    with made.app_context():
        db.create_all()
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def anywhere(tmp_path: Path, database_url: str, _app: Flask) -> Iterator[Flask]:
    """An application on a database of its own, which the commands of the product copy and put back."""
    url = f"sqlite:///{tmp_path / 'pelita.sqlite'}"
    if not database_url.startswith("sqlite"):
        url, name = database_url + "_copied", database_url.rsplit("/", 1)[1] + "_copied"
        with _app.app_context(), db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(db.text(f'DROP DATABASE IF EXISTS "{name}"'))
            connection.execute(db.text(f'CREATE DATABASE "{name}"'))
    chosen = {"LMS_DATA": str(tmp_path), "LMS_DATABASE_URL": url, "LMS_SECRET_KEY": "test"}
    made = create_app(settings.load(chosen), TESTING=True, WTF_CSRF_ENABLED=False)
    with made.app_context():
        db.create_all()
        yield made
        db.session.remove()
        db.engine.dispose()


def run_command(app: Flask, name: str, *arguments: str) -> None:
    """Run what bin/backup and bin/restore run."""
    chosen = app.config["SETTINGS"]
    environment = {**os.environ, "LMS_DATA": str(chosen.data), "LMS_DATABASE_URL": chosen.database_url}
    subprocess.run([sys.executable, str(ROOT / "bin" / "lib" / f"{name}.py"), *arguments], env=environment, check=True)


def back_up(app: Flask) -> Path:
    data = app.config["SETTINGS"].data
    with closing(sqlite3.connect(data / "pelita.sqlite")) as old, closing(sqlite3.connect(data / "copy")) as new:
        old.backup(new)
    return Path(data / "copy")


def restore(app: Flask, copy: Path) -> None:
    db.session.remove()
    db.engine.dispose()
    data = app.config["SETTINGS"].data
    for ending in ("", "-wal", "-shm"):
        (data / f"pelita.sqlite{ending}").unlink(missing_ok=True)
    shutil.copy(copy, data / "pelita.sqlite")
    db.session.expire_all()


def all_rows() -> list[Certificate]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Certificate).order_by(Certificate.serial)))


def read_file(row: Certificate) -> bytes:
    assert row.file is not None
    return files.read(row.file)


class Register:
    """Plain uids of a register with one series, which outlive the rows."""

    def __init__(self, trainings: int, people: int) -> None:
        admin = make.make_staff(Role.ADMINISTRATOR, name="Admin")
        self.who = as_principal(admin)
        first = make_training()
        made = [first] + [make_training(office=first.office, programme=first.programme) for _ in range(trainings - 1)]
        for training in made:
            for index in range(people):
                make_eligible(training, f"Peserta {index:02d}")
        self.trainings = [training.uid for training in made]
        self.chosen = {"series_uid": certs.make_series(first, admin).uid, "by": self.who, "now": NOW,
                       "signer_uid": certs.make_signer(first, admin).uid,
                       "design_uid": certs.make_design(first, admin).uid}  # fmt: skip

    def issue(self, index: int) -> None:
        actions.issue_all(self.trainings[index], **self.chosen)


@pytest.mark.database
def test_issue_50_revoke_3_restore_issue_50_repeats_no_number_and_the_3_stay_revoked(anywhere: Flask) -> None:
    own = anywhere
    register = Register(2, 50)
    run_command(own, "backup")
    (copy,) = (own.config["SETTINGS"].data / "backups").iterdir()

    register.issue(0)
    certs.render_waiting(own)
    given = [(row.number, row.code, row.uid, row.sha256) for row in all_rows()]
    told = [(row.name, row.data["jp"], row.data["training"], row.data["starts"]) for row in all_rows()]
    paper = read_file(all_rows()[3])
    assert len(given) == 50
    revoked = [given[0], given[7], given[49]]
    for _number, _code, uid, _sha in revoked:
        actions.revoke(uid, reason="Terbit keliru", by=register.who, now=clock.now())
    db.session.remove()
    db.engine.dispose()
    run_command(own, "restore", str(copy))
    assert all_rows() == []

    client = own.test_client()
    for _number, code, _uid, _sha in revoked:
        assert "DICABUT" in client.get(f"/verify/{code}").get_data(as_text=True)
    assert len(client.get("/.well-known/did.json").json["verificationMethod"]) == 1
    for address in (f"/verify/{given[3][1]}", f"/verify/file/{given[3][3]}"):
        assert "SEDANG DILENGKAPI" in client.get(address, follow_redirects=True).get_data(as_text=True)
    handed_in = client.post("/verify", data={"file": (BytesIO(paper), "paper.pdf")})
    assert (handed_in.status_code, "SEDANG DILENGKAPI" in handed_in.text, "TIDAK ASLI" in handed_in.text) == (
        200,
        True,
        False,
    )
    assert client.get("/verify/0000000000000").status_code == 404
    part = db.session.scalars(db.select(Participation).where(Participation.name_shown == told[3][0])).first()
    with transaction():
        db.session.get_one(Participation, part.id).name_shown = "Nama Lain"
    with pytest.raises(Refused):
        register.issue(1)
    with pytest.raises(Missing):
        actions.reconcile(by=replace(register.who, grants=()))
    assert actions.reconcile(by=register.who) == 104  # and the key that signed them
    assert not queries.is_behind()
    assert actions.reconcile(by=register.who) == 0

    register.issue(1)
    certs.render_waiting(own)
    rows = all_rows()
    assert [row.serial for row in rows] == list(range(1, 101))
    assert len({row.number for row in rows}) == 100
    assert {row.number for row in rows} >= {number for number, *_rest in given}
    again = [(row.name, row.data["jp"], row.data["training"], row.data["starts"]) for row in rows[:50]]
    assert again == told  # as the papers say, not as somebody is called now
    kept = {row.uid: row.sha256 for row in rows}
    assert [kept[uid] for _n, _c, uid, _s in given] == [sha for *_rest, sha in given]
    for _number, code, _uid, _sha in revoked:
        assert "DICABUT" in client.get(f"/verify/{code}").get_data(as_text=True)
    assert "SAH" in client.get(f"/verify/{given[3][1]}").get_data(as_text=True)
    assert client.get(f"/verify/{given[3][1]}/certificate.pdf").status_code == 200
    (first_list, *_more) = db.session.scalars(db.select(StatusList).order_by(StatusList.id)).all()
    ended = {row.status_index for row in rows if row.number in {number for number, *_rest in revoked}}
    assert set(queries.ended_indexes(first_list.id)) == ended
    assert len({row.status_index for row in rows}) == 100
    for row in (rows[3], rows[99]):
        assert queries.examine(read_file(row)).is_genuine
        assert queries.examine(client.get(f"/verify/{row.code}/credential.json").data).is_genuine


def test_a_restore_forgets_no_key_and_trusts_none_that_was_given_up(own: Flask) -> None:
    register = Register(3, 1)
    register.issue(0)
    certs.render_waiting(own)
    copy, client = back_up(own), own.test_client()
    old = actions.signing(now=clock.now()).key_id
    fresh = actions.rotate_key(by=register.who, now=clock.now()).public
    register.issue(1)
    certs.render_waiting(own)
    given_up = db.session.get_one(CredentialKey, old).public
    actions.revoke_key(db.session.get_one(CredentialKey, old).uid, reason="Laptop hilang", by=register.who,
                       now=clock.now())  # fmt: skip
    codes = [row.code for row in all_rows()]
    first, second = (client.get(f"/verify/{code}/credential.json").data for code in codes)
    told = client.get("/.well-known/did.json").json
    restore(own, copy)
    assert queries.is_behind()
    (told_of,) = [found for found in examine() if found.name == "register"]
    assert not told_of.is_good
    assert "(numbers: 1, keys: 2): run flask certificates reconcile" in told_of.words

    def problems(document: bytes) -> list[str]:
        return [one.problem.value for one in queries.examine(document).findings]

    assert problems(first) == ["key_revoked"]  # before anybody has done anything
    assert {key.public: key.revoked_at is None for key in queries.published_keys()} == {given_up: False, fresh: True}
    assert given_up != db.session.get_one(CredentialKey, actions.signing(now=clock.now()).key_id).public
    actions.reconcile(by=register.who)
    assert (problems(first), problems(second)) == (["key_revoked"], [])
    (told_of,) = [found for found in examine() if found.name == "register"]
    assert (told_of.is_good, "1 keys came back from it as public halves" in told_of.words) == (True, True)
    assert queries.find_current_key(now=clock.now()) is not None
    kept = {key.public: key for key in queries.signing_keys()}
    assert (kept[given_up].revoke_reason, kept[fresh].sealed) == ("Laptop hilang", b"")
    assert db.session.get_one(CredentialKey, actions.signing(now=clock.now()).key_id).public not in {given_up, fresh}
    now_told = {row["id"]: row for row in client.get("/.well-known/did.json").json["verificationMethod"]}
    assert {row["id"] for row in told["verificationMethod"]} < set(now_told)
    register.issue(2)
    certs.render_waiting(own)
    assert not queries.is_behind()
    book = own.config["SETTINGS"].journal.with_name("register-journal-keys.jsonl")
    assert book.stat().st_mode & 0o777 == 0o600
    assert "sealed" not in book.read_text()


def test_a_key_that_ended_since_the_backup_signs_nothing_more_before_it_is_reconciled(own: Flask) -> None:
    register = Register(1, 1)
    register.issue(0)
    certs.render_waiting(own)
    copy, now = back_up(own), clock.now()
    old = db.session.get_one(CredentialKey, actions.signing(now=now).key_id).public
    fresh = actions.rotate_key(by=register.who, now=now).public
    restore(own, copy)
    signs = db.session.get_one(CredentialKey, actions.signing(now=clock.now()).key_id).public
    assert signs not in {old, fresh}
    actions.reconcile(by=register.who)
    assert db.session.get_one(CredentialKey, actions.signing(now=clock.now()).key_id).public == signs
    assert own.config["SETTINGS"].journal.with_name("register-journal-keys.jsonl").read_text().count(signs) == 1


def test_what_was_revoked_since_the_backup_is_revoked_again(own: Flask) -> None:
    register = Register(1, 2)
    register.issue(0)
    certs.render_waiting(own)
    copy = back_up(own)
    uid, code = all_rows()[0].uid, all_rows()[0].code
    actions.revoke(uid, reason="Terbit keliru", by=register.who, now=clock.now())
    restore(own, copy)
    assert [row.revoked_at for row in all_rows()] == [None, None]
    (listed,) = db.session.scalars(db.select(StatusList)).all()
    assert queries.ended_indexes(listed.id) == [all_rows()[0].status_index]
    assert "DICABUT" in own.test_client().get(f"/verify/{code}").get_data(as_text=True)
    actions.reconcile(by=register.who)
    first = all_rows()[0]
    assert (first.revoke_reason, first.is_standing) == ("Terbit keliru", False)


def test_a_certificate_of_before_is_not_given_again_to_the_same_person(own: Flask) -> None:
    register = Register(1, 1)
    copy = back_up(own)
    register.issue(0)
    restore(own, copy)
    actions.reconcile(by=register.who)
    (row,) = all_rows()
    assert (row.state, row.is_standing, row.name) == (State.NUMBERED, True, "Peserta 00")
    with pytest.raises(Refused):
        register.issue(0)


def test_the_journal_is_private_to_its_owner_and_names_nobody(own: Flask) -> None:
    by, training = keeper(), make_training()
    make_eligible(training, "Siti Aminah", nip="196608011988031001")
    certs.issue(training, by)
    path = own.config["SETTINGS"].journal
    assert path.stat().st_mode & 0o777 == 0o600
    assert "Siti" not in path.read_text()
    assert "196608011988031001" not in path.read_text()
    assert [line["kind"] for line in journal.read()] == ["numbered"]


def test_a_line_that_was_cut_off_is_left_out(own: Flask) -> None:
    by, training = keeper(), make_training()
    make_eligible(training)
    certs.issue(training, by)
    with own.config["SETTINGS"].journal.open("a") as file:
        file.write('{"event": "cut')
    assert len(journal.read()) == 1
    assert not queries.is_behind()


def test_a_database_made_anew_is_not_held_up_by_the_journal_of_the_old_one(own: Flask) -> None:
    by, training = keeper(), make_training()
    make_eligible(training)
    certs.issue(training, by)
    db.drop_all()
    db.create_all()
    fresh, again = make_training(), keeper()
    make_eligible(fresh)
    certs.issue(fresh, again)
    assert [row.serial for row in all_rows()] == [1]


def test_the_page_of_series_tells_it_and_an_administrator_reconciles_there(own: Flask) -> None:
    register = Register(1, 2)
    admin = make.make_staff(Role.ADMINISTRATOR, name="Admin Dua")
    sign_in = make.make_sign_in(person=admin).uid.hex
    copy = back_up(own)
    register.issue(0)
    restore(own, copy)
    client = own.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = sign_in, True
    page = client.get("/staff/certificate-series").get_data(as_text=True)
    assert "dipulihkan dari cadangan" in page
    assert "bagian rahasianya hilang" in client.get("/staff/certificate-keys").get_data(as_text=True)
    assert client.post("/staff/certificate-series/reconciliation").status_code == 302
    assert "bagian rahasianya hilang" not in client.get("/staff/certificate-keys").get_data(as_text=True)
    assert "dipulihkan dari cadangan" not in client.get("/staff/certificate-series").get_data(as_text=True)


def test_the_command_names_what_was_changed_and_ends_with_1(own: Flask, tmp_path: Path) -> None:
    register = Register(1, 1)
    register.issue(0)
    certs.render_waiting(own)
    (row,) = all_rows()
    signed = queries.find_credential(row.id)
    assert signed is not None
    whole, broken = tmp_path / "a.json", tmp_path / "b.json"
    whole.write_text(signed.document)
    broken.write_text(signed.document.replace("Peserta 00", "Orang Lain"))
    run = own.test_cli_runner()
    good = run.invoke(args=["certificates", "verify", str(whole), "--json"])
    assert good.stdout, good.output
    answer = json.loads(good.stdout)
    assert (good.exit_code, answer["genuine"], answer["status"], answer["number"]) == (0, True, "valid", row.number)
    bad = run.invoke(args=["certificates", "verify", str(broken), "--json"])
    assert bad.exit_code == 1
    assert "Nama diubah" in " ".join(json.loads(bad.stdout)["problems"])
    said = run.invoke(args=["certificates", "verify", str(broken)]).stdout
    assert "genuine: False" in said
