"""What every feature stands on: tables, transactions, events, jobs, time, trail, files. Knows no feature."""
