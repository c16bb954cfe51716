"""The steps of a push against a registry of plain data, and the two loops that do them."""

from __future__ import annotations

import asyncio
import io
import json
import threading
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from tests.extras.registry import Calls, Registry, Trickle, digest_of, drive

UPLOAD = ["BatchCheckLayerAvailability", "InitiateLayerUpload"]
DONE = "CompleteLayerUpload"
PART = "UploadLayerPart"
OCI = "application/vnd.oci.image.manifest.v1+json"


def manifest_of(*layers: bytes, **members: Any) -> bytes:
    """A manifest with odd spacing: whoever writes it again changes its digest."""
    return (
        json.dumps(
            {
                "schemaVersion": 2,
                "mediaType": OCI,
                "layers": [{"digest": digest_of(each)} for each in layers],
                **members,
            },
            indent=3,
            ensure_ascii=False,
        ).encode()
        + b"\n "
    )


def sources(content: bytes, directory: Path) -> dict[str, Any]:
    path = directory / "content"
    path.write_bytes(content)
    behind = io.BytesIO(b"not this" + content)
    behind.seek(8)
    return {
        "bytes": content,
        "path": path,
        "file": io.BytesIO(content),
        "file from where it stands": behind,
        "pipe": Trickle(content),
    }


SOURCES = ["bytes", "path", "file", "file from where it stands", "pipe"]


