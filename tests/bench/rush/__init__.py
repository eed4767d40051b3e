"""Many people at one quiz at the same time, from real processes; what was acknowledged is compared with the database.

`bin/bench rush [--people N] [--clients N] [--web N] [--kill N] [--database …] [--lobby]`. Everybody opens
the quiz, then all begin within ten seconds, save each answer by itself, change one, hand in and look at the review. A
request that gets no answer is sent again, as quiz.js does. With `--kill` a web server is killed outright (SIGKILL) that
many times at random points, and started again. With `--lobby` all wait with the questions sealed on their devices, and
begin at the moment at which the quiz opens, each at the own turn.
"""
