"""What the Smithy IDL says, statement by statement."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ecrgen.assemble import assemble
from ecrgen.documents.json_text import MAX_DEPTH
from ecrgen.documents.nodes import LongDecimal
from ecrgen.frontends import discover, smithy_idl
from ecrgen.frontends._smithy_idl.statements import read_file
from ecrgen.frontends.operations import OMITTED, ApplyTrait, DefineMember, DefineShape
from ecrgen.model.ids import ShapeId
from ecrgen.model.shapes import (
    EnumShape,
    IntEnumShape,
    ListShape,
    MapShape,
    Model,
    OperationShape,
    ResourceShape,
    ServiceShape,
    SimpleShape,
    StructureShape,
    UnionShape,
)
from ecrgen.problems.diagnostics import Diagnostics
from ecrgen.problems.locations import Document

HEAD = '$version: "2.0"\nnamespace ns\n'


def read(*texts: str) -> tuple[Model, Diagnostics]:
    diagnostics = Diagnostics()
    operations = [
        operation
        for index, text in enumerate(texts)
        for operation in read_file(Document(f"{index}.smithy", text), diagnostics)
    ]
    return assemble(operations, diagnostics), diagnostics


def model_of(*texts: str) -> Model:
    model, diagnostics = read(*texts)
    assert [str(each) for each in diagnostics] == []
    return model


def of(text: str) -> Model:
    """A model of version 2.0 in the namespace `ns`."""
    return model_of(HEAD + text)


def raw(model: Model, name: str) -> dict[str, Any]:
    """The traits of a shape or member of `ns`, without the namespace smithy.api."""
    owner, _, member = name.partition("$")
    shape = model[ShapeId(f"ns#{owner}")]
    traits = shape.traits.raw
    if member:
        assert isinstance(shape, StructureShape | UnionShape)
        traits = shape.members[member].traits.raw
    return {key.removeprefix("smithy.api#"): value for key, value in traits.items()}


def structure(model: Model, name: str) -> dict[str, str]:
    """The targets of a structure's members."""
    shape = model.structure(ShapeId(f"ns#{name}"))
    return {key: member.target for key, member in shape.members.items()}


def codes(text: str) -> list[tuple[str, tuple[int, int] | None]]:
    _, diagnostics = read(text)
    return [
        (each.code, each.location.position if each.location else None)
        for each in diagnostics.sorted()
    ]


def value_of(literal: str) -> Any:
    return model_of(f"metadata a = {literal}\n").metadata["a"]


# --- Sources


def test_claims_and_loads_files(tmp_path: Path) -> None:
    path = tmp_path / "a.smithy"
    path.write_bytes(b"\xef\xbb\xbfnamespace ns\r\n\r\nstring A\r\n")
    assert smithy_idl.claims(str(path))
    assert not smithy_idl.claims("a.json")
    assert not smithy_idl.claims("botocore:smithy")
    diagnostics = Diagnostics()
    (operation,) = discover.load(str(path), diagnostics)
    assert diagnostics.items == []
    assert isinstance(operation, DefineShape)
    assert operation.id == "ns#A"
    assert operation.version == "1.0"
    assert operation.location.position == (3, 1)


@pytest.mark.parametrize(
    ("content", "code"), [(b"namespace ns\nstring \xff", "E003"), (None, "E002")]
)
def test_files_that_cannot_be_read(
    tmp_path: Path, content: bytes | None, code: str
) -> None:
    path = tmp_path / "a.smithy"
    if content is not None:
        path.write_bytes(content)
    diagnostics = Diagnostics()
    assert smithy_idl.load(str(path), diagnostics) == []
    assert [each.code for each in diagnostics] == [code]


@pytest.mark.parametrize(
    "text", ["", "\n", "// nothing\n", "/// nothing", "namespace ns"]
)
def test_a_file_may_be_empty(text: str) -> None:
    assert [*model_of(text)] == []


def test_places_of_operations() -> None:
    text = HEAD + "@sensitive\nstructure A {\n    @required\n    b: String\n}\n"
    operations = read_file(Document("a.smithy", text), Diagnostics())
    places = {
        (type(each), str(getattr(each, "trait", ""))): each.location.position
        for each in operations
    }
    assert places[DefineShape, ""] == (4, 1)
    assert places[DefineMember, ""] == (6, 5)
    assert places[ApplyTrait, "smithy.api#sensitive"] == (3, 1)
    assert places[ApplyTrait, "smithy.api#required"] == (5, 5)
    (member,) = (each for each in operations if isinstance(each, DefineMember))
    assert member.location.child("target").position == (6, 8)


