"""Drawing certificates as PDF: designs from their folders, names measured, QR codes, one renderer for a batch.

A file is PDF/A-3u with tags, language and the mark of PDF/UA-1. WeasyPrint is imported when something is drawn.
"""

from lms.certificates.pdf.folders import DesignFiles, WrongDesign, folders, load
from lms.certificates.pdf.renderer import Paper, Renderer, page_count

__all__ = ["DesignFiles", "Paper", "Renderer", "WrongDesign", "folders", "load", "page_count"]
