"""Round trips of services with HTTP bindings and streams, described as in scenarios.py."""

from __future__ import annotations

import hashlib
import io
import json
import random
import tracemalloc
import urllib.request
import zipfile
from typing import Any

import pytest

from tests.server.clients import Driver, witness
from tests.server.scenarios import TEXT, Scenario, plain

SCENARIOS: dict[str, Scenario] = {}
MIB = 2**20


def scenario(name: str) -> Any:
    def add(function: Scenario) -> Scenario:
        SCENARIOS[name] = function
        return function

    return add


def read(client: Driver, stream: Any) -> bytes:
    """All that is left of a stream."""
    found: bytes = client.run(stream.aread()) if client.is_async else stream.read()
    return found


@scenario("s3")
def s3(client: Driver, boto: Any) -> None:
    models, errors = client.package.models, client.package.errors
    where = models.CreateBucketConfiguration(location_constraint="eu-west-1")
    client.create_bucket(bucket="things", create_bucket_configuration=where)
    assert [each["Name"] for each in boto.list_buckets()["Buckets"]] == ["things"]
    content = bytes(range(256)) * 10
    # What is percent-encoded, what is not, and what looks as if it were already.
    for key in ("a", "a b/ü+&?=#%20~.txt", "a//b/", "..;x", "\U0001f600"):
        put = client.put_object(
            bucket="things",
            key=key,
            body=content,
            content_type="text/x; charset=utf-8",
            metadata={"name": "value", "other": "a b"},
            tagging="a=1&b=%C3%BC",
        )
        there = boto.get_object(Bucket="things", Key=key)
        assert there["Body"].read() == content
        assert there["ETag"] == put.e_tag
        assert there["Metadata"] == {"name": "value", "other": "a b"}
        ours = client.get_object(bucket="things", key=key)
        assert read(client, ours.body) == content
        assert (ours.content_length, ours.content_type) == (
            len(content),
            "text/x; charset=utf-8",
        )
        assert ours.metadata == there["Metadata"]
        assert ours.last_modified == there["LastModified"]
        head = client.head_object(bucket="things", key=key)
        assert (head.content_length, head.e_tag) == (len(content), put.e_tag)
        tags = client.get_object_tagging(bucket="things", key=key).tag_set
        assert [each.to_value() for each in tags] == boto.get_object_tagging(
            Bucket="things", Key=key
        )["TagSet"]
    part = client.get_object(bucket="things", key="a", range="bytes=10-19")
    assert read(client, part.body) == content[10:20]
    assert part.content_range == f"bytes 10-19/{len(content)}"

    expected = boto.list_objects_v2(Bucket="things")["Contents"]
    listed = client.list_objects_v2(bucket="things", max_keys=3)
    assert [each.to_value() for each in listed.contents] == expected[:3]
    rest = client.list_objects_v2(
        bucket="things", continuation_token=listed.next_continuation_token
    )
    assert [each.to_value() for each in rest.contents] == expected[3:]
    with pytest.raises(errors.NoSuchKey) as caught:
        client.get_object(bucket="things", key="none")
    assert (caught.value.status, caught.value.attempts) == (404, 1)
    assert caught.value.request_id
    with pytest.raises(errors.NoSuchBucket):
        client.list_objects_v2(bucket="none")
    # An answer to HEAD has no body: all that is known of the error is its status.
    with pytest.raises(errors.ServiceError) as caught:
        client.head_object(bucket="things", key="none")
    assert caught.value.status == 404

    url = client.presigned_url(
        client.package.operations.GetObject,
        client.package.operations.GetObject.input(bucket="things", key="a"),
    )
    with urllib.request.urlopen(url, timeout=60) as answer:
        assert answer.read() == content

    multipart(client, boto)
    large_object(client, boto)
    quiet = models.Delete(
        objects=[models.ObjectIdentifier(key=each["Key"]) for each in expected]
    )
    gone = client.delete_objects(bucket="things", delete=quiet)
    assert len(gone.deleted) == len(expected)
    assert [
        each["Key"] for each in boto.list_objects_v2(Bucket="things")["Contents"]
    ] == [
        "large",
        "parts",
    ]


def multipart(client: Driver, boto: Any) -> None:
    models = client.package.models
    upload = client.create_multipart_upload(
        bucket="things", key="parts", content_type="x/y"
    ).upload_id
    source = random.Random(1)
    parts = [source.randbytes(size) for size in (5 * MIB, 5 * MIB, 1)]
    done = [
        models.CompletedPart(
            part_number=number,
            e_tag=client.upload_part(
                bucket="things",
                key="parts",
                upload_id=upload,
                part_number=number,
                body=part,
            ).e_tag,
        )
        for number, part in enumerate(parts, 1)
    ]
    listed = client.list_parts(bucket="things", key="parts", upload_id=upload)
    assert [each.size for each in listed.parts] == [len(part) for part in parts]
    client.complete_multipart_upload(
        bucket="things",
        key="parts",
        upload_id=upload,
        multipart_upload=models.CompletedMultipartUpload(parts=done),
    )
    there = boto.get_object(Bucket="things", Key="parts")
    assert there["Body"].read() == b"".join(parts)
    other = client.create_multipart_upload(bucket="things", key="never").upload_id
    client.abort_multipart_upload(bucket="things", key="never", upload_id=other)
    assert "Uploads" not in boto.list_multipart_uploads(Bucket="things")


