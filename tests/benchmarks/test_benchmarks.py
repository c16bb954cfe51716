"""The benchmarks run and measure something. Time never decides whether a test passes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks import bench_build

HERE = Path(__file__).parent


def test_build_prints_every_figure_beside_its_limit() -> None:
    found = bench_build.figures(repeats=1)
    assert [figure.limit for figure in found] == [3.0, 0.5, 0.7, 3.0, 3.0, 150.0, 10.0]
    assert all(figure.value > 0 for figure in found)
    # Size is no time: this one is held.
    assert found[-1].value <= found[-1].limit
    assert "limit" in str(found[0])


def test_serde_prints_ratios() -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "bench_serde.py")],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.count(" x\n") == 4


def test_sigv4_prints_ratios() -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "bench_sigv4.py")],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.count(" x\n") == 3


def test_client_prints_ratios() -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "bench_client.py"), "--quick"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.count("goal") == 6
    assert "50 in flight: no --aiobotocore-python, not compared" in done.stdout


def test_cbor_prints_ratios() -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "bench_cbor.py")],
        check=True,
        capture_output=True,
        text=True,
    )
    # With cbor2 or without.
    assert done.stdout.count(" x\n") in (2, 4)


@pytest.mark.slow
def test_xml_prints_ratios() -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "bench_xml.py")],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.count(" x\n") == 2


@pytest.mark.slow
def test_streaming_takes_little_memory() -> None:
    """Memory is no time: it is held, here with 64 MiB each way, and by tests/server with 128 MiB."""
    done = subprocess.run(
        [sys.executable, str(HERE / "bench_streaming.py"), "64"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.count("MiB more memory") == 2