# --- One layer -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("size", [1, 999, 1000, 1001, 3000, 3500])
def test_a_layer_arrives(
    package: ModuleType, source: str, size: int, tmp_path: Path
) -> None:
    content = bytes(index % 251 for index in range(size))
    registry = Registry(package)
    layer = sources(content, tmp_path)[source]
    pushed = drive(package._push_steps.layer_steps("app", layer), registry)
    assert registry.layers == {digest_of(content): content}
    assert (pushed.digest, pushed.size, pushed.was_sent) == (
        digest_of(content),
        size,
        True,
    )
    parts = [PART] * -(-size // 1000)
    # A pipe cannot be hashed before it is sent, so there is nothing to ask for.
    first = UPLOAD[1:] if source == "pipe" else UPLOAD
    assert registry.steps == [*first, *parts, DONE]


@pytest.mark.parametrize("source", SOURCES)
def test_parts_are_whole_and_in_order(
    package: ModuleType, source: str, tmp_path: Path
) -> None:
    content = bytes(2500)
    registry = Registry(package)
    layer = sources(content, tmp_path)[source]
    drive(package._push_steps.layer_steps("app", layer, registry_id="12"), registry)
    parts = [each for each in registry.inputs if type(each).__name__.startswith(PART)]
    places = [(each.part_first_byte, each.part_last_byte) for each in parts]
    assert places == [(0, 999), (1000, 1999), (2000, 2499)]
    assert {type(each.layer_part_blob) for each in parts} == {bytes}
    for each in registry.inputs:
        assert (each.repository_name, each.registry_id) == ("app", "12")


def test_a_pipe_is_read_a_part_at_a_time(package: ModuleType) -> None:
    pipe = Trickle(bytes(5000), steps=(10000,))
    drive(package._push_steps.layer_steps("app", pipe), Registry(package))
    assert pipe.most == 1000


def test_no_more_than_a_part_is_in_memory(package: ModuleType, tmp_path: Path) -> None:
    """A layer of 64 MiB in parts of 1 MiB, twice: for its digest, and to be sent."""
    path = tmp_path / "layer"
    with path.open("wb") as file:
        file.truncate(64 * 2**20)

    class Forgetful(Registry):
        def UploadLayerPart(self, value: Any) -> Any:  # noqa: N802
            self.inputs.clear()

        def CompleteLayerUpload(self, value: Any) -> Any:  # noqa: N802
            return None

    registry = Forgetful(package, part_size=2**20)
    drive(package._push_steps.layer_steps("app", b"x"), registry)
    tracemalloc.start()
    try:
        drive(package._push_steps.layer_steps("app", path), registry)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert registry.steps.count(PART) == 1 + 64
    assert peak < 4 * 2**20


@pytest.mark.parametrize(
    ("said", "expected"), [(None, 10 * 2**20), (0, 10 * 2**20), (2**40, 20 * 2**20)]
)
def test_part_sizes_out_of_bounds(
    package: ModuleType, said: int | None, expected: int
) -> None:
    """LayerPartBlob has at most 20971520 bytes, whatever the registry proposes."""
    registry = Registry(package, part_size=said)
    content = bytes(21 * 2**20)
    drive(package._push_steps.layer_steps("app", content), registry)
    parts = [each for each in registry.inputs if type(each).__name__.startswith(PART)]
    assert len(parts[0].layer_part_blob) == expected
    assert list(registry.layers.values()) == [content]


@pytest.mark.parametrize("source", SOURCES)
def test_nothing_is_sent_of_an_empty_layer(
    package: ModuleType, source: str, tmp_path: Path
) -> None:
    registry = Registry(package)
    layer = sources(b"", tmp_path)[source]
    with pytest.raises(ValueError, match="the layer is empty"):
        drive(package._push_steps.layer_steps("app", layer), registry)
    assert registry.steps == []


@pytest.mark.parametrize("source", SOURCES)
def test_a_layer_that_is_there_is_not_sent(
    package: ModuleType, source: str, tmp_path: Path
) -> None:
    content = b"layer"
    registry = Registry(package)
    registry.layers[digest_of(content)] = content
    steps = package._push_steps.layer_steps(
        "app", sources(content, tmp_path)[source], digest=digest_of(content)
    )
    assert not drive(steps, registry).was_sent
    assert registry.steps == UPLOAD[:1]


@pytest.mark.parametrize("source", SOURCES)
def test_a_layer_of_another_digest_is_not_completed(
    package: ModuleType, source: str, tmp_path: Path
) -> None:
    registry = Registry(package)
    steps = package._push_steps.layer_steps(
        "app", sources(b"this", tmp_path)[source], digest=digest_of(b"that")
    )
    with pytest.raises(ValueError, match=digest_of(b"this")):
        drive(steps, registry)
    assert DONE not in registry.steps


def test_a_file_that_changes_while_it_is_sent(
    package: ModuleType, layer_file: Path
) -> None:
    registry = Registry(package)

    def change(name: str, _: Any) -> None:
        if name == "InitiateLayerUpload":
            layer_file.write_bytes(b"something else")

    registry.before = change
    with pytest.raises(ValueError, match="changed while it was sent"):
        drive(package._push_steps.layer_steps("app", layer_file), registry)
    assert registry.layers == {}


@pytest.mark.parametrize(
    "digest", ["", "sha256:", "sha256:" + "A" * 64, "md5:" + "0" * 32]
)
def test_what_is_no_digest(package: ModuleType, digest: str) -> None:
    registry = Registry(package)
    with pytest.raises(ValueError, match="is not a digest"):
        drive(package._push_steps.layer_steps("app", b"x", digest=digest), registry)
    assert registry.steps == []


@pytest.mark.parametrize(
    "layer", ["layer.tar", bytearray(b"x"), memoryview(b"x"), None, 7, [b"x"]]
)
def test_what_is_no_layer(package: ModuleType, layer: Any) -> None:
    registry = Registry(package)
    with pytest.raises(TypeError, match="give bytes, a file object or a Path"):
        drive(package._push_steps.layer_steps("app", layer), registry)
    # Bytes where there should be a list of them are a list of numbers.
    with pytest.raises(TypeError, match="layer 1 is a int: give bytes"):
        drive(package._push_steps.image_steps("app", manifest_of(), b"x"), registry)
    assert registry.steps == []


def test_what_can_do_nothing_but_read(package: ModuleType) -> None:
    """The body of an answer, such as an object of S3, is a layer as good as a pipe."""

    class Body:
        def __init__(self, content: bytes) -> None:
            self.read = io.BytesIO(content).read

    registry = Registry(package)
    drive(package._push_steps.layer_steps("app", Body(bytes(2500))), registry)
    assert list(registry.layers.values()) == [bytes(2500)]
    assert registry.steps.count(PART) == 3
    with pytest.raises(ValueError, match="is empty"):
        drive(package._push_steps.layer_steps("app", Body(b"")), registry)


def test_a_file_open_for_text(package: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("text", "utf-8")
    with (
        (tmp_path / "text").open(encoding="utf-8") as file,
        pytest.raises(TypeError, match="not open for reading bytes"),
    ):
        drive(package._push_steps.layer_steps("app", file), Registry(package))


def test_a_missing_file(package: ModuleType, tmp_path: Path) -> None:
    registry = Registry(package)
    with pytest.raises(FileNotFoundError):
        drive(package._push_steps.layer_steps("app", tmp_path / "none"), registry)
    assert registry.steps == []


# --- What goes wrong on the way ------------------------------------------------------------------------------------


def once(name: str, problem: Exception) -> Callable[[str, Any], None]:
    """Raises `problem` at the first step `name`."""
    problems = [problem]

    def act(step: str, _: Any) -> None:
        if step == name and problems:
            raise problems.pop()

    return act


@pytest.mark.parametrize("availability", ["UNAVAILABLE", "ARCHIVED", "SOMETHING_NEW"])
def test_layers_that_are_known_but_not_there_are_sent(
    package: ModuleType, availability: str
) -> None:
    models = package.models

    class Knowing(Registry):
        def BatchCheckLayerAvailability(self, value: Any) -> Any:  # noqa: N802
            (digest,) = value.layer_digests
            layer = models.Layer(
                layer_digest=digest,
                layer_availability=models.LayerAvailability(availability),
            )
            return models.BatchCheckLayerAvailabilityResponse(layers=[layer])

    registry = Knowing(package)
    assert drive(package._push_steps.layer_steps("app", b"x"), registry).was_sent


def test_somebody_else_was_faster(package: ModuleType) -> None:
    registry = Registry(package)

    def other(name: str, _: Any) -> None:
        if name == DONE:
            registry.layers[digest_of(b"x")] = b"x"

    registry.before = other
    assert drive(package._push_steps.layer_steps("app", b"x"), registry).was_sent


def test_a_part_that_arrived_though_its_answer_did_not(package: ModuleType) -> None:
    """The client has sent it again, and the registry says how far it is."""
    registry = Registry(package)
    registry.after = once(
        PART, package.errors.InvalidLayerPartException(last_valid_byte_received=999)
    )
    drive(package._push_steps.layer_steps("app", bytes(2500)), registry)
    assert list(registry.layers) == [digest_of(bytes(2500))]


@pytest.mark.parametrize("last", [None, -1, 0, 998, 1000])
def test_a_part_that_did_not_arrive(package: ModuleType, last: int | None) -> None:
    registry = Registry(package)
    kind = package.errors.InvalidLayerPartException
    registry.before = once(PART, kind(last_valid_byte_received=last))
    with pytest.raises(kind):
        drive(package._push_steps.layer_steps("app", bytes(2500)), registry)


def test_an_upload_that_was_completed_though_the_answer_got_lost(
    package: ModuleType,
) -> None:
    registry = Registry(package)
    registry.after = once(DONE, package.errors.UploadNotFoundException())
    assert drive(package._push_steps.layer_steps("app", b"x"), registry).was_sent
    assert registry.steps[-2:] == [DONE, UPLOAD[0]]


def test_an_upload_that_is_gone(package: ModuleType) -> None:
    registry = Registry(package)
    registry.before = once(DONE, package.errors.UploadNotFoundException())
    with pytest.raises(package.errors.UploadNotFoundException):
        drive(package._push_steps.layer_steps("app", b"x"), registry)


@pytest.mark.parametrize("step", [*UPLOAD, PART, DONE])
def test_other_errors_come_through_and_files_are_closed(
    package: ModuleType, step: str, layer_file: Path
) -> None:
    registry = Registry(package)
    registry.before = once(step, package.errors.RepositoryNotFoundException())
    steps = package._push_steps.layer_steps("app", layer_file)
    with pytest.raises(package.errors.RepositoryNotFoundException):
        drive(steps, registry)
    assert registry.steps[-1] == step


@pytest.mark.filterwarnings("error::ResourceWarning")
def test_a_push_that_is_given_up_closes_its_file(
    package: ModuleType, layer_file: Path
) -> None:
    steps = package._push_steps.layer_steps("app", layer_file)
    opened: list[Any] = []
    answer: Any = None
    registry = Registry(package)
    while PART not in registry.steps:
        step = steps.send(answer)
        answer = step.run() if hasattr(step, "run") else registry.answer(step)
        frame: Any = steps.gi_yieldfrom
        while frame is not None:
            source = frame.gi_frame.f_locals.get("source")
            if getattr(source, "_file", None) is not None:
                opened.append(source._file)
            frame = frame.gi_yieldfrom
    assert opened
    assert not opened[-1].closed
    steps.close()
    assert opened[-1].closed


# --- Images --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("named", [False, True])
def test_an_image_arrives(package: ModuleType, named: bool, tmp_path: Path) -> None:
    layers = [b"config", bytes(2000), b"x"]
    path = tmp_path / "layer"
    path.write_bytes(layers[1])
    given: list[Any] = [layers[0], path, Trickle(layers[2])]
    content = manifest_of(*layers, note="ü")
    registry = Registry(package)
    pushed = drive(
        package._push_steps.image_steps(
            "app",
            content,
            dict(zip(map(digest_of, layers), given, strict=True)) if named else given,
            tags=["v1", "latest", "v1"],
        ),
        registry,
    )
    assert set(registry.layers.values()) == set(layers)
    assert registry.manifests == {digest_of(content): content.decode()}
    assert registry.images == dict.fromkeys(["v1", "latest"], digest_of(content))
    assert pushed.digest == digest_of(content)
    assert pushed.media_type == OCI
    assert pushed.tags == ("v1", "latest")
    assert pushed.was_new
    assert [each.digest for each in pushed.layers] == [
        digest_of(each) for each in layers
    ]
    assert registry.steps.count(UPLOAD[0]) == 1


def test_layers_are_asked_for_in_batches_of_100(package: ModuleType) -> None:
    layers = [str(index).encode() for index in range(250)]
    registry = Registry(package)
    registry.layers = {digest_of(each): each for each in layers[::2]}
    pushed = drive(
        package._push_steps.image_steps(
            "app", manifest_of(*layers), [*layers, *layers]
        ),
        registry,
    )
    asked = [each.layer_digests for each in registry.inputs[:3]]
    assert [len(each) for each in asked] == [100, 100, 50]
    assert [each for batch in asked for each in batch] == [
        digest_of(each) for each in layers
    ]
    assert registry.steps.count(DONE) == 125
    sent = [each.was_sent for each in pushed.layers]
    assert sent[:250] == [False, True] * 125
    # The second time they are in the repository, for the first time has brought them there.
    assert sent[250:] == [False] * 250


def test_one_empty_layer_keeps_all_from_being_sent(package: ModuleType) -> None:
    registry = Registry(package)
    steps = package._push_steps.image_steps("app", manifest_of(), [b"x", b"", b"y"])
    with pytest.raises(ValueError, match="layer 2 is empty"):
        drive(steps, registry)
    assert registry.steps == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff", "not UTF-8 at byte 0"),
        (b"{", "not a JSON object"),
        (b"[" * 100000, "not a JSON object"),
        (b"[]", "not a JSON object"),
        (b'{"schemaVersion": 2}', "does not say its media type"),
    ],
)
def test_what_is_no_manifest(package: ModuleType, content: bytes, reason: str) -> None:
    registry = Registry(package)
    with pytest.raises(ValueError, match=reason):
        drive(package._push_steps.image_steps("app", content, [b"x"]), registry)
    assert registry.steps == []


