"""Places: programmes, regions with their history, offices and libraries.

A *region tree* is one country's (or adopter's) division; a *region* has a code that is unique in its tree and a *reach
code* (tree key, colon, today's code) by which people's reach is searched: a fact keeps the region of its date, reach
follows the region to its successor. An *office* is any organisation with people: a national library, a provincial or
regency office, a village library. A *partnership* is an office's part in a programme, with its year of joining.
"""
