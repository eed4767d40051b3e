"""Enrolment: how people come into a training: a spreadsheet with a dry run, or open registration.

An *import draft* keeps the rows of an uploaded file as they were read. A *check* compares them with who is known and
says of each row what will happen: a new person, a known one, one who is in already, or what is wrong with which cell.
Nothing is written before somebody confirms; then it is one transaction.
"""