# --- Values


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("1", 1),
        ("-0.5", -0.5),
        ("1e3", 1000.0),
        ("2E-1", 0.2),
        ("1.5e+2", 150.0),
        ("1e400", 10**400),
        ("true", True),
        ("null", None),
        ("[]", []),
        ("[1 2, 3,]", [1, 2, 3]),
        ("[\n  1 // one\n\n  2]", [1, 2]),
        ("{}", {}),
        ('{a: 1, "b c": {d: []}}', {"a": 1, "b c": {"d": []}}),
        ("String", "smithy.api#String"),
        ("smithy.api#Integer", "smithy.api#Integer"),
        ('"a\\n\\t\\"\\\\\\/\\u00e9"', 'a\n\t"\\/é'),
        ('"\\ud83d\\ude00"', "😀"),
        ('"one \\\ntwo"', "one two"),
        ('"one\r\ntwo\rthree"', "one\ntwo\nthree"),
        ('""', ""),
    ],
)
def test_values(literal: str, value: Any) -> None:
    read_value = value_of(literal)
    assert read_value == value
    assert isinstance(read_value, type(value))


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('"""\n    a\n      b\n    """', "a\n  b\n"),
        ('"""\n    a\n  b"""', "  a\nb"),
        ('"""\n    a\n  """', "  a\n"),
        ('"""\n    a\n\n    b   \n    """', "a\n\nb\n"),
        ('"""\n    """', ""),
        ('"""\r\n    a\r\n    b"""', "a\nb"),
        ('""" \n  a"""', "a"),
        ('"""\n  a \\\n  b"""', "a b"),
        ('"""\n  say ""hi"" \\""" """', 'say ""hi"" """'),
        ('"""\n  \\u0020a"""', " a"),
        ('"""\n\ta"""', "\ta"),
    ],
)
def test_text_blocks(written: str, text: str) -> None:
    assert value_of(written) == text


def test_long_decimals_keep_their_digits() -> None:
    long = value_of("0.100000000000000000000001")
    assert isinstance(long, LongDecimal)
    assert long.literal == "0.100000000000000000000001"
    assert long == 0.1
    for short in ("0.1", "0.10000000000000000000", "1.7976931348623157e308"):
        assert type(value_of(short)) is float


def test_nesting_up_to_the_limit_is_read() -> None:
    for depth, found in ((MAX_DEPTH, []), (MAX_DEPTH + 1, ["E007"])):
        _, diagnostics = read(f"metadata a = {'[' * depth}{']' * depth}\n")
        assert [each.code for each in diagnostics] == found


def test_metadata_of_several_files() -> None:
    model = model_of(
        'metadata "a b" = [1]\nmetadata c = "d"\n',
        'metadata "a b" = [2]\nnamespace n\n',
    )
    assert model.metadata == {"a b": [1, 2], "c": "d"}
    assert codes("metadata a = 1\nmetadata a = true\n") == [("E104", (2, 1))]


# --- Names


def test_relative_names() -> None:
    model = model_of(
        HEAD + """use other#Thing
        structure A {
            a: Thing
            b: B
            c: String
            d: other#Thing
            e: ns#B
            f: PrimitiveInteger
        }
        string B
        """,
        "namespace other\nstring Thing\n",
    )
    assert structure(model, "A") == {
        "a": "other#Thing",
        "b": "ns#B",
        "c": "smithy.api#String",
        "d": "other#Thing",
        "e": "ns#B",
        "f": "smithy.api#PrimitiveInteger",
    }


def test_a_shape_of_another_file_hides_one_of_the_prelude() -> None:
    first = HEAD + """
        @required
        @tags([String, Integer])
        structure A with [Base] {
            a: String
            b: Integer
            c: smithy.api#String
        }
        apply String @sensitive
        service S { version: "1", operations: [Float] }
        """
    second = HEAD + """
        string String
        @mixin structure Base {}
        @trait structure required {}
        operation Float { input: Unit }
        structure Unit {}
        """
    for model in (model_of(first, second), model_of(second, first)):
        assert structure(model, "A") == {
            "a": "ns#String",
            "b": "smithy.api#Integer",
            "c": "smithy.api#String",
        }
        traits = raw(model, "A")
        assert traits == {
            "ns#required": {},
            "tags": ["ns#String", "smithy.api#Integer"],
        }
        assert raw(model, "String") == {"sensitive": {}}
        (service,) = model.services()
        assert service.operations == ("ns#Float",)
        assert model.operation(ShapeId("ns#Float")).input == "ns#Unit"


