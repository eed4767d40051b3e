"""Certificates: numbered papers with frozen data that anybody can verify.

A *series* owns a pattern and a counter per year (in the programme's zone); a *signer* is who signs, for a term; a
*design* has versions. All three belong to an office. Issuing has two phases: one transaction takes a contiguous block
of numbers and freezes what will be printed (*numbered*); a job renders and stores each file, and a second transaction
writes its hash (*issued*). A retry keeps the number. A certificate is never deleted: it is revoked, replaced by one
with a new number, or its number is void, each with a reason. At most one per participation and kind *stands*.
A name is *confirmed* before issue: on screen, on a printed list, or deemed so some days after a notice.
"""
