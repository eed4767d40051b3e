"""Synthetic people: names of many regions, degrees, NIPs that read well, phones that nobody shares."""

import random
from dataclasses import dataclass
from datetime import date

from lms.accounts.models import Sex
from lms.demo.rules.chance import chance, day_between
from lms.demo.rules.words import words

DEMO_PHONES = 628_120_000_000  # 0812-0000-xxxx: numbers that no operator gives out
FIRST_DAY = date(2019, 1, 2)


@dataclass(frozen=True, kw_only=True)
class Human:
    """Somebody to be entered; `key` names the person in the demonstration."""

    key: str
    full_name: str
    sex: Sex
    position: str
    office_id: int
    degree_before: str = ""
    degree_after: str = ""
    nip: str | None = None
    rank: str = ""
    phone: str | None = None
    birth_year: int | None = None
    is_in_charge: bool = False
    since: date = FIRST_DAY
    username: str | None = None


class Crowd:
    """Makes people one after another, so that no two have one phone or one NIP."""

    def __init__(self) -> None:
        self.made = 0
        self.nips: set[str] = set()

    def official(self, key: str, *, province: str, position: str, office_id: int, is_in_charge: bool = False) -> Human:
        """Make a civil servant: mostly with a NIP, a rank and degrees; every ninth is contract staff."""
        luck, names = chance("official", key), words("names")
        sex = luck.choice((Sex.FEMALE, Sex.MALE))
        born = day_between(luck, date(1962, 1, 1), date(1990, 12, 28))
        is_contract = luck.random() < 0.11 and born.year > 1974
        nip = self._nip(luck, born, sex, is_contract=is_contract) if luck.random() < 0.9 else None
        return Human(
            key=key, full_name=full_name(luck, province, sex), sex=sex, position=position, office_id=office_id,
            degree_before=_before(luck, sex), degree_after=luck.choice(names["after"]) if luck.random() < 0.8 else "",
            nip=nip, rank=luck.choice(names["ranks"]) if nip and not is_contract else "",
            phone=self._phone(), birth_year=born.year, is_in_charge=is_in_charge,
        )  # fmt: skip

    def manager(self, key: str, *, province: str, office_id: int, is_in_charge: bool, name: str = "") -> Human:
        """Make somebody who runs a village library: hardly ever a civil servant, sometimes with a degree."""
        luck = chance("manager", key)
        sex = Sex.FEMALE if luck.random() < 0.64 else Sex.MALE
        born = date(luck.randint(1968, 1999), luck.randint(1, 12), luck.randint(1, 28))
        has_nip = born.year < 1990 and luck.random() < 0.03
        return Human(
            key=key, full_name=name or full_name(luck, province, sex), sex=sex, office_id=office_id,
            position="Kepala perpustakaan desa" if is_in_charge else "Pengelola perpustakaan desa",
            degree_after=luck.choice(("S.Pd.", "A.Md.Pust.", "S.E.", "A.Md.")) if luck.random() < 0.2 else "",
            nip=self._nip(luck, born, sex, is_contract=True) if has_nip else None,
            phone=self._phone() if luck.random() < 0.93 else None, birth_year=born.year, is_in_charge=is_in_charge,
        )  # fmt: skip

    def _phone(self) -> str:
        self.made += 1
        return f"+{DEMO_PHONES + 100 + self.made}"

    def _nip(self, luck: random.Random, born: date, sex: Sex, *, is_contract: bool) -> str:
        """Write birth, appointment, sex and serial; contract staff have 21 where the month stands."""
        year = min(2018, born.year + luck.randint(22, 30))
        appointed = "201921" if is_contract else f"{year}{luck.randint(1, 12):02d}"
        for serial in range(1, 999):
            nip = f"{born:%Y%m%d}{appointed}{1 if sex == Sex.MALE else 2}{serial:03d}"
            if nip not in self.nips:
                self.nips.add(nip)
                return nip
        raise LookupError("no serial is left")


def full_name(luck: random.Random, province: str, sex: Sex) -> str:
    """Return a name as people of a province have them; every twelfth or so is a single name."""
    names = words("names")
    pool = names["pools"][names["groups"][province]]
    if luck.random() < 0.04:
        return str(luck.choice(names["singles"]))
    first = str(luck.choice(pool[sex.value]))
    if luck.random() < 0.04 and " " not in first:
        return first
    seconds = [name for name in pool["family"] if sex == Sex.FEMALE or name not in names["women"]]
    middle = luck.choice(seconds) if luck.random() < 0.15 else ""
    last = luck.choice([name for name in seconds if name != middle])
    return " ".join(part for part in (first, middle, last) if part)


def _before(luck: random.Random, sex: Sex) -> str:
    if luck.random() > 0.22:
        return ""
    wrong = {"Dra.", "Hj."} if sex == Sex.MALE else {"Drs.", "H."}
    return str(luck.choice([degree for degree in words("names")["before"] if degree not in wrong]))