def test_names_in_values() -> None:
    model = model_of(
        HEAD + """use other#Thing
        @tags([A, String, Thing, "A", A$a, Thing$b])
        structure A { a: String }
        """,
        "namespace other\nstructure Thing { b: String }\n",
    )
    assert raw(model, "A")["tags"] == [
        "ns#A",
        "smithy.api#String",
        "other#Thing",
        "A",
        "ns#A$a",
        "other#Thing$b",
    ]


# --- Traits and comments


def test_forms_of_traits() -> None:
    model = of("""
        @trait structure object {}
        @trait map table { key: String, value: String }
        @trait list things { member: String }
        @trait string text
        @trait integer number

        @object @table() @things @text("a") @number(1)
        structure A {}

        @object({}) @table(a: "b", "c d": "e") @things(["a"]) @text(\"""
            a\""")
        structure B {}

        @since()
        @deprecated(message: "no", since: "1")
        @tags(["a"])
        structure C {}
        """.replace("@since()", '@since("1")'))
    assert raw(model, "A") == {
        "ns#object": {},
        "ns#table": {},
        "ns#things": [],
        "ns#text": "a",
        "ns#number": 1,
    }
    assert raw(model, "B") == {
        "ns#object": {},
        "ns#table": {"a": "b", "c d": "e"},
        "ns#things": ["a"],
        "ns#text": "a",
    }
    assert raw(model, "C") == {
        "since": "1",
        "deprecated": {"message": "no", "since": "1"},
        "tags": ["a"],
    }


def test_traits_without_value_follow_their_definition() -> None:
    text = HEAD + "@tags @sensitive @other#unknown @required2 structure A {}\n"
    operations = read_file(Document("a.smithy", text), Diagnostics())
    values = [each.value for each in operations if isinstance(each, ApplyTrait)]
    assert values == [OMITTED] * 4
    model, diagnostics = read(text, HEAD + "@trait list required2 { member: String }")
    assert [each.code for each in diagnostics] == ["N100"]
    assert raw(model, "A") == {
        "tags": [],
        "sensitive": {},
        "other#unknown": {},
        "ns#required2": [],
    }
    assert [each.code for each in read(HEAD + "@title string A")[1]] == ["E130"]


def test_documentation_comments() -> None:
    model = of("""
        /// One.
        ///  Two.
        ///
        ///Three.
        // no documentation
        @sensitive
        structure A {
            /// Of a member.
            @required
            a: String /// of nothing

            @required
            /// of nothing
            b: String
        }
        """)
    assert raw(model, "A")["documentation"] == "One.\n Two.\n\nThree."
    assert raw(model, "A$a") == {"documentation": "Of a member.", "required": {}}
    assert raw(model, "A$b") == {"required": {}}


def test_the_first_shape_is_documented_across_blank_lines() -> None:
    model = model_of("namespace ns\n/// First.\n\nstring A\n\n/// Second.\nstring B\n")
    assert raw(model, "A") == {"documentation": "First."}
    assert raw(model, "B") == {"documentation": "Second."}
    used = "namespace ns\n/// Of nothing.\nuse smithy.api#String\nstructure A { a: String }"
    assert raw(model_of(used), "A") == {}


def test_apply() -> None:
    model = of("""
        structure A { a: String }
        apply A @documentation("of A")
        apply A$a { @required @tags(["x"]) }
        apply ns#A @tags(["y"])
        apply A { @tags(["z"]) }
        """)
    assert raw(model, "A") == {"documentation": "of A", "tags": ["y", "z"]}
    assert raw(model, "A$a") == {"required": {}, "tags": ["x"]}
    assert codes(HEAD + "string B\napply A @sensitive\n") == [("E105", (4, 9))]


# --- Shapes


SIMPLE = (
    "blob boolean string byte short integer long float double bigInteger bigDecimal"
    " timestamp document"
).split()


@pytest.mark.parametrize("kind", SIMPLE)
def test_simple_shapes(kind: str) -> None:
    shape = of(f"@mixin {kind} A\n{kind} B with [A]\n")[ShapeId("ns#B")]
    assert isinstance(shape, SimpleShape)
    assert shape.type == kind


