"""What has misled readers of such pages, one case each, and input that is none."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from ecrgen.frontends import ocaml
from ecrgen.frontends.operations import ApplyTrait, DefineMember, DefineShape
from ecrgen.problems.diagnostics import Diagnostics
from tests.support.awso_sources import FORMS

ERROR = "type nonrec error = [ | `A of A.t| `Unknown_operation_error of string * string option ]"


def load(
    tmp_path: Path, text: str, name: str = "page.txt"
) -> tuple[dict[str, str], dict[str, str], Diagnostics]:
    """Types of shapes, targets of members, and the diagnostics."""
    path = tmp_path / name
    path.write_text(text, "utf-8")
    diagnostics = Diagnostics()
    operations = ocaml.load(str(path), diagnostics)
    shapes = {o.id.name: o.type for o in operations if isinstance(o, DefineShape)}
    members = {
        o.id.partition("#")[2]: o.target.name
        for o in operations
        if isinstance(o, DefineMember)
    }
    return shapes, members, diagnostics


@pytest.mark.parametrize(
    ("text", "shape", "kind"),
    [
        ("type nonrec t = stringarn:aws:inspector2:::owner/1", "X", "document"),
        ("type nonrec t = stringval to_value : 'a -> [> `Blob of 'a ]", "X", "blob"),
        ("type nonrec t = boolval make : 'a", "X", "boolean"),
        ("type nonrec t = intval make : 'a", "X", "integer"),
        ("type nonrec t = Awso.Import.Int64.tval make : 'a", "X", "long"),
        ("type nonrec t = Int64.t", "X", "long"),
        ("type nonrec t = floatval to_value : 'a -> [> `Float of 'a ]", "X", "float"),
        ("type nonrec t = string\nval context_ : string", "X", "string"),
        (
            "type nonrec t = unittype nonrec error = [ | `Unknown_operation_error of string * string option ]",
            "X",
            "structure",
        ),
        ("type t = ImageTag.t listval to_value :", "X", "list"),
        ("type nonrec t = private (K.t * V.t) list", "X", "map"),
        ("type nonrec t = | ACTIVE| PENDING| Non_static_id of string", "X", "enum"),
        (
            "type nonrec t = - | ACTIVE\n- | ManualApproval \n- | Non_static_id of string",
            "X",
            "enum",
        ),
        ("val to_value : 'a -> [> `Timestamp of 'a ]", "X", "timestamp"),
        (
            "val to_value : t -> [> `Structure of (string * [> `Long of A.t ]) list ]",
            "A",
            "long",
        ),
        (
            "type t = {a : A.t option;}val to_value : t -> [> `Structure of (string * [> `Enum of string ]) list ]",
            "A",
            "enum",
        ),
        (f"type t = {{a : A.t option;}}{ERROR}", "A", "structure"),
    ],
)
def test_kinds(text: str, shape: str, kind: str, tmp_path: Path) -> None:
    shapes, _, diagnostics = load(tmp_path, f"Values.XSourceA text.\n{text}")
    assert shapes[shape] == kind
    assert not diagnostics.has_errors


def test_one_constructor_for_several_kinds_names_one_of_them_only(
    tmp_path: Path,
) -> None:
    text = (
        "Values.XSource\ntype t = {body : Body.t option;range : Range.t option;}"
        "val to_value : t -> [> `Structure of (string * [> `Blob of Body.t | `List of Xs.t ]) list ]"
    )
    shapes, _, _ = load(tmp_path, text)
    assert shapes["Body"] == "blob"
    assert shapes["Range"] == "document"


def test_a_result_wrapper_does_not_give_its_kind_to_members(tmp_path: Path) -> None:
    text = (
        "Values.WhoResponseSource\ntype whoResult = {name : NameType.t option;team : TeamType.t option;}"
        "and responseMetaData = unitand t = {whoResult : whoResult;responseMetaData : responseMetaData;}"
        "type error = [ | `Unknown_operation_error of string * string option ]"
        "val to_value : t -> [> `Structure of (string * [> `Structure of "
        "(string * [> `String of NameType.t ]) list ]) list ]"
    )
    shapes, members, _ = load(tmp_path, text)
    assert members == {
        "WhoResponse$name": "NameType",
        "WhoResponse$team": "TeamType",
    }
    assert shapes["NameType"] == "string"
    assert shapes["TeamType"] == "document"
    assert shapes["Who"] == "operation"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Values.DataSourceSourceCreates a source.", "DataSource"),
        ("Values.DataSourceSource", "DataSource"),
        ("Module Values.DataSource", "DataSource"),
        ("Awso_x.Values.Thing\nSource\n", "Thing"),
        ("Values_0.ThingSourceA text.", "Thing"),
        ("# Module `Values.Thing`", "Thing"),
        ("Values.ThingSourcethe text starts small.", "Thing"),
        ("Values.Thing", "Thing"),
    ],
)
def test_titles(title: str, name: str, tmp_path: Path) -> None:
    shapes, _, _ = load(tmp_path, f"{title}\ntype nonrec t = bool")
    assert name in shapes


def test_a_title_that_can_be_read_in_two_ways_is_settled_by_the_file_or_by_others(
    tmp_path: Path,
) -> None:
    text = "Values.DataSourceSourceArn of it.\ntype nonrec t = bool"
    assert "DataSource" in load(tmp_path, text)[0]
    text = "Values.FooSourceSourceArn is it.\ntype nonrec t = bool"
    assert "Foo" in load(tmp_path, text, "page-Foo.txt")[0]
    both = f"{text}\n\nValues.BarSource\ntype nonrec t = {{foo : Foo.t option;}}"
    assert "Foo" in load(tmp_path, both)[0]


def test_names_on_the_wire_are_not_the_labels(tmp_path: Path) -> None:
    text = "Values.XSource\ntype t = {kMSKey : A.t option;type_ : A.t option;bool : A.t option;}"
    _, members, _ = load(tmp_path, text)
    assert [*members] == ["X$kMSKey", "X$type", "X$bool"]


def test_a_record_that_only_make_has(tmp_path: Path) -> None:
    text = (
        "Values.XRequestSource\nval make : ?shelf:ShelfId.t ->\n"
        "room:RoomName.t -> unit -> tval of_xml : Awso.Xml.t -> t"
    )
    path = tmp_path / "page.txt"
    path.write_text(text, "utf-8")
    operations = ocaml.load(str(path), Diagnostics())
    required = [
        o.target.member
        for o in operations
        if isinstance(o, ApplyTrait) and o.trait == "smithy.api#required"
    ]
    assert required == ["room"]
    partial = next(
        o.value
        for o in operations
        if isinstance(o, ApplyTrait) and o.target.endswith("#XRequest")
    )
    assert "order" in partial
    assert "members" not in partial


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Values.XSource\ntype t = (int, string) Hashtbl.tval of_xml : t -> t", "E061"),
        (
            "Values.XSource\ntype t = {a : A.t option;}val make : a:A.t -> unit -> t",
            "E062",
        ),
        (
            f"Values.XSource\n{ERROR}val error_of_json : string -> [> `B of B.t | `Unknown_operation_error of x ]",
            "E062",
        ),
        ("Values.XSource\ntype t = boolval to_value : 'a -> [> `Long of 'a ]", "E062"),
        ("Values.XSource\ntype t = bool\n\nValues.XSource\ntype t = int", "E062"),
        ("Nothing of this is code.", "E060"),
    ],
)
def test_what_is_refused(text: str, code: str, tmp_path: Path) -> None:
    _, _, diagnostics = load(tmp_path, text)
    assert {d.code for d in diagnostics if d.code.startswith("E")} == {code}
    assert all(d.location is not None for d in diagnostics)


def test_claims(tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "values.ml").write_text("type nonrec t = bool", "utf-8")
    assert ocaml.claims(str(ours))
    assert ocaml.claims(str(ours / "values.ml"))
    (ours / "model.json").write_text("{}", "utf-8")
    assert not ocaml.claims(str(ours))
    (tmp_path / "notes.txt").write_text("val make a note", "utf-8")
    assert not ocaml.claims(str(tmp_path / "notes.txt"))
    assert not ocaml.claims(str(tmp_path / "missing.ml"))
    assert not ocaml.claims("\0")


def test_a_folder_is_not_left_through_links(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("Values.XSource\ntype nonrec t = bool", "utf-8")
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "Y.txt").write_text("Values.YSource\ntype nonrec t = bool", "utf-8")
    (folder / "X.txt").symlink_to(outside)
    diagnostics = Diagnostics()
    operations = ocaml.load(str(folder), diagnostics)
    names = {o.id.name for o in operations if isinstance(o, DefineShape)}
    assert "Y" in names
    assert "X" not in names


# --- Any input -------------------------------------------------------------------------------


def pieces() -> list[str]:
    found: list[str] = []
    for form in ("source", "interface", "lists", "seed text", "bullets", "markdown"):
        found += [
            text[:20_000] for text in list(FORMS[form]("ecr-public").values())[:12]
        ]
    return found


PIECES = pieces()
SUFFIXES = (".ml", ".mli", ".html", ".txt", ".md")
ODD = (
    "[> [> ",
    "(* ",
    '"',
    "{",
    "}",
    "\0",
    "type t = ",
    "val make : ",
    "| ",
    "`A of ",
    "*)",
    '<div id="type-t">',
    "&#",
    "module X : sig ",
    "\\",
    "Values.XSource",
    "é",
    "\ufffd",
)


def mangled(chance: random.Random) -> str:
    text = chance.choice(PIECES)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(text) + 1)
        match chance.randrange(6):
            case 0:
                text = text[:at]
            case 1:
                text = text[at:]
            case 2:
                text = (
                    text[:at] + chance.choice(ODD) * chance.randrange(1, 20) + text[at:]
                )
            case 3:
                text = text[:at] + text[at + chance.randrange(1, 400) :]
            case 4:
                text = text[:at] + chance.choice(PIECES)[:5000] + text[at:]
            case _:
                text = text[:at] + text[at : at + 300][::-1] + text[at + 300 :]
    return text


def try_any(seed: int, folder: Path) -> None:
    chance = random.Random(seed)
    path = folder / f"page{chance.choice(SUFFIXES)}"
    path.write_text(mangled(chance), "utf-8")
    ocaml.claims(str(path))
    diagnostics = Diagnostics()
    ocaml.load(str(path), diagnostics)
    for each in diagnostics:
        str(each)


@pytest.mark.parametrize("start", range(0, 240, 60))
def test_no_input_raises(start: int, tmp_path: Path) -> None:
    for seed in range(start, start + 60):
        try_any(seed, tmp_path)


@pytest.mark.slow
def test_no_input_raises_at_length(tmp_path: Path) -> None:
    for seed in range(100_000, 108_000):
        try_any(seed, tmp_path)


UNITS = (
    *(
        "a",
        " ",
        "\n",
        "(",
        "(*",
        "*)",
        '"',
        "'",
        "\\",
        "<",
        "<a ",
        "&",
        "{",
        "{a|",
        "[> ",
    ),
    *(
        "`A of ",
        "A.",
        "a : A.t;",
        "a : ",
        "| A",
        "A |",
        "type t = ",
        "type t = {a : A.t;",
    ),
    *(
        "val make : ?a:A.t -> ",
        "val to_value : t -> [> `Structure of (string * [> `A of ",
    ),
    *("type ('i, 'o, 'e) t = ", "A : (", "let of_json = ", "module A : sig ", "Source"),
    *("<div id='type-t'>", '[@ocaml.doc "', "(* (* ", "1. ", "-\n", "\nValues.A", "} "),
)


@pytest.mark.parametrize("suffix", [".ml", ".html", ".txt"])
@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_length_only(unit: str, suffix: str, tmp_path: Path) -> None:
    """What is not linear takes minutes for this."""
    path = tmp_path / f"page{suffix}"
    head = (
        "module X = struct type t = "
        if suffix == ".ml"
        else "Values.XSource\ntype t = "
    )
    path.write_text(head + unit * (200_000 // len(unit)), "utf-8")
    started = time.process_time()
    ocaml.load(str(path), Diagnostics())
    assert time.process_time() - started < 3
