"""Designs as they lie in certificates/designs/<name>/: design.toml, theme.css, drawings, and a page where it differs.

What all have in common lies in certificates/designs/base/; a design's own file of that name stands in its place, and an
own page may extend the common one block by block.
"""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from lms.web.fonts import LISTS

ROOT = Path(__file__).parent.parent.parent.parent / "certificates" / "designs"
TEXTURES = ROOT.parent / "textures"
BASE = ROOT / "base"
FILES = ("design.toml", "theme.css")
COMMON = ("page.html", "transcript.html", "transcript.css")
FIELDS = ("name", "paper", "pages", "name_width_mm", "settings")
NEEDED = (
    "data-stack", 'data-line="name"', "lines.name", "fitted.size", 'data-line="number"', "words.sentence", "qr",
    'data-line="code"', "lines.code", "data.modules", 'id="subjects"', "words.signature",
)  # fmt: skip
NEEDED_OF_HOURS = ("words.hours.rows", "data.jp", "qr", "lines.code", "words.signature")
COLOUR = re.compile(r"^#[0-9a-fA-F]{6}$")
DRAWING = re.compile(r"""design:([\w.-]+)""")
TEXTURE = "texture.svg"


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

    def named(self, name: str) -> str:
        """Return under which name a page is found: the design's own one, else the common one."""
        return name if name in self.files else f"base/{name}"

    def on_paper(self, settings: dict[str, Any]) -> "DesignFiles":
        """Return the design on the texture that its settings choose, so that a version keeps it."""
        chosen = settings.get("texture") or self.facts["settings"].get("texture") or ""
        path = TEXTURES / f"{chosen}.svg"
        if chosen not in textures():
            return self
        return replace(self, files=self.files | {TEXTURE: path.read_text()})

    def digest(self, settings: dict[str, Any], *pictures: str) -> str:
        """Return the SHA-256 of the files, the settings and the pictures (by their hashes)."""
        kept = [f"{name}\0{content}" for name, content in sorted(self.files.items())]
        return sha256("\0".join([*kept, repr(sorted(settings.items())), *pictures]).encode()).hexdigest()


def folders() -> list[str]:
    """Return the names of the designs that lie there."""
    return sorted(path.name for path in ROOT.iterdir() if (path / "design.toml").exists())


def textures() -> list[str]:
    """Return the names of the paper textures that lie there."""
    return sorted(path.stem for path in TEXTURES.glob("*.svg"))


@lru_cache(maxsize=16)
def load(folder: str) -> DesignFiles:
    """Read a design and check it; WrongDesign names the file or field that is missing or wrong."""
    if folder not in folders():
        raise WrongDesign(f"{folder}: there is no such design")
    missing = [name for name in FILES if not (ROOT / folder / name).exists()]
    if missing:
        raise WrongDesign(f"{folder}: {missing[0]} is missing")
    own = sorted(path for kind in ("*.svg", "*.html", "transcript.css") for path in (ROOT / folder).glob(kind))
    common = {f"base/{name}": (BASE / name).read_text() for name in COMMON}
    files = {name: (ROOT / folder / name).read_text() for name in FILES} | {path.name: path.read_text() for path in own}
    design = DesignFiles(folder, files | common)
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
    if facts.get("name_face", "sans") not in LISTS:
        raise WrongDesign(f"{design.folder}/design.toml: name_face must be one of {', '.join(LISTS)}")
    if facts["settings"].get("texture") and facts["settings"]["texture"] not in textures():
        raise WrongDesign(f"{design.folder}/design.toml: settings.texture must be one of {', '.join(textures())}")
    for name, wanted in (("page.html", NEEDED), ("transcript.html", NEEDED_OF_HOURS)):
        page = _whole(design, name)
        for needed in wanted:
            if needed not in page:
                raise WrongDesign(f"{design.folder}/{name}: {needed} is missing")
    for drawing in DRAWING.findall(design.files["theme.css"]):
        if drawing not in design.files:
            raise WrongDesign(f"{design.folder}/{drawing} is missing")


def _whole(design: DesignFiles, name: str) -> str:
    """Return a page's source, with the common one where it extends that."""
    own = design.files[design.named(name)]
    return own + design.files[f"base/{name}"] if f'extends "base/{name}"' in own else own
