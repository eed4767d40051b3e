"""An installation that signs what it issues, and how another reader sees a signature."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask

from lms.certificates import signing
from lms.certificates.models import Certificate
from lms.core import files, sealed
from lms.core.db import db
from tests.certificates import factories as certs
from tests.certificates.factories import keeper, make_eligible, make_training
from tests.certificates.keys import (
    NIK,
    PASSPHRASE,
)

SECRET = signing.Secret(passphrase=PASSPHRASE, nik=NIK)


def signing_with(app: Flask, **changes: Any) -> Iterator[Flask]:
    """Let an installation sign by other settings, with a worker in this process."""
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, **changes)
    sealed.begin()
    yield app
    app.extensions.pop("worker_key", None)
    app.config["SETTINGS"] = before


def pdfsig(made: bytes, tmp_path: Path) -> str:
    """Return what poppler says of the signatures of a file."""
    path = tmp_path / "signed.pdf"
    path.write_bytes(made)
    return subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True).stdout


def issue() -> Any:
    by, training = keeper(), make_training()
    for name in ("Ani", "Budi", "Citra"):
        make_eligible(training, name)
    return certs.issue(training, by, now=datetime.now(UTC), secret=SECRET)


def numbered() -> list[Certificate]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Certificate).order_by(Certificate.serial)))


def file_of(certificate: Certificate) -> bytes:
    return files.read(db.session.get(files.StoredFile, certificate.file_id))
