"""Drawing certificates as PDF: designs from their folders, names measured, QR codes, one printer for a batch.

A file is PDF/A-3a and PDF/UA-1: tagged, with its language, its fonts and, where it has one, its credential as an
associated file. `renderer` lays out one paper and is the reference; `press` lays out a form and fills it many times;
`printer` chooses. WeasyPrint is imported when something is drawn.
"""

from lms.certificates.pdf.folders import DesignFiles, WrongDesign, folders, load, textures
from lms.certificates.pdf.pictures import Picture, pictures_of, print_picture
from lms.certificates.pdf.printer import Printer
from lms.certificates.pdf.renderer import Paper, Renderer, page_count

__all__ = [
    "DesignFiles",
    "Paper",
    "Picture",
    "Printer",
    "Renderer",
    "WrongDesign",
    "folders",
    "load",
    "page_count",
    "pictures_of",
    "print_picture",
    "textures",
]
