"""Positions as people write them."""

import pytest

from lms.core.positions import NotAPosition, Position, km_between

MONAS = Position(-6.1754, 106.8272)


@pytest.mark.parametrize(
    "text", ["-6.1754, 106.8272", " −6.1754,106.8272 ", "-6,1754; 106,8272", "-6.1754 106.8272", "-6,1754 106,8272"]
)
def test_a_position_is_read_as_maps_and_people_write_it(text: str) -> None:
    assert Position.read(text) == MONAS


@pytest.mark.parametrize("text", ["", "Jakarta", "-6,1754, 106,8272", "106.8272, -6.1754", "1, 181", "1", "nan, inf"])
def test_what_is_no_position_is_refused(text: str) -> None:
    with pytest.raises(NotAPosition):
        Position.read(text)


def test_how_far_apart_two_positions_are() -> None:
    surabaya = Position(-7.2575, 112.7521)
    assert round(km_between(MONAS, surabaya)) == 665
    assert km_between(MONAS, MONAS) == 0
    assert km_between(Position(0, 179.5), Position(0, -179.5)) == pytest.approx(111.2, abs=0.1)
    assert km_between(MONAS, MONAS.rounded()) < 1
    assert Position.read(str(MONAS)) == MONAS
