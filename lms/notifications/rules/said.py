"""What a message is made from, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Words:
    """A message as it is read: a line, and what it says."""

    subject: str
    text: str
