from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.rules import normal_phone, read_nip
from lms.attendance.models import Status
from lms.core.ids import read_crockford
from lms.demo.rules.chance import badge, chance, spread, uid
from lms.demo.rules.delegations import delegations
from lms.demo.rules.people import Crowd
from lms.demo.rules.presence import leaves_early, statuses
from lms.demo.rules.words import words


@given(st.integers(200, 200_000), st.lists(st.floats(0.1, 50), min_size=1, max_size=40))
def test_shares_add_up_and_none_is_below_the_least(total: int, weights: list[float]) -> None:
    shares = spread(total, weights, least=3)
    assert (sum(shares), min(shares) >= 3) == (total, True)


def test_chance_of_the_same_words_comes_out_the_same() -> None:
    assert [chance("a", 1).random(), uid("a", 1)] == [chance("a", 1).random(), uid("a", 1)]
    assert chance("a", 1).random() != chance("a", 2).random()


def test_a_badge_has_a_check_character_that_fits() -> None:
    codes = {badge(uid("x", number)) for number in range(500)}
    assert len(codes) == 500
    assert all(read_crockford(code) == code for code in codes)


def test_phones_and_numbers_of_civil_servants_read_well_and_are_given_once() -> None:
    crowd = Crowd()
    people = [crowd.official(f"x/{n}", province="33", position="Staf", office_id=1) for n in range(400)]
    nips = [person.nip for person in people if person.nip]
    assert all(normal_phone(person.phone or "") == person.phone for person in people)
    assert len({person.phone for person in people}) == 400
    assert len(set(nips)) == len(nips)
    assert [nip for nip in nips if read_nip(nip).doubts] == []  # type: ignore[union-attr]
    assert 0 < sum(read_nip(nip).is_contract for nip in nips) < 80  # type: ignore[union-attr]


def test_the_long_name_has_sixty_characters() -> None:
    assert len(words("names")["sixty"]) == 60


def test_240_are_invited_and_210_come() -> None:
    cohort = words("programme")["cohort"]
    found = delegations(cohort["regencies"], cohort["provincial_facilitators"])
    reached = Counter(one.reached == "arrived" for one in found)
    assert (len(found), reached[True], len({one.person for one in found})) == (240, 210, 240)


def test_who_leaves_early_misses_half_and_others_at_most_one_session() -> None:
    days = [1, 1, 1, 2, 2, 3, 3, 3, 4, 4]
    there = {Status.PRESENT, Status.LATE}
    for number in range(210):
        missed = sum(status not in there for status in statuses(number, days, chance("t", number)))
        assert missed == 5 if leaves_early(number) else missed <= 1
    assert sum(map(leaves_early, range(210))) == 15
