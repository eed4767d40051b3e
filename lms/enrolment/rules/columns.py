"""The columns of a list: their headings in both languages, and what else people call them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lms.core.names import folded

EXAMPLE = ("(contoh)", "(example)")


@dataclass(frozen=True)
class Column:
    """One column: its field, its headings, other words for it, its width and an example per example row.

    A text of several lines keeps them only in a column that is long.
    """

    field: str
    indonesian: str
    english: str
    others: tuple[str, ...]
    width: int
    examples: tuple[str, str, str]
    is_long: bool = False


COLUMNS = (
    Column("name", "Nama lengkap", "Full name",
           ("nama", "nama peserta", "nama tanpa gelar", "name", "nama dan gelar", "nama lengkap dan gelar"), 32,
           ("(contoh) Siti Aminah", "(contoh) Ma'ruf", "(contoh) Yohanes Wenda")),
    Column("degree_before", "Gelar depan", "Title before the name", ("gelar di depan", "degree before", "title"), 12,
           ("", "Drs.", "")),
    Column("degree_after", "Gelar belakang", "Degree after the name", ("gelar", "gelar di belakang", "degree"), 14,
           ("A.Md.Pust.", "M.Hum.", "")),
    Column("sex", "L/P", "Sex", ("jenis kelamin", "jk", "gender", "kelamin", "sex l p"), 6, ("P", "L", "L")),
    Column("phone", "Nomor HP", "Phone",
           ("no hp", "hp", "telepon", "nomor telepon", "no telepon", "telp", "no telp", "wa", "whatsapp", "no wa",
            "nomor wa", "nomor whatsapp", "nomor hp wa", "no hp wa", "handphone", "mobile", "phone number",
            "nomor ponsel", "ponsel", "no handphone"), 18,
           ("0812 3456 7890", "081298765432", "")),
    Column("email", "Surel", "E-mail", ("email", "alamat email", "alamat surel", "e mail"), 26,
           ("", "maruf@example.org", "")),
    Column("nip", "NIP", "Civil servant number", ("nomor induk pegawai", "nip nipppk", "nip nippppk", "nipppk"), 24,
           ("", "19660801 198803 1 001", "")),
    Column("position", "Jabatan", "Position", ("posisi", "jabatan pekerjaan", "job title"), 24,
           ("Pengelola perpustakaan desa", "Pustakawan", "Fasilitator kabupaten")),
    Column("office", "Instansi", "Office",
           ("instansi perpustakaan", "lembaga", "perpustakaan", "asal instansi", "unit kerja", "jabatan instansi",
            "nama perpustakaan", "institution", "library", "instansi lembaga", "organisasi", "kantor"), 36,
           ("Perpustakaan Desa Sukamaju", "Dinas Perpustakaan Kabupaten Tulang Bawang",
            "Dinas Perpustakaan Kota Jayapura")),
    Column("region", "Kabupaten/Kota", "Regency/City",
           ("kabupaten", "kab kota", "kota", "kabupaten kota asal", "kode wilayah", "wilayah", "region", "regency",
            "city", "kab", "kota kabupaten", "daerah", "region code"), 26,
           ("18.05", "Kabupaten Tulang Bawang", "Kota Jayapura")),
    Column("capacity", "Sebagai", "Capacity", ("peran", "kapasitas", "status", "role", "as", "keikutsertaan"), 14,
           ("peserta", "narasumber", "peserta")),
    Column("group", "Kelompok", "Group", ("kelas", "regu", "grup", "class"), 16, ("Kelas A", "", "Kelas B")),
    Column("uid", "ID orang", "Person ID", ("id", "uid", "id peserta", "person uid"), 36, ("", "", "")),
)  # fmt: skip
FIELDS = tuple(column.field for column in COLUMNS)


def heading_key(text: str) -> str:
    """Return a heading in the form in which headings are compared."""
    return " ".join(folded(text.replace("/", " ").replace("-", " ").replace("_", " ")).replace(".", " ").split())


@dataclass(frozen=True)
class Headings:
    """The headings of one kind of list; a list without the one that is `needed` is none of that kind."""

    columns: tuple[Column, ...]
    needed: str

    @cached_property
    def known(self) -> dict[str, str]:
        """Which field each heading means, in either language or another word for it."""
        return {
            heading_key(word): column.field
            for column in self.columns
            for word in (column.indonesian, column.english, column.field, *column.others)
        }

    @cached_property
    def by_field(self) -> dict[str, Column]:
        """The columns by their fields."""
        return {column.field: column for column in self.columns}

    def field_of(self, heading: str) -> str | None:
        """Return the field that a heading names, or None; remarks in brackets are free."""
        return self.known.get(heading_key(heading)) or self.known.get(heading_key(heading.split("(")[0]))

    def find(self, table: list[list[str]], *, within: int = 20) -> tuple[int, dict[int, str]] | None:
        """Return the row of the headings and {column: field}: the one with most known headings."""
        best: tuple[int, dict[int, str]] | None = None
        for number, row in enumerate(table[:within]):
            fields = self._fields(row)
            if self.needed in fields.values() and len(fields) > (len(best[1]) if best else 0):
                best = (number, fields)
        return best

    def is_example(self, cells: Mapping[str, str]) -> bool:
        """Tell whether a row is one of the template's examples, left in the file."""
        return cells.get(self.needed, "").casefold().startswith(EXAMPLE)

    def template(self, locale: str) -> tuple[list[tuple[str, int]], list[list[str]]]:
        """Return the file to fill in: headings with their widths, and rows of examples."""
        said = [(c.indonesian if locale == "id" else c.english, c.width) for c in self.columns]
        return said, [[column.examples[n] for column in self.columns] for n in range(3)]

    def _fields(self, row: list[str]) -> dict[int, str]:
        found: dict[int, str] = {}
        for index, cell in enumerate(row):
            field = self.field_of(cell)
            if field is not None and field not in found.values():
                found[index] = field
        return found


PEOPLE = Headings(COLUMNS, needed="name")
BY_FIELD = PEOPLE.by_field
