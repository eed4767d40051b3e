"""Accounts: people, sign-ins, roles and reach, claims, consents, teams.

A *person* is one human with one principal; an imported person has no password until a *claim* (a single-use code on
paper, a coordinator's link) opens the account. A *sign-in* is one device. A *grant* gives a role within a reach between
two dates. An *appointment* says at which office a person works from when. A *team* (Tim Sinergi) is a group of people.
"""
