"""A package is built from a folder of many IDL files, and soon."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import bench_build
from tests.support import idl_folder, packages


def test_a_folder_builds_one_package(tmp_path: Path) -> None:
    assert idl_folder.write(tmp_path / "model", operations=6, groups=2) == 9
    package = packages.build(str(tmp_path / "model"), tmp_path, "many_from_idl")
    operations = package.operations.ALL
    assert [*operations] == [f"DoThing{number}" for number in range(6)]
    operation = operations["DoThing3"]
    values = [package.models.Value1(name="a", kind="first", inner=[])]
    request = operation.serialize(operation.input(id="x/y", values=values))
    assert (request.method, request.path) == ("POST", "/things/3/x%2Fy")
    assert (
        request.body == b'{"values":[{"name":"a","size":0,"inner":[],"kind":"first"}]}'
    )


@pytest.mark.slow
def test_150_operations_in_185_files_build_in_three_seconds() -> None:
    """Processor time of whole processes; the best of three, for others use the machine
    too.
    """
    seconds = [bench_build.many_files() for _ in range(3)]
    assert min(seconds) < 3