def test_aggregates() -> None:
    model = of("""
        list L { @sparse2 member: String }
        map M { key: String, value: L }
        union U { a: String, b: Integer }
        structure S { a: U b: M,
            c: L }
        @trait structure sparse2 {}
        """)
    listed, mapped = model[ShapeId("ns#L")], model[ShapeId("ns#M")]
    assert isinstance(listed, ListShape)
    assert listed.member.traits.raw == {"ns#sparse2": {}}
    assert isinstance(mapped, MapShape)
    assert (mapped.key.target, mapped.value.target) == ("smithy.api#String", "ns#L")
    assert isinstance(model[ShapeId("ns#U")], UnionShape)
    assert structure(model, "S") == {"a": "ns#U", "b": "ns#M", "c": "ns#L"}


def test_enums() -> None:
    model = of("""
        enum E {
            A
            B = "b",
            @deprecated C
            @enumValue("d") D
        }
        intEnum I {
            ONE = 1
            @enumValue(-2)
            TWO
        }
        """)
    letters, numbers = model[ShapeId("ns#E")], model[ShapeId("ns#I")]
    assert isinstance(letters, EnumShape)
    assert isinstance(numbers, IntEnumShape)
    assert {each.name: each.value for each in letters.members} == {
        "A": "A",
        "B": "b",
        "C": "C",
        "D": "d",
    }
    assert {each.name: each.value for each in numbers.members} == {"ONE": 1, "TWO": -2}


def test_defaults() -> None:
    model = of("""
        structure A {
            a: String = "x"
            b: Integer = 1,
            c: Boolean = false // comment
            d: Tags = []
            e: String = null
        }
        list Tags { member: String }
        """)
    defaults = [raw(model, f"A${name}")["default"] for name in "abcde"]
    assert defaults == ["x", 1, False, [], None]


def test_inline_input_and_output() -> None:
    model = of("""
        operation Get {
            input :=
                /// What to get.
                @references([{ resource: Thing }])
                for Thing with [Base] {
                    @required
                    $id
                }
            output := { name: String }
            errors: [Gone]
        }
        resource Thing { identifiers: { id: String } }
        @mixin structure Base { size: Integer }
        @error("client") structure Gone {}
        """)
    operation = model[ShapeId("ns#Get")]
    assert isinstance(operation, OperationShape)
    assert (operation.input, operation.output) == ("ns#GetInput", "ns#GetOutput")
    assert operation.errors == ("ns#Gone",)
    assert structure(model, "GetInput") == {
        "size": "smithy.api#Integer",
        "id": "smithy.api#String",
    }
    assert raw(model, "GetInput") == {
        "documentation": "What to get.",
        "references": [{"resource": "ns#Thing"}],
        "input": {},
    }
    assert raw(model, "GetOutput") == {"output": {}}


def test_suffixes_of_inline_shapes() -> None:
    model = model_of(
        '$version: "2"\n$operationInputSuffix: "Request"\n$operationOutputSuffix: ""\n'
        "namespace ns\noperation Get {\n    input := {}\n    output: Out\n}\nstructure Out {}\n"
    )
    assert model.operation(ShapeId("ns#Get")).input == "ns#GetRequest"


def test_services_and_resources() -> None:
    model = of("""
        service S {
            version: "2024-01-01",
            operations: [Get, "ns#Put"]
            resources: [R]
            errors: [Gone]
            rename: { "ns#Gone": "Lost", "other#Gone": "Gone2" }
        }
        resource R {
            identifiers: { id: String, "other": ns#Other }
            properties: { size: Integer }
            create: Create, put: PutIt
            list: List
            operations: [Do]
            collectionOperations: [DoAll]
            resources: [Below]
        }
        resource Below { identifiers: { id: String } }
        string Other
        operation Get {}
        operation Put {}
        operation Create {}
        operation PutIt {}
        operation List {}
        operation Do {}
        operation DoAll {}
        @error("client") structure Gone {}
        """.replace(', "other#Gone": "Gone2"', ""))
    (service,) = model.services()
    assert isinstance(service, ServiceShape)
    assert service.version == "2024-01-01"
    assert service.operations == ("ns#Get", "ns#Put")
    assert service.resources == ("ns#R",)
    assert service.errors == ("ns#Gone",)
    assert service.rename == {"ns#Gone": "Lost"}
    resource = model[ShapeId("ns#R")]
    assert isinstance(resource, ResourceShape)
    assert resource.identifiers == {"id": "smithy.api#String", "other": "ns#Other"}
    assert resource.properties == {"size": "smithy.api#Integer"}
    assert resource.lifecycle == {
        "create": "ns#Create",
        "put": "ns#PutIt",
        "list": "ns#List",
    }
    assert resource.operations == ("ns#Do",)
    assert resource.collection_operations == ("ns#DoAll",)
    assert resource.resources == ("ns#Below",)


