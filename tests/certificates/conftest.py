"""What the tests of signatures share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.certificates.keys import make_key_file
from tests.certificates.signed import signing_with


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return make_key_file(tmp_path / "key.p12")


@pytest.fixture
def signed_here(app: Flask, key_file: Path) -> Iterator[Flask]:
    """An installation that signs with a key file, and a worker in this process."""
    yield from signing_with(app, signing="local", signing_file=key_file)
