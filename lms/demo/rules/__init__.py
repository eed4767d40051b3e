"""How the demonstration is drawn: the same every time, from one seed."""
