"""Draws HTML as PDF: fetches nothing but what the paper itself gives, and tells how many pages are laid out."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from lms.web import fonts

Picture = Callable[[str], tuple[bytes, str] | None]
"""Gives the bytes and the media type of an address such as `code:7QX…`; None where the paper has no such picture."""


_SMALL: dict[str, Any] = {"optimize_images": True, "jpeg_quality": 70, "dpi": 110}


def pdf_of(
    html: str, *, picture: Picture = lambda _address: None, has_photos: bool = False,
    told: Callable[[int], None] | None = None,
) -> bytes:  # fmt: skip
    """Return HTML as PDF, its photos made small; `told` hears how many pages are laid out."""
    from weasyprint import HTML

    source = HTML(string=html, url_fetcher=_fetcher(picture))
    options = _SMALL if has_photos else {}
    if told is None:
        return bytes(source.write_pdf(**options))
    with _Listener(told):
        return bytes(source.write_pdf(**options))


def _fetcher(picture: Picture) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnPictures(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            face = fonts.content(url)
            if face is not None:
                return URLFetcherResponse(url, face, {"Content-Type": "font/ttf"})
            found = picture(url)
            if found is None:
                raise ValueError(f"a paper may not ask for {url}")
            return URLFetcherResponse(url, found[0], {"Content-Type": found[1]})

    return OwnPictures()


class _Listener(logging.Handler):
    """Hears in WeasyPrint's own log how far this thread's paper has come; it may begin anew to count its pages."""

    def __init__(self, told: Callable[[int], None]) -> None:
        super().__init__(logging.INFO)
        self._told, self._thread, self._most = told, threading.get_ident(), 0
        self._log = logging.getLogger("weasyprint.progress")

    def __enter__(self) -> None:
        self._log.setLevel(logging.INFO)
        self._log.propagate = False
        self._log.addHandler(self)

    def __exit__(self, *_: object) -> None:
        self._log.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Tell the number of a page that is laid out for the first time."""
        if record.thread != self._thread or "Page %d" not in record.msg or not record.args:
            return
        page = int(record.getMessage().rsplit(" ", 1)[1])
        if page > self._most:
            self._most = page
            self._told(page)
