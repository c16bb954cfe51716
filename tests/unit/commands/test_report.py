from __future__ import annotations

import io
import sys

import pytest

from ecrgen.commands import report
from ecrgen.commands.results import Result, Summary
from ecrgen.output.drift import Drift
from ecrgen.output.write import Written
from ecrgen.problems.diagnostics import Diagnostic


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def result(**fields: object) -> Result:
    return Result("a.json", "out/a", **fields)  # type: ignore[arg-type]


def test_what_a_build_did(capsys: pytest.CaptureFixture[str]) -> None:
    written = Written(("a", "b"), ("c",), ("d",), ("e", "f", "g"), ("c", "d"))
    report.built(result(written=written, overlay="a.overlay.yaml"))
    assert capsys.readouterr().out == (
        "a.json with a.overlay.yaml -> out/a: "
        "2 created, 1 updated, 1 removed, 3 unchanged\n"
        "  overwrote c\n"
        "  overwrote d\n"
    )


def test_counts_of_nothing_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    report.built(result(written=Written((), ("c",), (), (), ())))
    report.built(result(current=True))
    assert capsys.readouterr().out == (
        "a.json -> out/a: 1 updated\na.json -> out/a: up to date\n"
    )


def test_what_a_check_found(capsys: pytest.CaptureFixture[str]) -> None:
    report.checked(result(current=True))
    drifts = (Drift("edited", "a.py", "-x\n+y"), Drift("extra", "b.py", ""))
    report.checked(result(drifts=drifts))
    report.checked(result(drifts=drifts[1:]))
    assert capsys.readouterr().out == (
        "a.json -> out/a: in step\n"
        "a.json -> out/a: 2 files differ\n"
        "  edited: a.py\n"
        "  extra: b.py\n"
        "-x\n+y\n"
        "extra: ecrgen did not write it and leaves it alone: remove it, or move it elsewhere\n"
        "edited: `ecrgen build --force` discards the edit\n"
        "a.json -> out/a: 1 file differs\n"
        "  extra: b.py\n"
        "extra: ecrgen did not write it and leaves it alone: remove it, or move it elsewhere\n"
    )


def test_diagnostics_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    report.diagnostics(
        [
            Diagnostic("E001", "first: bad", hint="look"),
            Diagnostic("W300", "second", shape="a#B"),
        ]
    )
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == (
        "error[E001]: first: bad\n  hint: look\nwarning[W300]: second\n  shape a#B\n"
    )


def test_text_of_a_model_does_not_steer_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    hostile = "\x1b[2Jgone\r\u202e\x07"
    report.diagnostics([Diagnostic("E001", hostile)])
    report.checked(result(drifts=(Drift("extra", hostile, ""),)))
    report.built(result(written=Written((), (), (), (), (hostile,))))
    captured = capsys.readouterr()
    for text in (captured.out, captured.err):
        assert r"\x1b[2Jgone\r\u202e\x07" in text
        assert all(c.isprintable() or c == "\n" for c in text)


def test_printable_keeps_what_people_read() -> None:
    assert report.printable("Größe: 日本語\n") == "Größe: 日本語\n"


SUMMARIES = (
    Summary("toy", "awsJson1_0", 1, 2, 30, 40_500, 0.51),
    Summary("longer_name", "rpcv2Cbor", 100, 2000, 3000, 4_000_000, 10.0),
    Summary("old", "restXml"),
)


def test_a_summary_in_columns(capsys: pytest.CaptureFixture[str]) -> None:
    report.summary(SUMMARIES)
    assert capsys.readouterr().out.splitlines() == [
        "package      protocol    operations  shapes  files        size    time",
        "toy          awsJson1_0           1       2     30       40 kB   0.5 s",
        "longer_name  rpcv2Cbor          100    2000   3000    4,000 kB  10.0 s",
        "old          restXml                                up to date   0.0 s",
        "3 packages                      101    2002   3030    4,040 kB  10.5 s",
    ]


def test_a_summary_is_drawn_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("COLUMNS", "120")
    report.summary(SUMMARIES)
    lines = stream.getvalue().splitlines()
    assert len([each for each in lines if "│" in each]) >= 4
    assert any("longer_name" in each and "4,000 kB" in each for each in lines)


@pytest.mark.parametrize(
    ("stream", "total", "quiet", "shown"),
    [
        (Terminal(), 2, False, True),
        (Terminal(), 1, False, False),
        (Terminal(), 2, True, False),
        (io.StringIO(), 2, False, False),
    ],
)
def test_progress_shows_on_a_terminal_only(
    stream: io.StringIO,
    total: int,
    quiet: bool,
    shown: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with report.progress("build", total, quiet) as advance:
        for _ in range(total):
            advance()
    assert ("build" in stream.getvalue()) == shown
