"""The demonstration: the public figures of one programme's year 2019 as rows, with synthetic people in real regions."""
