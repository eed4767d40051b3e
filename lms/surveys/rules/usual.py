"""The forms with which a programme begins; each may be changed afterwards."""

from typing import Any, Final

from lms.questionnaires.rules import Kind, make_question
from lms.surveys.models import Aim

_ENDS = [{"key": 0, "id": "sangat kurang", "en": "very poor"}, {"key": 1, "id": "sangat baik", "en": "very good"}]


def _scale(key: str, indonesian: str, english: str) -> dict[str, Any]:
    label = {"id": indonesian, "en": english}
    return make_question(key, kind=Kind.SCALE, label=label, required=True, options=_ENDS)


def _text(key: str, indonesian: str, english: str) -> dict[str, Any]:
    label = {"id": indonesian, "en": english}
    return make_question(key, kind=Kind.TEXT, label=label)


_YES_NO = [{"key": 0, "id": "Ya", "en": "Yes"}, {"key": 1, "id": "Sebagian", "en": "In part"},
           {"key": 2, "id": "Belum", "en": "Not yet"}]  # fmt: skip

_MORE = [{"key": 0, "id": "Ya, jelas", "en": "Yes, clearly"}, {"key": 1, "id": "Sedikit", "en": "A little"},
         {"key": 2, "id": "Belum terlihat", "en": "Not to be seen yet"}]  # fmt: skip

USUAL: Final[tuple[tuple[Aim, dict[str, str], list[dict[str, Any]]], ...]] = (
    (Aim.SESSION, {"id": "Evaluasi sesi", "en": "Evaluation of a session"}, [
        _scale("q1", "Manfaat materi untuk pekerjaan saya", "How useful it is for my work"),
        _scale("q2", "Kejelasan penyampaian", "How clearly it was taught"),
        _scale("q3", "Kecukupan waktu dan latihan", "Time and practice"),
        _text("q4", "Apa yang perlu diperbaiki?", "What should be better?"),
    ]),
    (Aim.TRAINER, {"id": "Evaluasi pengajar", "en": "Evaluation of a trainer"}, [
        _scale("q1", "Penguasaan materi", "Command of the subject"),
        _scale("q2", "Cara menjelaskan", "Way of explaining"),
        _scale("q3", "Menanggapi pertanyaan", "Answering questions"),
        _scale("q4", "Ketepatan waktu", "Keeping time"),
        _text("q5", "Pesan untuk pengajar", "A word to the trainer"),
    ]),
    (Aim.TRAINING, {"id": "Evaluasi penyelenggaraan", "en": "Evaluation of the training"}, [
        _scale("q1", "Pelatihan ini secara keseluruhan", "The training as a whole"),
        _scale("q2", "Kesesuaian dengan kebutuhan perpustakaan saya", "How well it fits what my library needs"),
        _scale("q3", "Tempat, sarana, dan konsumsi", "Place, equipment and food"),
        _scale("q4", "Pelayanan panitia", "Service of the organisers"),
        _text("q5", "Yang paling bermanfaat", "What was most useful"),
        _text("q6", "Saran perbaikan", "What should be better"),
    ]),
    (Aim.FOLLOW_UP, {"id": "Tindak lanjut", "en": "Follow-up"}, [
        make_question("q1", kind=Kind.CHOICE, required=True, options=_YES_NO,
                      label={"id": "Apakah rencana tindak lanjut sudah dikerjakan?",
                             "en": "Have you done what you planned?"}),
        _scale("q2", "Seberapa sering keterampilan dari pelatihan dipakai", "How much the skills are being used"),
        _text("q3", "Perubahan di perpustakaan sejak pelatihan", "What has changed in the library since"),
        _text("q4", "Hambatan yang dihadapi", "What stood in the way"),
    ]),
)  # fmt: skip

USUAL_OF_MENTORS: Final[tuple[dict[str, str], list[dict[str, Any]]]] = (
    {"id": "Tindak lanjut: kata pendamping", "en": "Follow-up: the mentor's word"}, [
        make_question("q1", kind=Kind.CHOICE, required=True, options=_MORE,
                      label={"id": "Apakah peserta memakai yang dipelajarinya?",
                             "en": "Does the participant use what was learned?"}),
        _scale("q2", "Seberapa besar perubahan di perpustakaannya", "How much has changed in the library"),
        _text("q3", "Contoh perubahan yang Anda lihat", "An example of what has changed"),
        _text("q4", "Dukungan yang masih diperlukan", "What support is still needed"),
    ],
)  # fmt: skip
