"""Personnel offices check a list of codes at once."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook

from lms.certificates import actions
from lms.certificates.rules import codes
from lms.core import clock
from lms.core.ids import grouped
from tests.certificates.factories import as_principal, keeper
from tests.certificates.test_routes import issued

pytestmark = pytest.mark.database


def workbook(rows: list[list[Any]]) -> BytesIO:
    book, target = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    target.seek(0)
    return target


def test_a_spreadsheet_of_codes_is_answered_by_one(app: Flask, client: Any) -> None:
    first, second, third = issued(app, "Ani", "Budi", "Cici")
    actions.revoke(second.uid, reason="Terbit keliru", by=as_principal(keeper()), now=clock.now())
    file = workbook([["No", "Kode"], [1, first.code], [2, grouped(second.code).lower()],
                     [3, f"https://x.example/verify/{third.code}"], [4, "AAAA-BBBB"]])  # fmt: skip
    answer = client.post("/verify/codes", data={"file": (file, "kode.xlsx"), "xlsx": "1"})
    sheet = load_workbook(BytesIO(answer.data)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[2] for row in rows] == ["TIDAK DITEMUKAN", "SAH", "DICABUT", "SAH", "TIDAK DITEMUKAN"]
    assert [row[3] for row in rows[1:4]] == [first.number, second.number, third.number]
    assert rows[1][8] == first.data["jp"] / 100


def test_pasted_codes_are_answered_on_the_page(app: Flask, client: Any) -> None:
    (first,) = issued(app, "Ani")
    page = client.post("/verify/codes", data={"codes": f"{first.code}\nsalah"}).get_data(as_text=True)
    assert first.number in page
    assert "TIDAK DITEMUKAN" in page


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0", b"\0" * 99, b""])
def test_what_cannot_be_read_is_told(app: Flask, client: Any, content: bytes) -> None:
    assert client.post("/verify/codes", data={"file": (BytesIO(content), "a.xlsx")}).status_code == 422


def test_a_list_costs_one_query_for_all_codes(app: Flask, client: Any, count_queries: Any) -> None:
    made = [row.code for row in issued(app, "Ani", "Budi", "Cici")]
    costs = []
    for some in (made[:1], made):
        with count_queries() as seen:
            client.post("/verify/codes", data={"codes": "\n".join(some)})
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_at_most_a_thousand_are_looked_up() -> None:
    assert len(codes.codes_in([["x"]] * 5000)) == codes.MOST