@pytest.mark.parametrize("manifest", [{"layers": []}, Path("manifest.json"), 7, None])
def test_a_manifest_that_is_not_given_as_it_is(
    package: ModuleType, manifest: Any
) -> None:
    """A dict cannot be hashed, and a path is not read: its text would be taken for the manifest."""
    steps = package._push_steps.image_steps("app", manifest, [])
    with pytest.raises(TypeError, match="give its bytes as they are"):
        drive(steps, Registry(package))


def test_a_manifest_of_another_digest(package: ModuleType) -> None:
    registry = Registry(package)
    steps = package._push_steps.image_steps(
        "app", manifest_of(), [b"x"], digest=digest_of(b"")
    )
    with pytest.raises(ValueError, match="the manifest has the digest"):
        drive(steps, registry)
    assert registry.steps == []


@pytest.mark.parametrize(
    ("content", "given", "expected"),
    [
        ('{"mediaType": "a/b"}', None, "a/b"),
        ('{"mediaType": "a/b"}', "a/b", "a/b"),
        ("{}", "c/d", "c/d"),
        ('{"layers": []}', None, OCI),
        ('{"manifests": []}', None, "application/vnd.oci.image.index.v1+json"),
    ],
)
def test_media_types(
    package: ModuleType, content: str, given: str | None, expected: str
) -> None:
    registry = Registry(package)
    steps = package._push_steps.image_steps("app", content, [], media_type=given)
    assert drive(steps, registry).media_type == expected
    (put,) = registry.inputs
    assert put.image_manifest_media_type == expected
    assert put.image_manifest == content


