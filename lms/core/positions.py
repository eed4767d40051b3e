"""Positions on the earth: read as people write them, kept as text, and how far two lie apart."""

import math
import re
from dataclasses import dataclass
from typing import Final, Self

EARTH_KM: Final = 6371.0  # mean radius
_DOTS = re.compile(r"(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)")
_COMMAS = re.compile(r"(-?\d{1,2}(?:,\d+)?)\s*[; ]\s*(-?\d{1,3}(?:,\d+)?)")


class NotAPosition(ValueError):
    """A text that is no latitude and longitude."""


@dataclass(frozen=True)
class Position:
    """Degrees north and east."""

    latitude: float
    longitude: float

    @classmethod
    def read(cls, text: str) -> Self:
        """Read "-6.17540, 106.82720" or "-6,17540; 106,82720"; NotAPosition where it is none."""
        plain = text.strip().replace("−", "-")
        found = _DOTS.fullmatch(plain) or _COMMAS.fullmatch(plain)
        if found is None:
            raise NotAPosition(text)
        latitude, longitude = (float(part.replace(",", ".")) for part in found.groups())
        if abs(latitude) > 90 or abs(longitude) > 180:
            raise NotAPosition(text)
        return cls(latitude, longitude)

    def __str__(self) -> str:
        return f"{self.latitude:.5f}, {self.longitude:.5f}"

    def rounded(self) -> "Position":
        """Return about where this is: two decimals are a kilometre."""
        return Position(round(self.latitude, 2), round(self.longitude, 2))


def km_between(one: Position, other: Position) -> float:
    """Return the kilometres between two positions over the ground (haversine)."""
    north, also = math.radians(one.latitude), math.radians(other.latitude)
    up, along = also - north, math.radians(other.longitude - one.longitude)
    share = math.sin(up / 2) ** 2 + math.cos(north) * math.cos(also) * math.sin(along / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(share))