class Pieces(io.RawIOBase):
    """100 MiB that are nowhere in memory, as a file that can be read from any place."""

    size = 100 * MIB

    def __init__(self) -> None:
        self.block = random.Random(2).randbytes(MIB)
        self.at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size}[whence]
        self.at = start + offset
        return self.at

    def read(self, size: int = -1) -> bytes:
        start = self.at % MIB
        left = self.size - self.at
        length = min(left if size < 0 else size, left, MIB - start)
        self.at += length
        return self.block[start : start + length]

    def digest(self) -> str:
        found = hashlib.sha256()
        for _ in range(100):
            found.update(self.block)
        return found.hexdigest()


def large_object(client: Driver, boto: Any) -> None:
    """It is sent from a file and read in pieces, and is never in memory whole."""
    source = Pieces()
    tracemalloc.start()
    try:
        client.put_object(bucket="things", key="large", body=source)
        answer = client.get_object(bucket="things", key="large")
        found = hashlib.sha256()
        if client.is_async:

            async def consume() -> None:
                async for each in answer.body:
                    found.update(each)

            client.run(consume())
        else:
            for each in answer.body:
                found.update(each)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert answer.content_length == source.size
    assert found.hexdigest() == source.digest()
    assert peak < 20 * MIB
    assert boto.head_object(Bucket="things", Key="large")["ContentLength"] == (
        source.size
    )


@scenario("lambda")
def lambda_(client: Driver, boto: Any) -> None:
    models, errors = client.package.models, client.package.errors
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    role = witness("iam", boto.meta.endpoint_url).create_role(
        RoleName="r",
        AssumeRolePolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": [trust]}
        ),
    )["Role"]["Arn"]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("main.py", "def handler(event, context):\n    return event\n")
    made = client.create_function(
        function_name="f",
        runtime="python3.12",
        role=role,
        handler="main.handler",
        code=models.FunctionCode(zip_file=archive.getvalue()),
        description=TEXT,
        environment=models.Environment(variables={"A": "ü", "B": ""}),
        tags={"t": "ü &"},
    )
    there = boto.get_function_configuration(FunctionName="f")
    assert there["Description"] == TEXT
    assert there["Environment"]["Variables"] == {"A": "ü", "B": ""}
    assert made.code_sha256 == there["CodeSha256"]
    ours = client.get_function_configuration(function_name="f")
    assert ours.to_value() == plain(there)
    # The name of a resource in a path: what has slashes and colons in it.
    tags = client.list_tags(resource=made.function_arn).tags
    assert tags == {"t": "ü &"}
    client.tag_resource(resource=made.function_arn, tags={"a/b": "1"})
    client.untag_resource(resource=made.function_arn, tag_keys=["t", "none"])
    assert boto.list_tags(Resource=made.function_arn)["Tags"] == {"a/b": "1"}
    for number in range(3):
        client.publish_version(function_name="f", description=str(number))
    versions = client.list_versions_by_function(function_name="f").versions
    assert [each.to_value() for each in versions] == boto.list_versions_by_function(
        FunctionName="f"
    )["Versions"]
    answer = client.invoke(function_name="f", payload=json.dumps({"a": "ü"}).encode())
    assert answer.status_code == 200
    with pytest.raises(errors.ResourceNotFoundException) as caught:
        client.get_function(function_name="none")
    assert (caught.value.status, caught.value.attempts) == (404, 1)
    client.delete_function(function_name="f")
    assert boto.list_functions()["Functions"] == []


@scenario("route53")
def route53(client: Driver, boto: Any) -> None:
    models, errors = client.package.models, client.package.errors
    made = client.create_hosted_zone(
        name="example.org",
        caller_reference="once",
        hosted_zone_config=models.HostedZoneConfig(
            comment="ü & <zone>", private_zone=False
        ),
    ).hosted_zone
    zone = made.id
    there = boto.get_hosted_zone(Id=zone)["HostedZone"]
    assert there["Config"] == {"Comment": "ü & <zone>", "PrivateZone": False}
    # With the resource type that stands before it in answers, and without.
    for name in (zone, zone.removeprefix("/hostedzone/")):
        assert client.get_hosted_zone(id=name).hosted_zone.to_value() == there
    client.change_resource_record_sets(
        hosted_zone_id=zone,
        change_batch=models.ChangeBatch(
            changes=[
                models.Change(
                    action="UPSERT",
                    resource_record_set=models.ResourceRecordSet(
                        name=f"host{number}.example.org",
                        type="TXT",
                        ttl=300,
                        resource_records=[
                            models.ResourceRecord(value=f'"text {number} & <more>"')
                        ],
                    ),
                )
                for number in range(5)
            ]
        ),
    )
    expected = boto.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    found = client.list_resource_record_sets(hosted_zone_id=zone).resource_record_sets
    assert [each.to_value() for each in found] == expected
    assert len([each for each in found if each.type == "TXT"]) == 5
    zones = client.list_hosted_zones().hosted_zones
    assert [each.id for each in zones] == [zone]
    with pytest.raises(errors.NoSuchHostedZone) as caught:
        client.get_hosted_zone(id="Z000")
    assert (caught.value.code, caught.value.status) == ("NoSuchHostedZone", 404)