def test_media_types_that_differ(package: ModuleType) -> None:
    steps = package._push_steps.image_steps("app", manifest_of(), [], media_type="a/b")
    with pytest.raises(ValueError, match="not 'a/b'"):
        drive(steps, Registry(package))


def test_tags_that_are_one_text(package: ModuleType) -> None:
    steps = package._push_steps.image_steps("app", manifest_of(), [], tags="latest")
    with pytest.raises(TypeError, match="a list of tags"):
        drive(steps, Registry(package))


@pytest.mark.parametrize("names_digests", [True, False])
@pytest.mark.parametrize("tags", [["v1"], ["v1", "v2"], []])
def test_an_image_that_is_there(
    package: ModuleType, tags: list[str], names_digests: bool
) -> None:
    registry = Registry(package)
    registry.names_digests = names_digests

    def push(**options: Any) -> Any:
        steps = package._push_steps.image_steps(
            "app", manifest_of(), [], tags=tags, **options
        )
        return drive(steps, registry)

    assert push().was_new
    with pytest.raises(package.errors.ImageAlreadyExistsException):
        push()
    assert not push(exist_ok=True).was_new
    registry.images.pop(tags[-1] if tags else None)
    if tags:
        assert push(exist_ok=True).was_new


@pytest.mark.parametrize("exist_ok", [True, False])
def test_an_image_that_arrived_though_the_answer_got_lost(
    package: ModuleType, exist_ok: bool
) -> None:
    """The client has sent it again, and the registry says that it is there."""
    registry = Registry(package)
    lost = package.errors.ImageAlreadyExistsException(message="It already exists")
    lost.attempts = 2
    registry.after = once("PutImage", lost)
    steps = package._push_steps.image_steps(
        "app", manifest_of(), [], tags=["v1"], exist_ok=exist_ok
    )
    assert drive(steps, registry).was_new
    assert registry.images == {"v1": digest_of(manifest_of())}
    # Another image under the tag is none of ours, however often it was tried.
    registry.images["v1"] = digest_of(b"another")
    registry.before = once("PutImage", lost)
    steps = package._push_steps.image_steps("app", manifest_of(), [], tags=["v1"])
    with pytest.raises(package.errors.ImageAlreadyExistsException):
        drive(steps, registry)


