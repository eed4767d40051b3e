"""What drawing certificates costs on this machine, in processor time: on a form, laid out one by one, and signed."""

import resource
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from sys import platform
from typing import Any

from lms.certificates.pdf.folders import load
from lms.certificates.pdf.printer import Printer
from lms.certificates.pdf.renderer import Paper, Renderer

PLAIN_RENDERS = 20
MOST_PROOFS = 60
MIB = 1024 * 1024
GIVEN = ("Siti Aminah", "Budi Santoso", "Ni Luh Ayu Kusumawardhani", "Raden Mas Haryo Suryodiningrat", "Ma'ruf Hidayat",
         "Yohanes Lumban Gaol", "Dewi Anggraini Puspitasari", "Łukasz Đorđević")  # fmt: skip
DEGREES = ("", ", S.IP.", ", A.Md.", ", S.Sos., M.Hum.", ", S.Pd., M.Pd., Ph.D.")
OFFICES = ("Perpustakaan Desa Sukamaju", "Dinas Perpustakaan dan Kearsipan Kabupaten Tulang Bawang Barat", "")
MODULES = (("Kebijakan Transformasi Perpustakaan", 400), ("Strategi Pengembangan Perpustakaan dan TIK", 800),
           ("Advokasi dan Pelibatan Masyarakat", 800), ("Rencana Kerja dan Praktik", 1200))  # fmt: skip


@dataclass(frozen=True)
class Cost:
    """What a piece of work took, and how many bytes came of each."""

    count: int
    seconds: float
    cpu_seconds: float
    bytes_each: int

    @property
    def each(self) -> float:
        """Processor seconds for one."""
        return self.cpu_seconds / max(1, self.count)


def people(count: int, *, signature: str = "") -> list[dict[str, Any]]:
    """Return what a batch prints: names and offices of people who do not exist."""
    return [_person(number, signature) for number in range(1, count + 1)]


def plain(folder: str, wanted: list[dict[str, Any]], credential: bytes) -> Cost:
    """Measure papers that are laid out one by one."""
    renderer = Renderer(Paper(files=_design(folder)))
    renderer.pdf(wanted[0], credential)  # loads what is loaded once
    return _measured(renderer.pdf(data, credential) for data in wanted)


def bulk(folder: str, wanted: list[dict[str, Any]], credential: bytes) -> Cost:
    """Measure papers that are drawn on a form: laying the form out, drawing, embedding and saving."""
    return _measured(made for made in _printed(folder, wanted, credential))


def papers(folder: str, wanted: list[dict[str, Any]], credential: bytes) -> list[bytes]:
    """Return such papers."""
    return list(_printed(folder, wanted, credential))


def each(work: Callable[[Any], bytes], things: Iterable[Any]) -> Cost:
    """Measure a piece of work on each of some things."""
    return _measured(work(thing) for thing in things)


def peak_mib() -> float:
    """Return the most memory that this process has held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / MIB if platform == "darwin" else peak / 1024, 1)


def _printed(folder: str, wanted: list[dict[str, Any]], credential: bytes) -> Iterator[bytes]:
    yield from Printer(Paper(files=_design(folder))).files((data, credential) for data in wanted)


def _design(folder: str) -> Any:
    return load(folder).on_paper({})


def _measured(made: Iterable[bytes]) -> Cost:
    count = size = 0
    began, cpu = time.perf_counter(), time.process_time()
    for one in made:
        count, size = count + 1, size + len(one)
    return Cost(count, time.perf_counter() - began, time.process_time() - cpu, round(size / max(1, count)))


def _person(number: int, signature: str) -> dict[str, Any]:
    code = f"{number:012d}A"
    grouped = "-".join(code[at : at + 4] for at in range(0, len(code), 4))
    return {
        "language": "id", "number": f"{number:04d}/2/PRC.04.00/XI.2019", "replaces": "",
        "name": GIVEN[number % len(GIVEN)] + DEGREES[number % len(DEGREES)],
        "nip": "" if number % 3 else f"19660801198803{number % 2 + 1}{number % 1000:03d}",
        "position": "Pengelola Perpustakaan Desa", "office": OFFICES[number % len(OFFICES)], "capacity": "participant",
        "training": "Bimbingan Teknis Strategi Pengembangan Perpustakaan dan TIK", "organiser": "Pusat Contoh",
        "starts": "2019-10-28", "ends": "2019-10-31", "city": "Jakarta", "jp": 3200, "training_uid": "0",
        "modules": [{"title": title, "jp": jp} for title, jp in MODULES], "institution": "Pusat Contoh",
        "issuer": "Pusat Contoh", "place": "Jakarta", "on_day": "2019-11-04", "made_at": "2019-11-04T03:00:00Z",
        "qualification": "", "zone": "Asia/Jakarta", "signature": signature,
        "signer": {"name": "Dra. Contoh, M.Hum.", "title": "Kepala Pusat", "nip": "", "in_stead": "",
                   "in_stead_of": ""},
        "code": code, "code_grouped": grouped, "verify_url": f"https://pelita.example.go.id/verify/{code}",
        "verify_at": "https://pelita.example.go.id/verify",
    }  # fmt: skip
