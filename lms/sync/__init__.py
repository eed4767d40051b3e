"""The one offline door: facts that a device kept while it had no line.

A *fact* is (uuid, kind, data), made on a device by a principal. Its *kind* says how it is taken; kinds are registered
in `wiring.py`. What is sent twice is answered as the first time. A fact that is refused (its session is closed, its
device was cut off, its author has no right any more) lies in *quarantine* until a human lets it in or discards it with
a reason.
"""