@pytest.mark.parametrize("names_digests", [True, False])
def test_another_image_under_the_tag(package: ModuleType, names_digests: bool) -> None:
    registry = Registry(package)
    registry.names_digests = names_digests
    registry.images["v1"] = digest_of(b"another")
    with pytest.raises(package.errors.ImageAlreadyExistsException):
        drive(
            package._push_steps.image_steps(
                "app", manifest_of(), [], tags=["v1"], exist_ok=True
            ),
            registry,
        )


def test_a_tag_that_cannot_be_moved(package: ModuleType) -> None:
    """Repositories with immutable tags have an error of their own, which names no digest."""
    registry = Registry(package)
    kind = package.errors.ImageTagAlreadyExistsException
    for there, fine in ((manifest_of(), True), (b"another", False)):
        registry.images["v1"] = digest_of(there)
        registry.before = once("PutImage", kind(message="The tag is immutable."))
        steps = package._push_steps.image_steps(
            "app", manifest_of(), [], tags=["v1"], exist_ok=True
        )
        if fine:
            assert not drive(steps, registry).was_new
        else:
            with pytest.raises(kind):
                drive(steps, registry)


@settings(max_examples=60)
@given(
    sizes=st.lists(st.integers(1, 4000), max_size=6),
    part_size=st.integers(1, 1500),
    known=st.sets(st.integers(0, 5)),
)
def test_whatever_the_layers_all_of_them_arrive_once(
    package: ModuleType, sizes: list[int], part_size: int, known: set[int]
) -> None:
    layers = [bytes([index]) * size for index, size in enumerate(sizes)]
    registry = Registry(package, part_size)
    for index in known & set(range(len(layers))):
        registry.layers[digest_of(layers[index])] = layers[index]
    told: list[tuple[int, int | None]] = []
    steps = package._push_steps.image_steps(
        "app",
        manifest_of(*layers),
        layers,
        progress=lambda sent, total: told.append((sent, total)),
    )
    drive(steps, registry)
    assert set(registry.layers.values()) == set(layers)
    expected = sum(len(each) for i, each in enumerate(layers) if i not in known)
    assert {total for _, total in told} <= {expected}
    sent = [each for each, _ in told]
    assert sent == sorted(set(sent))
    assert (sent[-1] if sent else 0) == expected
    assert all(b - a <= part_size for a, b in zip([0, *sent], sent, strict=False))


