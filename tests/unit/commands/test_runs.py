from __future__ import annotations

import json
from pathlib import Path

import pytest

from ecrgen.commands import runs
from ecrgen.pipeline import Job
from ecrgen.problems.diagnostics import InputError
from tests.support.short_form import toy, write


def job(path: Path, name: str, sdk_id: str | None = None, **fields: str) -> Job:
    source = write(path / f"{name}.json", toy(sdk_id=sdk_id or name))
    return Job(source, path / "out", **fields)  # type: ignore[arg-type]


def build(jobs: list[Job], workers: int = 1, **options: bool) -> int:
    return runs.build(jobs, workers, **{"force": False, "quiet": False, **options})


def check(jobs: list[Job], workers: int = 1, **options: bool) -> int:
    return runs.check(jobs, workers, **{"full": False, "quiet": False, **options})


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_jobs(
    workers: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    jobs = [job(tmp_path, name) for name in ("c", "a", "b")]
    assert check(jobs, workers) == 1
    assert build(jobs, workers) == 0
    assert check(jobs, workers) == 0
    lines = capsys.readouterr().out.splitlines()
    heads = [Path(line.split()[0]).name for line in lines if ".json -> " in line]
    assert heads == ["c.json", "a.json", "b.json"] * 3


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_of_several_models_ends_with_a_table(
    workers: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    jobs = [job(tmp_path, name) for name in ("a", "b")]
    assert build(jobs[:1], workers) == 0
    assert "operations" not in capsys.readouterr().out
    assert build(jobs, workers) == 0
    lines = capsys.readouterr().out.splitlines()[-4:]
    assert lines[0].split() == [
        *("package", "protocol", "operations", "shapes", "files", "size", "time")
    ]
    assert lines[1].split()[:2] == ["a", "awsJson1_0"]
    assert "up to date" in lines[1]
    # One operation with an input and an output.
    assert lines[2].split()[:4] == ["b", "awsJson1_0", "1", "2"]
    assert lines[3].startswith("2 packages")
    # Where nothing was built there is nothing to sum up.
    assert build(jobs, workers) == 0
    assert "operations" not in capsys.readouterr().out
    assert build(jobs, workers, quiet=True) == 0
    assert capsys.readouterr().out == ""


def test_one_bad_model_does_not_keep_the_others_from_being_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    jobs = [job(tmp_path, "a"), Job("none.json", tmp_path / "out"), job(tmp_path, "b")]
    assert build(jobs) == 2
    captured = capsys.readouterr()
    assert captured.out.count("created") == 2
    assert captured.err.startswith("error[E002]: ")
    assert "at none.json" in captured.err
    assert check(jobs) == 2  # which is worse than drift
    assert check([jobs[0], jobs[2]]) == 0


def test_quiet_prints_problems_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    jobs = [job(tmp_path, "a")]
    assert build(jobs, quiet=True) == 0
    assert check(jobs, quiet=True) == 0
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")
    (tmp_path / "out" / "a" / "errors.py").unlink()
    assert check(jobs, quiet=True) == 1
    assert "missing: errors.py" in capsys.readouterr().out


def test_a_second_build_has_nothing_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    jobs = [job(tmp_path, "a")]
    assert build(jobs) == build(jobs) == build(jobs, force=True) == 0
    assert capsys.readouterr().out.count("up to date") == 2


@pytest.mark.parametrize("run", [build, check])
@pytest.mark.parametrize("named", [True, False])
def test_two_models_of_one_package(named: bool, run: object, tmp_path: Path) -> None:
    first = job(tmp_path, "a", "Same", **({"package": "same"} if named else {}))
    second = job(tmp_path, "b", "Same", **({"package": "same"} if named else {}))
    assert callable(run)
    with pytest.raises(InputError, match=r"a\.json and .*b\.json both make") as caught:
        run([first, second])
    assert [each.code for each in caught.value.diagnostics] == ["E506"]
    if named:  # known before anything was written
        assert not (tmp_path / "out").exists()


def test_ast_is_a_model_again(tmp_path: Path) -> None:
    text = runs.ast([write(tmp_path / "a.json")], docs=True)
    assert json.loads(text)["shapes"].keys() == toy()["shapes"].keys()
    again = tmp_path / "again.json"
    again.write_text(text, encoding="utf-8")
    assert runs.ast([str(again)], docs=True) == text


class TestSavingAModel:
    def test_writes_a_new_file_and_replaces_a_model_of_the_same_service(
        self, tmp_path: Path
    ) -> None:
        path = tmp_path / "a.json"
        for text in (json.dumps(toy()), json.dumps(toy(), indent=1)):
            runs.save_model(path, text, force=False)
            assert path.read_bytes() == text.encode()
        assert [each.name for each in tmp_path.iterdir()] == ["a.json"]

    @pytest.mark.parametrize("content", ["notes", "[]", "{}", json.dumps(toy("other"))])
    def test_leaves_every_other_file_alone(self, content: str, tmp_path: Path) -> None:
        path = tmp_path / "a.json"
        path.write_text(content, encoding="utf-8")
        text = json.dumps(toy())
        with pytest.raises(InputError) as caught:
            runs.save_model(path, text, force=False)
        assert [each.code for each in caught.value.diagnostics] == ["E902"]
        assert path.read_text(encoding="utf-8") == content
        runs.save_model(path, text, force=True)
        assert path.read_text(encoding="utf-8") == text

    def test_says_why_it_cannot_write(self, tmp_path: Path) -> None:
        for path in (tmp_path / "none" / "a.json", tmp_path):
            with pytest.raises(InputError) as caught:
                runs.save_model(path, "{}", force=False)
            assert [each.code for each in caught.value.diagnostics] == ["E903"]