def test_elided_members() -> None:
    model = of("""
        resource R {
            identifiers: { id: String }
            properties: { size: Integer, shared: Long }
        }
        @mixin structure M {
            name: Name
            shared: Long
        }
        string Name
        structure A for R with [M] {
            @required $id
            $size
            @required
            $name
            $shared
            $late = 1
        }
        @mixin structure N with [Late] {}
        @mixin structure Late { late: Integer }
        """.replace("with [M] {", "with [M N] {"))
    assert structure(model, "A") == {
        "name": "ns#Name",
        "shared": "smithy.api#Long",
        "late": "smithy.api#Integer",
        "id": "smithy.api#String",
        "size": "smithy.api#Integer",
    }
    assert raw(model, "A$name") == {"required": {}}
    assert raw(model, "A$late") == {"default": 1}


def test_version_1() -> None:
    model = model_of("""namespace ns
        structure A { a: Integer, b: PrimitiveInteger, c: Set }
        set Set { member: String }
        @enum([{ value: "x", name: "X" }])
        string E
        """)
    assert "default" not in raw(model, "A$a")
    assert raw(model, "A$b") == {"default": 0}
    assert raw(model, "Set") == {"uniqueItems": {}}
    assert isinstance(model[ShapeId("ns#E")], EnumShape)


# --- Recovery


def test_every_problem_of_a_file_is_told() -> None:
    text = (
        '$version: "2.0"\n'
        "$a b\n"
        "metadata x\n"
        "metadata y = 1 2\n"
        "namespace ns\n"
        "use a\n"
        "use b#X d\n"
        "structure A {\n"
        "    a String\n"
        "}\n"
        "strin B\n"
        "@length(min: )\n"
        "string C\n"
        "/// fine\n"
        "string D\n"
        "list E { membr: Unknown }\n"
        "apply D @sensitive @tags\n"
    )
    found = codes(text)
    assert [code for code, _ in found] == [
        *["E020"] * 4,
        "N100",
        *["E020"] * 4,
        *("E113", "E020"),
    ]
    assert [place[0] for _, place in found if place] == [
        *(2, 3, 4, 6, 7, 7, 9, 11, 12),
        *(16, 17),
    ]
    model, _ = read(text)
    assert "ns#D" in model
    assert raw(model, "D") == {"documentation": "fine"}


def test_shapes_after_a_wrong_namespace_are_read_for_their_problems() -> None:
    found = codes("namespace 1\nstring A\nstrng B\nstructure C { a: A }\n")
    assert found == [("E020", (1, 11)), ("E020", (3, 1))]


def test_a_trait_that_is_misspelled_is_no_trait_of_a_package() -> None:
    _, diagnostics = read(HEAD + "@requird\n@smithy.api#nope\nstring A\n")
    assert [(each.code, each.hint) for each in diagnostics] == [
        ("E117", "did you mean required?"),
        ("E117", None),
    ]


def test_hints_name_what_is_not_closed() -> None:
    _, diagnostics = read(HEAD + "structure A {\n    a: String = [\n")
    (found,) = diagnostics
    assert found.hint == "the [ of line 4, column 17 is not closed"
    assert found.shape == "ns#A"


def test_known_packages_need_no_definitions() -> None:
    model = model_of(HEAD + """use aws.protocols#restJson1
        use smithy.framework#ValidationException
        @restJson1
        service S { version: "1", errors: [ValidationException] }
        """)
    (service,) = model.services()
    assert service.errors == ("smithy.framework#ValidationException",)
    error = model.structure(service.errors[0])
    assert [*error.members] == ["message", "fieldList"]
    own = 'namespace smithy.framework\n@error("client")\nstructure ValidationException {}\n'
    model = model_of(
        HEAD + "use smithy.framework#ValidationException\n"
        "operation A { errors: [ValidationException] }\n",
        own,
    )
    assert not model.structure(service.errors[0]).members
