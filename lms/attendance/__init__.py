"""Attendance: who was there, session by session.

A *mark* is an appended fact: somebody says with a method what a person's status was, having seen certain earlier marks
(`after`). The *status* of a person in a session is derived from all its marks by rank and by that graph, never by the
order in which they arrived; `AttendanceState` keeps it for sums and lists and can be rebuilt at any time. H hadir
(present), T terlambat (late), I izin (excused), S sakit (sick), A tanpa keterangan (absent).
"""
