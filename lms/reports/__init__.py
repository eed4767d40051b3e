"""Reports of a training as papers: the event report, and the bundle that accounts for it.

The *event report* (laporan kegiatan) tells what a training was, who came, and what people said. The *bundle* (bundel
pertanggungjawaban) is a ZIP of the report, the attendance, the signed pages, the letters and the certificates, with
the SHA-256 of each, so that whoever keeps it can prove that nothing was changed.
"""
