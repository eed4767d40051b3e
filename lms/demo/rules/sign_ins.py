"""The ten sign-ins of the demonstration: only these have a password, and only on the computer that runs it."""

from dataclasses import dataclass

PASSWORD = "pelita-demo"  # noqa: S105 - public: refused anywhere but on the demonstration's own machine


@dataclass(frozen=True)
class DemoSignIn:
    """Who signs in as what, and what is worth trying."""

    username: str
    key: str
    role: str
    tries: str


SIGN_INS = (
    DemoSignIn("peserta", "m/18.05/0/1", "Peserta", "lanjutkan materi, kerjakan post-test, unduh sertifikat"),
    DemoSignIn("pengelola", "m/18.05/1/0", "Pengelola perpustakaan", "laporkan satu kegiatan di desa"),
    DemoSignIn("fasilitator", "f/18.05/1", "Fasilitator", "lihat lima desa di dua kecamatan, lapor untuk mereka"),
    DemoSignIn("operator", "op/18.05", "Operator dinas", "kirim utusan dengan surat tugas, cari orang"),
    DemoSignIn("pengajar", "t/5", "Pengajar", "tandai kehadiran sesi hari ini"),
    DemoSignIn("panitia", "o/0", "Panitia", "impor peserta, jalankan pelatihan minggu ini"),
    DemoSignIn("koordinator", "c/18", "Koordinator provinsi", "verifikasi laporan Lampung"),
    DemoSignIn("manajer", "n/manajer", "Manajer program", "buka angka 2019, terbitkan sertifikat yang menunggu"),
    DemoSignIn("admin", "n/admin", "Administrator", "orang, peran, kantor, pekerjaan latar"),
    DemoSignIn("auditor", "n/auditor", "Auditor", "baca jejak audit, periksa rantainya"),
)
