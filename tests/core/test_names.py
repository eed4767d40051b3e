"""The words of a search."""

import pytest

from lms.core.names import searched


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0812-3456-7890 Siti", ["081234567890", "siti"]), ("+62 812 3456 7890", ["6281234567890"]),
        ("(0812) 3456 789", ["08123456789"]), ("19660801 198803 1 001", ["196608011988031001"]),
        ("Desa 12 tahun 2019", ["desa", "12", "tahun", "2019"]), ("28-10-2019", ["28", "10", "2019"]), ("", []),
    ],
)  # fmt: skip
def test_a_long_number_in_groups_is_one_word(text: str, words: list[str]) -> None:
    assert searched(text) == words
