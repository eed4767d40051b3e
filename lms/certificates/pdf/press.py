"""The fast way: a design is laid out once, and each paper is that form with its own lines, QR code and credential.

Everything is WeasyPrint's: boxes, shaping, operators, fonts. A paper that does not fit the form (a typeface of another
height, a page that must be set smaller) is Unprintable here and laid out by itself; the tests hold both ways equal.
"""

from collections.abc import Mapping
from typing import Any

from lms.certificates.pdf import blanks, lines
from lms.certificates.pdf.blanks import Blank, Unprintable
from lms.certificates.pdf.cast import Cast, Sheet
from lms.certificates.pdf.typeset import Typesetter, sized
from lms.web import qr

SAMPLE = {
    "name": "A", "nip": "1" * 18, "position": "A", "office": "A", "number": "1", "code": "0" * 13,
    "code_grouped": "0000-0000-0000-0",
}  # fmt: skip


class Press:
    """Prints papers that differ in nothing but the lines of `lines.OWN`."""

    def __init__(self, renderer: Any, data: Mapping[str, Any], *, carries_credential: bool) -> None:
        sample = {**data, **SAMPLE, "verify_url": data["verify_url"]}
        self.carries, self.renderer = carries_credential, renderer
        self.words = renderer.words(sample)
        self.document = renderer.document(sample, step=0)
        if not renderer.fits(self.document):
            raise Unprintable("the page must be set smaller")
        self.form = blanks.read(self.document)
        self.typesetter = Typesetter(self.document)
        self.modules = qr.operators(data["verify_url"])[0]
        self.sample = sample

    def set(self, data: Mapping[str, Any]) -> Sheet:
        """Shape a paper's lines; Unprintable when it does not fit."""
        modules, path = qr.operators(data["verify_url"])
        if modules != self.modules:
            raise Unprintable("the QR code has another size")
        fitted = self.renderer.fitted(data["name"])
        texts = lines.of_paper(data, self.words, fitted)
        top, stack = self.form.stack_top, []
        for blank in self.form.stack:
            if texts[blank.key]:
                style = sized(blank.style, fitted.size) if blank.key == "name" else blank.style
                drawn, top = self._stacked(blank, texts[blank.key], style, top)
                stack.append((blank, drawn))
        down = top - self.form.stack_top - self.form.stack_height
        if down > self.form.slack:
            raise Unprintable("the page must be set smaller")
        other = {blank.at: self._single(blank, texts[blank.key]) for blank in self.form.blanks}
        return Sheet(data, path, stack, other, down)

    def cast(self) -> Cast:
        """Return the form with the fonts of all sheets that were set, ready to be filled."""
        about = lines.about(self.sample, self.words)
        return Cast(self.renderer.write(self.document), self.form, about, carries_credential=self.carries,
                    signature_field=self.words["signature_field"])  # fmt: skip

    def file(self, cast: Cast, sheet: Sheet, credential: bytes | None) -> bytes:
        """Return a paper's file."""
        return cast.file(sheet, lines.about(sheet.data, self.words), credential)

    def _single(self, blank: Blank, text: str) -> bytes:
        found = self.typesetter.lines(text, blank)
        if len(found) != blank.of:
            raise Unprintable(f"{blank.key} needs {len(found)} lines where the form has {blank.of}")
        line = found[blank.line]
        return self.typesetter.draw(line, blank.x(line.width), blank.top + blank.baseline)

    def _stacked(self, blank: Blank, text: str, style: Any, top: float) -> tuple[list[bytes], float]:
        from weasyprint.text.line_break import strut

        height, baseline = strut(style)
        drawn, top = [], top + blank.before
        for line in self.typesetter.lines(text, blank, style):
            drawn.append(self.typesetter.draw(line, blank.x(line.width), top + baseline))
            top += height
        return drawn, top + blank.after
