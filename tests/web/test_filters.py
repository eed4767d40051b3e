"""How filters write what a page shows."""

import pytest

from lms.web.filters import phone


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("+6281234567890", "0812-3456-7890"), ("+62 812 345 6789", "0812-3456-789"),
        ("+60123456789", "+60 12-345 6789"),
        ("+lots of words", "+lots of words"), ("(021) 123", "(021) 123"), ("", ""), (None, ""),
    ],
)  # fmt: skip
def test_a_phone_number_is_written_as_it_is_dialled(kept: str | None, shown: str) -> None:
    assert phone(kept) == shown
