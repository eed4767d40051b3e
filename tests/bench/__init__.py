"""What the service costs: speed against a bare page on the same server, queries, bytes, memory.

`bin/bench [--json] [AREA …]`. Each file in `areas/` measures one part and yields rows; `bin/test` runs none of it.
"""
