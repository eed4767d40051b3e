"""The bench prints what it measured, under the names that others read."""

import json

from flask import Flask

KEYS = ["count", "seconds", "cpu_seconds", "peak_mib", "bytes_each", "plain_cpu_seconds_each",
        "credential_cpu_seconds_each", "sign_cpu_seconds_each"]  # fmt: skip


def test_the_bench_tells_its_figures(app: Flask) -> None:
    said = app.test_cli_runner().invoke(args=["certificates", "bench", "--count", "5", "--references", "2", "--json"])
    assert said.exit_code == 0, said.output
    figures = json.loads(said.output)
    assert list(figures) == KEYS
    assert figures["count"] == 5
    assert all(value > 0 for value in figures.values())
    assert figures["bytes_each"] <= 60 * 1024


def test_the_bench_can_lay_each_paper_out_by_itself(app: Flask) -> None:
    said = app.test_cli_runner().invoke(args=["certificates", "bench", "--count", "2", "--references", "1", "--plain"])
    assert said.exit_code == 0, said.output
    assert "times as fast as plain" in said.output
    assert "bytes_signed_each" in said.output
