"""What is too long for a file is parted by its names."""

from __future__ import annotations

from ecrgen.emit.groups import parted


def test_names_stay_together_while_they_fit() -> None:
    sizes = {"create_a": 10, "copy_b": 10, "delete_a": 10}
    assert parted(sizes, 20) == {"c": ["copy_b", "create_a"], "d": ["delete_a"]}


def test_what_does_not_fit_is_parted_by_word_then_by_the_next_letter() -> None:
    sizes = {
        **{
            f"describe_{name}": 10 for name in ("a", "ab", "b_c", "instances", "images")
        },
        "delete_a": 10,
        "drop": 10,
    }
    assert parted(sizes, 20) == {
        "delete": ["delete_a"],
        "describe_a": ["describe_a", "describe_ab"],
        "describe_b": ["describe_b_c"],
        "describe_i": ["describe_images", "describe_instances"],
        "drop": ["drop"],
    }
    assert parted(sizes, 10)["describe_instances"] == ["describe_instances"]


def test_a_new_name_changes_one_part() -> None:
    sizes = {f"{verb}_{noun}": 10 for verb in ("get", "put") for noun in "abcdefgh"}
    before = parted(sizes, 40)
    after = parted({**sizes, "get_a2": 10}, 40)
    assert {key for key in after if after[key] != before.get(key)} == {"get_a"}
    assert before.keys() <= after.keys()


def test_every_name_is_in_one_part_and_parts_are_modules() -> None:
    names = ["import_image", "is_it", "_2fa", "a", "a_", "a__b", "class_", "lambda_x"]
    for most in (1, 2, 1000):
        found = parted(dict.fromkeys(names, 1), most)
        assert sorted(name for part in found.values() for name in part) == sorted(names)
        for key in found:
            assert key.isidentifier()
            assert key not in ("import", "is", "class", "lambda")


def test_one_name_that_is_too_long_has_a_part_of_its_own() -> None:
    assert parted({"get": 100, "get_a": 1, "put": 1}, 10) == {
        "get": ["get"],
        "get_a": ["get_a"],
        "p": ["put"],
    }
