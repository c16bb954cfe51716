"""Event streams of AWS's services beside botocore's parser: the same events of the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from botocore.loaders import Loader  # type: ignore[import-untyped]
from botocore.model import ServiceModel  # type: ignore[import-untyped]
from botocore.parsers import create_parser  # type: ignore[import-untyped]

from tests.support import packages

Frames = list[tuple[str, bytes]]
# Events by their names, with their payloads as the services send them.
CASES: dict[tuple[str, str, str], Frames] = {
    ("kinesis", "SubscribeToShard", "event_stream"): [
        ("initial-response", b"{}"),
        (
            "SubscribeToShardEvent",
            b'{"Records": [{"SequenceNumber": "1", "ApproximateArrivalTimestamp": 1441215410.867,'
            b' "Data": "AP8=", "PartitionKey": "k"}], "ContinuationSequenceNumber": "2",'
            b' "MillisBehindLatest": 5, "ChildShards": [{"ShardId": "s", "ParentShards": ["p"],'
            b' "HashKeyRange": {"StartingHashKey": "0", "EndingHashKey": "1"}}]}',
        ),
        (
            "SubscribeToShardEvent",
            b'{"Records": [], "ContinuationSequenceNumber": "", "MillisBehindLatest": 0}',
        ),
    ],
    ("s3", "SelectObjectContent", "payload"): [
        ("Records", b"a,b\n1,2\n"),
        ("Records", b""),
        ("Cont", b""),
        (
            "Progress",
            b"<Progress><BytesScanned>1</BytesScanned><BytesReturned>3</BytesReturned></Progress>",
        ),
        (
            "Stats",
            b"<Stats><BytesScanned>1</BytesScanned><BytesProcessed>2</BytesProcessed></Stats>",
        ),
        ("End", b""),
    ],
    ("lambda", "InvokeWithResponseStream", "event_stream"): [
        ("PayloadChunk", b"\x00\xffchunk"),
        ("InvokeComplete", b'{"ErrorCode": "Unhandled", "LogResult": "bG9n"}'),
        ("InvokeComplete", b"{}"),
    ],
}  # fmt: skip


class Body:
    """A response's body as botocore's streams read it."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def stream(self) -> Iterator[bytes]:
        yield self.content

    def close(self) -> None:
        pass


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}.{case[1]}")
def test_events_are_those_of_botocore(
    case: tuple[str, str, str], tmp_path: Path
) -> None:
    service, operation, field = case
    package: Any = packages.build(
        f"botocore:{service}", tmp_path, f"events_of_{service}"
    )
    messages: Any = import_module(f"{package.__name__}._runtime.streams.event_messages")
    content = b"".join(
        messages.encode(messages.event(name, payload)) for name, payload in CASES[case]
    )
    output = package.operations.ALL[operation].deserialize(
        package.Response(200, {}, content)
    )
    ours = [each.to_value() for each in getattr(output, field)]
    expected = by_botocore(service, operation, content)
    assert len(ours) == len([name for name, _ in CASES[case] if "-" not in name])
    assert ours == expected


def by_botocore(service: str, operation: str, content: bytes) -> list[Any]:
    model = ServiceModel(Loader().load_service_model(service, "service-2"))
    parser = create_parser(model.metadata["protocol"])
    shape = model.operation_model(operation).output_shape
    answer = {
        "status_code": 200,
        "headers": {},
        "body": Body(content),
        "context": {"operation_name": operation},
    }
    (stream,) = (
        each
        for each in parser.parse(answer, shape).values()
        if type(each).__name__ == "EventStream"
    )
    return [event for event in stream if "initial-response" not in event]