# --- The loops -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_async", [False, True])
def test_the_loops_call_the_methods_of_the_client(
    package: ModuleType, is_async: bool, layer_file: Path
) -> None:
    registry = Registry(package)
    client = Calls(registry, is_async=is_async)
    content = manifest_of(layer_file.read_bytes())
    push = package.push
    if is_async:
        layer = asyncio.run(push.push_layer_async(client, "app", b"first"))
        image = asyncio.run(
            push.push_image_async(client, "app", content, [layer_file], tags=["v1"])
        )
    else:
        layer = push.push_layer(client, "app", b"first")
        image = push.push_image(client, "app", content, [layer_file], tags=["v1"])
    assert layer == package.push.PushedLayer(digest_of(b"first"), 5, True)
    assert image.digest == registry.images["v1"] == digest_of(content)
    assert registry.layers[image.layers[0].digest] == layer_file.read_bytes()


@pytest.mark.parametrize("is_async", [False, True])
def test_the_loops_throw_errors_into_the_steps(
    package: ModuleType, is_async: bool
) -> None:
    registry = Registry(package)
    client = Calls(registry, is_async=is_async)
    errors, push = package.errors, package.push
    registry.after = once(DONE, errors.LayerAlreadyExistsException())
    if is_async:
        assert asyncio.run(push.push_layer_async(client, "app", b"x")).was_sent
    else:
        assert push.push_layer(client, "app", b"x").was_sent
    registry.before = once(UPLOAD[1], errors.RepositoryNotFoundException())
    failed = errors.RepositoryNotFoundException
    if is_async:
        with pytest.raises(failed):
            asyncio.run(push.push_layer_async(client, "app", b"y"))
    else:
        with pytest.raises(failed):
            push.push_layer(client, "app", b"y")


def test_the_event_loop_reads_no_files(package: ModuleType) -> None:
    threads: set[int] = set()

    class Watched(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            threads.add(threading.get_ident())
            return super().read(size)

    client = Calls(Registry(package), is_async=True)
    asyncio.run(package.push.push_layer_async(client, "app", Watched(bytes(3000))))
    assert threads
    assert threading.get_ident() not in threads


def test_a_task_that_is_cancelled_ends_the_push(
    package: ModuleType, layer_file: Path
) -> None:
    registry = Registry(package)
    client = Calls(registry, is_async=True)

    async def main() -> None:
        push = package.push.push_layer_async(client, "app", layer_file)
        task = asyncio.ensure_future(push)

        def stop(name: str, _: Any) -> None:
            if name == PART:
                task.cancel()

        registry.after = stop
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert registry.layers == {}
    assert registry.steps.count(PART) == 1


# --- Progress ------------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_on_a_terminal(package: ModuleType) -> None:
    terminal = Terminal()
    show = package.push.show_progress(terminal, width=10)
    show(5 * 2**20, 20 * 2**20)
    show(20 * 2**20, 20 * 2**20)
    assert terminal.getvalue() == (
        "\r[##        ]  25 %  5.0 of 20.0 MiB\r[##########] 100 %  20.0 of 20.0 MiB\n"
    )


def test_a_bar_without_an_end(package: ModuleType) -> None:
    terminal = Terminal()
    package.push.show_progress(terminal)(3 * 2**20, None)
    assert terminal.getvalue() == "\r3.0 MiB"


def test_no_bar_elsewhere(
    package: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    file = io.StringIO()
    package.push.show_progress(file)(1, 2)
    package.push.show_progress()(1, 2)
    assert file.getvalue() == ""
    assert capsys.readouterr() == ("", "")


def test_a_pipe_has_no_end_in_sight(package: ModuleType) -> None:
    told: list[tuple[int, int | None]] = []
    pipe = Trickle(bytes(1500))
    drive(
        package._push_steps.layer_steps(
            "app", pipe, progress=lambda *each: told.append(each)
        ),
        Registry(package),
    )
    assert told == [(1000, None), (1500, None)]
