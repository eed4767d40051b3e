"""The badge that carries a baked credential: a seal around the QR code of its verification page."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from markupsafe import escape

from lms.web import qr

SIDE = 600
ACCENT, PAPER, INK = "#7a5c1e", "#fffdf7", "#1d2430"


def svg(data: Mapping[str, Any]) -> str:
    """Return the badge as vectors; the texts are words for who cannot see it."""
    label = escape(f"{data['number']} · {data['name']} · {data['training']}")
    code = str(qr.svg(data["verify_url"], label=str(data["verify_url"])))
    placed = code.replace("<svg ", '<svg x="165" y="150" width="270" height="270" ', 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" width="{SIDE}" role="img">'
        f"<title>{label}</title>"
        f'<circle cx="300" cy="300" r="296" fill="{ACCENT}"/><circle cx="300" cy="300" r="276" fill="{PAPER}"/>'
        f'<circle cx="300" cy="300" r="264" fill="none" stroke="{ACCENT}" stroke-width="3"/>{_flame()}{placed}'
        f'<text x="300" y="462" text-anchor="middle" font-family="sans-serif" font-size="26" font-weight="bold" '
        f'fill="{INK}">{escape(data["number"])}</text>'
        f'<text x="300" y="500" text-anchor="middle" font-family="monospace" font-size="20" fill="{INK}">'
        f"{escape(data['code_grouped'])}</text></svg>"
    )


def png(data: Mapping[str, Any]) -> bytes:
    """Return the badge as points, 600 by 600."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((4, 4, 596, 596), fill=ACCENT)
    draw.ellipse((24, 24, 576, 576), fill=PAPER)
    draw.ellipse((36, 36, 564, 564), outline=ACCENT, width=3)
    draw.polygon([(300, 62), (322, 104), (314, 132), (286, 132), (278, 104)], fill=ACCENT)
    _draw_code(draw, data["verify_url"])
    for y, size, text in ((462, 26, data["number"]), (500, 20, data["code_grouped"])):
        draw.text((300, y), text, font=ImageFont.load_default(size), fill=INK, anchor="ms")
    target = BytesIO()
    image.save(target, "PNG", optimize=True)
    return target.getvalue()


def _flame() -> str:
    return f'<path d="M300 62 322 104 314 132H286L278 104Z" fill="{ACCENT}"/>'


def _draw_code(draw: Any, address: str) -> None:
    rows = qr.matrix(address)
    step = 270 // (len(rows) + 4)
    start = 300 - step * len(rows) // 2, 285 - step * len(rows) // 2
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                left, top = start[0] + x * step, start[1] + y * step
                draw.rectangle((left, top, left + step - 1, top + step - 1), fill="#000")
