"""Designs as they lie in certificates/designs/<name>/: design.toml, page.html, theme.css."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent.parent / "certificates" / "designs"
FILES = ("design.toml", "page.html", "theme.css")
FIELDS = ("name", "paper", "pages", "name_width_mm", "settings")
COLOUR = re.compile(r"^#[0-9a-fA-F]{6}$")


class WrongDesign(ValueError):
    """A design that cannot be used: which file or field is wrong."""


@dataclass(frozen=True)
class DesignFiles:
    """The text files of a design."""

    folder: str
    files: dict[str, str]

    @property
    def facts(self) -> dict[str, Any]:
        """What design.toml says."""
        return tomllib.loads(self.files["design.toml"])

    def digest(self, settings: dict[str, Any], logo_sha: str = "") -> str:
        """Return the SHA-256 of the files, the settings and the logo."""
        kept = [f"{name}\0{self.files[name]}" for name in FILES]
        return sha256("\0".join([*kept, repr(sorted(settings.items())), logo_sha]).encode()).hexdigest()


def folders() -> list[str]:
    """Return the names of the designs that lie there."""
    return sorted(path.name for path in ROOT.iterdir() if (path / "design.toml").exists())


@lru_cache(maxsize=16)
def load(folder: str) -> DesignFiles:
    """Read a design and check it; WrongDesign names the file or field that is missing or wrong."""
    if folder not in folders():
        raise WrongDesign(f"{folder}: there is no such design")
    missing = [name for name in FILES if not (ROOT / folder / name).exists()]
    if missing:
        raise WrongDesign(f"{folder}: {missing[0]} is missing")
    design = DesignFiles(folder, {name: (ROOT / folder / name).read_text() for name in FILES})
    _check(design)
    return design


def _check(design: DesignFiles) -> None:
    try:
        facts = design.facts
    except tomllib.TOMLDecodeError as error:
        raise WrongDesign(f"{design.folder}/design.toml: {error}") from error
    for field in FIELDS:
        if field not in facts:
            raise WrongDesign(f"{design.folder}/design.toml: {field} is missing")
    for field in ("accent", "ink"):
        if not COLOUR.match(str(facts["settings"].get(field, ""))):
            raise WrongDesign(f"{design.folder}/design.toml: settings.{field} is no colour such as #7a5c1e")
    for needed in ("data.name", "fitted", "data.number", "qr", "data.modules", 'id="subjects"'):
        body = design.files["page.html"].replace("fitted.lines", "fitted data.name")
        if needed not in body:
            raise WrongDesign(f"{design.folder}/page.html: {needed} is missing")
