"""Quizzes: the question bank, quizzes made from it, and people's attempts.

A *bank entry* is a question's identity, with its category and tags; what is asked stands in its *versions* (draft,
ready, hidden: a question whose newest version is hidden is drawn no more, quizzes that name it ask it still). A
*category* belongs to a module, to everybody of the bank, or to an office or a region. A *quiz* is what a lesson of
kind "quiz" holds; its *slots* name an entry (the latest or a fixed version) or a draw. *Forms* are parallel sets of
questions (A, B): who had A before gets B after. An *attempt* freezes versions, order and shuffles; a response is a
*step*, appended: the newest saved one counts; a *rival* (another tab did not know the newest) and a *late* one are
kept but do not count. The server's clock decides.

*Other terms* of a quiz are given to a training, a group or a person: the nearest counts, of several groups the most
generous one (`rules/overrides`).

A *printed form* freezes what was asked on paper; what is keyed from its answer sheets is an attempt of method "paper".
One of method "offline" lies on a device, has no deadline, and comes back through `sync`.
"""
