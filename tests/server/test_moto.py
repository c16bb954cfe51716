"""Both clients against moto's server: what they write is what boto3 reads, and what
they read is what boto3 reads.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import random
import re
import tarfile
from collections.abc import Callable
from typing import Any

import pytest
from moto.ecr.responses import ECRResponse

import ecr
from ecr import errors, models, operations
from tests.server.clients import Driver
from tests.server.scenarios import plain

ACCOUNT = "123456789012"
OCI = "application/vnd.oci.image.manifest.v1+json"
POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Pull",
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
                "Action": ["ecr:ReplicateImage"],
                "Resource": [f"arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/*"],
            }
        ],
    }
)
LIFECYCLE = json.dumps(
    {
        "rules": [
            {
                "rulePriority": 1,
                "selection": {
                    "tagStatus": "untagged",
                    "countType": "imageCountMoreThan",
                    "countNumber": 5,
                },
                "action": {"type": "expire"},
            }
        ]
    }
)


def digest_of(content: bytes | str) -> str:
    data = content.encode() if isinstance(content, str) else content
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def layer_of(size: int) -> bytes:
    """A gzipped tar archive with a file of `size` bytes that do not compress."""
    content = random.Random(size).randbytes(size)
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        entry = tarfile.TarInfo("file")
        entry.size = size
        tar.addfile(entry, io.BytesIO(content))
    return gzip.compress(archive.getvalue(), 1, mtime=0)


def manifest_of(config: bytes, *layers: bytes) -> str:
    return json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": OCI,
            "config": {
                "mediaType": "application/vnd.oci.image.config.v1+json",
                "digest": digest_of(config),
                "size": len(config),
            },
            "layers": [
                {
                    "mediaType": "application/vnd.oci.image.layer.v1.tar+gzip",
                    "digest": digest_of(each),
                    "size": len(each),
                }
                for each in layers
            ],
        },
        indent=1,
    )


def arn(name: str) -> str:
    return f"arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/{name}"


def image(client: Driver, tag: str | None = "v1", config: bytes = b"{}") -> str:
    """The digest of a new image in the repository `app`."""
    manifest = manifest_of(config)
    client.put_image(
        repository_name="app",
        image_manifest=manifest,
        image_manifest_media_type=OCI,
        image_tag=tag,
        image_digest=digest_of(manifest),
    )
    return digest_of(manifest)


# --- Every operation -----------------------------------------------------------------------------------------------

Call = Callable[[Driver, Any], None]
CALLS: dict[str, Call] = {}


def calls(operation: str) -> Callable[[Call], Call]:
    """The test of one operation. The repository `app` is there when it runs."""

    def add(call: Call) -> Call:
        CALLS[operation] = call
        return call

    return add


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def test_every_operation_that_moto_implements_has_its_test() -> None:
    implemented = {
        name
        for name in operations.ALL
        if snake(name) in vars(ECRResponse)
        # It is there, and raises NotImplementedError.
        and name != "GetDownloadUrlForLayer"
    }
    assert len(implemented) == 34
    assert CALLS.keys() == implemented


@pytest.mark.parametrize("operation", CALLS)
def test_operation(operation: str, client: Driver, boto: Any) -> None:
    if operation != "CreateRepository":
        boto.create_repository(repositoryName="app")
    CALLS[operation](client, boto)
    assert operation in client.sent


@calls("CreateRepository")
def _(client: Driver, boto: Any) -> None:
    answer = client.create_repository(
        repository_name="app",
        tags=[models.Tag(key="team", value="ü & co.")],
        image_tag_mutability=models.ImageTagMutability.IMMUTABLE,
        image_scanning_configuration=models.ImageScanningConfiguration(
            scan_on_push=True
        ),
        encryption_configuration=models.EncryptionConfiguration(
            encryption_type=models.EncryptionType.AES256
        ),
    )
    (there,) = boto.describe_repositories()["repositories"]
    assert answer.repository.to_value() == there
    assert there["imageTagMutability"] == "IMMUTABLE"
    assert there["imageScanningConfiguration"] == {"scanOnPush": True}
    tags = boto.list_tags_for_resource(resourceArn=arn("app"))["tags"]
    assert tags == [{"Key": "team", "Value": "ü & co."}]
    with pytest.raises(errors.RepositoryAlreadyExistsException, match="'app'"):
        client.create_repository(repository_name="app")


@calls("DescribeRepositories")
def _(client: Driver, boto: Any) -> None:
    boto.create_repository(repositoryName="team/other")
    answer = client.describe_repositories()
    assert answer.to_value()["repositories"] == (
        boto.describe_repositories()["repositories"]
    )
    assert [each.repository_name for each in answer.repositories] == [
        "app",
        "team/other",
    ]
    (one,) = client.describe_repositories(repository_names=["team/other"]).repositories
    assert one.repository_arn == arn("team/other")
    with pytest.raises(errors.RepositoryNotFoundException, match="none"):
        client.describe_repositories(repository_names=["none"])


@calls("DeleteRepository")
def _(client: Driver, boto: Any) -> None:
    image(client)
    with pytest.raises(errors.RepositoryNotEmptyException):
        client.delete_repository(repository_name="app")
    answer = client.delete_repository(repository_name="app", force=True)
    assert answer.repository.repository_name == "app"
    assert boto.describe_repositories()["repositories"] == []


@calls("PutImage")
def _(client: Driver, boto: Any) -> None:
    manifest = manifest_of('{"ü": "\u2028"}'.encode()) + "\n"
    answer = client.put_image(
        repository_name="app", image_manifest=manifest, image_tag="v1"
    )
    (there,) = boto.batch_get_image(
        repositoryName="app", imageIds=[{"imageTag": "v1"}]
    )["images"]
    assert there["imageManifest"] == manifest
    assert answer.image.to_value() == there
    with pytest.raises(errors.ImageAlreadyExistsException, match="v1"):
        client.put_image(repository_name="app", image_manifest=manifest, image_tag="v1")


@calls("ListImages")
def _(client: Driver, boto: Any) -> None:
    image(client, "v1")
    image(client, None, b"[1]")
    answer = client.list_images(repository_name="app")
    assert answer.to_value() == plain(boto.list_images(repositoryName="app"))
    assert [each.image_tag for each in answer.image_ids] == ["v1", None]
    tagged = client.list_images(
        repository_name="app",
        filter=models.ListImagesFilter(tag_status=models.TagStatus.TAGGED),
    )
    assert [each.image_tag for each in tagged.image_ids] == ["v1"]


@calls("DescribeImages")
def _(client: Driver, boto: Any) -> None:
    digest = image(client, "v1")
    image(client, None, b"[1]")
    answer = client.describe_images(repository_name="app")
    assert answer.to_value() == plain(boto.describe_images(repositoryName="app"))
    (one,) = client.describe_images(
        repository_name="app", image_ids=[models.ImageIdentifier(image_tag="v1")]
    ).image_details
    assert one.image_digest == digest
    assert one.image_tags == ["v1"]
    assert one.image_pushed_at is not None
    assert one.image_pushed_at.tzinfo is not None
    with pytest.raises(errors.ImageNotFoundException):
        client.describe_images(
            repository_name="app", image_ids=[models.ImageIdentifier(image_tag="v2")]
        )


@calls("BatchGetImage")
def _(client: Driver, boto: Any) -> None:
    image(client, "v1")
    ids = [{"imageTag": "v1"}, {"imageTag": "none"}]
    answer = client.batch_get_image(
        repository_name="app",
        image_ids=[models.ImageIdentifier.from_value(each) for each in ids],
    )
    expected = boto.batch_get_image(repositoryName="app", imageIds=ids)
    assert answer.to_value() == plain(expected)
    assert answer.images[0].image_manifest == manifest_of(b"{}")
    assert answer.failures[0].failure_code == models.ImageFailureCode.IMAGE_NOT_FOUND


@calls("BatchDeleteImage")
def _(client: Driver, boto: Any) -> None:
    digest = image(client, "v1")
    answer = client.batch_delete_image(
        repository_name="app",
        image_ids=[
            models.ImageIdentifier(image_digest=digest),
            models.ImageIdentifier(image_digest="nonsense"),
        ],
    )
    assert [each.image_digest for each in answer.image_ids] == [digest]
    assert [each.failure_code for each in answer.failures] == ["InvalidImageDigest"]
    assert boto.list_images(repositoryName="app")["imageIds"] == []


@calls("BatchCheckLayerAvailability")
def _(client: Driver, boto: Any) -> None:
    client.push_layer("app", b"there")
    digests = [digest_of(b"there"), digest_of(b"missing"), "nonsense"]
    answer = client.batch_check_layer_availability(
        repository_name="app", layer_digests=digests
    )
    expected = boto.batch_check_layer_availability(
        repositoryName="app", layerDigests=digests
    )
    assert answer.to_value() == plain(expected)
    (layer,) = answer.layers
    assert layer.layer_availability == models.LayerAvailability.AVAILABLE
    assert layer.layer_size == len(b"there")
    assert [each.layer_digest for each in answer.failures] == digests[1:]


@calls("InitiateLayerUpload")
def _(client: Driver, boto: Any) -> None:
    answer = client.initiate_layer_upload(repository_name="app")
    assert answer.part_size == 10 * 2**20
    part = boto.upload_layer_part(
        repositoryName="app",
        uploadId=answer.upload_id,
        partFirstByte=0,
        partLastByte=0,
        layerPartBlob=b"x",
    )
    assert part["lastByteReceived"] == 0
    with pytest.raises(errors.RepositoryNotFoundException):
        client.initiate_layer_upload(repository_name="none")


@calls("UploadLayerPart")
def _(client: Driver, boto: Any) -> None:
    upload = boto.initiate_layer_upload(repositoryName="app")["uploadId"]
    content = bytes(range(256))
    answer = client.upload_layer_part(
        repository_name="app",
        upload_id=upload,
        part_first_byte=0,
        part_last_byte=255,
        layer_part_blob=content,
    )
    assert answer.last_byte_received == 255
    with pytest.raises(errors.InvalidLayerPartException) as caught:
        client.upload_layer_part(
            repository_name="app",
            upload_id=upload,
            part_first_byte=300,
            part_last_byte=300,
            layer_part_blob=b"x",
        )
    assert caught.value.upload_id == upload
    assert caught.value.last_valid_byte_received == 255
    done = boto.complete_layer_upload(
        repositoryName="app", uploadId=upload, layerDigests=[digest_of(content)]
    )
    assert done["layerDigest"] == digest_of(content)


@calls("CompleteLayerUpload")
def _(client: Driver, boto: Any) -> None:
    upload = boto.initiate_layer_upload(repositoryName="app")["uploadId"]
    boto.upload_layer_part(
        repositoryName="app",
        uploadId=upload,
        partFirstByte=0,
        partLastByte=0,
        layerPartBlob=b"x",
    )
    answer = client.complete_layer_upload(
        repository_name="app", upload_id=upload, layer_digests=[digest_of(b"x")]
    )
    assert answer.layer_digest == digest_of(b"x")
    with pytest.raises(errors.UploadNotFoundException, match=upload):
        client.complete_layer_upload(
            repository_name="app", upload_id=upload, layer_digests=[digest_of(b"x")]
        )


@calls("GetAuthorizationToken")
def _(client: Driver, boto: Any) -> None:
    answer = client.get_authorization_token()
    assert answer.to_value() == plain(boto.get_authorization_token())
    login = client.log_in()
    assert (login.user_name, login.password) == ("AWS", f"{ACCOUNT}-auth-token")
    assert login.registry == f"{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com"
    assert login.is_expired  # moto's tokens are of 2015
    several = client.get_authorization_token(registry_ids=[ACCOUNT, "210987654321"])
    assert len(several.authorization_data) == 2


@calls("SetRepositoryPolicy")
def _(client: Driver, boto: Any) -> None:
    answer = client.set_repository_policy(repository_name="app", policy_text=POLICY)
    there = plain(boto.get_repository_policy(repositoryName="app"))
    assert answer.to_value() == there
    assert there["policyText"] == POLICY
    with pytest.raises(errors.InvalidParameterException, match="PolicyText"):
        client.set_repository_policy(repository_name="app", policy_text="{}")


@calls("GetRepositoryPolicy")
def _(client: Driver, boto: Any) -> None:
    with pytest.raises(errors.RepositoryPolicyNotFoundException):
        client.get_repository_policy(repository_name="app")
    boto.set_repository_policy(repositoryName="app", policyText=POLICY)
    answer = client.get_repository_policy(repository_name="app")
    assert answer.to_value() == plain(boto.get_repository_policy(repositoryName="app"))


@calls("DeleteRepositoryPolicy")
def _(client: Driver, boto: Any) -> None:
    boto.set_repository_policy(repositoryName="app", policyText=POLICY)
    assert client.delete_repository_policy(repository_name="app").policy_text == POLICY
    with pytest.raises(boto.exceptions.RepositoryPolicyNotFoundException):
        boto.get_repository_policy(repositoryName="app")


@calls("PutLifecyclePolicy")
def _(client: Driver, boto: Any) -> None:
    answer = client.put_lifecycle_policy(
        repository_name="app", lifecycle_policy_text=LIFECYCLE
    )
    there = boto.get_lifecycle_policy(repositoryName="app")
    assert answer.lifecycle_policy_text == there["lifecyclePolicyText"] == LIFECYCLE


@calls("GetLifecyclePolicy")
def _(client: Driver, boto: Any) -> None:
    with pytest.raises(errors.LifecyclePolicyNotFoundException, match="'app'"):
        client.get_lifecycle_policy(repository_name="app")
    boto.put_lifecycle_policy(repositoryName="app", lifecyclePolicyText=LIFECYCLE)
    answer = client.get_lifecycle_policy(repository_name="app")
    assert answer.last_evaluated_at is not None
    # moto evaluates the policy whenever it is read.
    there = plain(boto.get_lifecycle_policy(repositoryName="app"))
    assert answer.to_value() | {"lastEvaluatedAt": there["lastEvaluatedAt"]} == there


@calls("DeleteLifecyclePolicy")
def _(client: Driver, boto: Any) -> None:
    boto.put_lifecycle_policy(repositoryName="app", lifecyclePolicyText=LIFECYCLE)
    answer = client.delete_lifecycle_policy(repository_name="app")
    assert answer.lifecycle_policy_text == LIFECYCLE
    with pytest.raises(boto.exceptions.LifecyclePolicyNotFoundException):
        boto.get_lifecycle_policy(repositoryName="app")


@calls("PutRegistryPolicy")
def _(client: Driver, boto: Any) -> None:
    answer = client.put_registry_policy(policy_text=POLICY)
    assert answer.to_value() == plain(boto.get_registry_policy())
    assert answer.policy_text == POLICY


@calls("GetRegistryPolicy")
def _(client: Driver, boto: Any) -> None:
    with pytest.raises(errors.RegistryPolicyNotFoundException, match=ACCOUNT):
        client.get_registry_policy()
    boto.put_registry_policy(policyText=POLICY)
    assert client.get_registry_policy().to_value() == plain(boto.get_registry_policy())


@calls("DeleteRegistryPolicy")
def _(client: Driver, boto: Any) -> None:
    boto.put_registry_policy(policyText=POLICY)
    assert client.delete_registry_policy().policy_text == POLICY
    with pytest.raises(boto.exceptions.RegistryPolicyNotFoundException):
        boto.get_registry_policy()


@calls("ListTagsForResource")
def _(client: Driver, boto: Any) -> None:
    tags = [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": ""}]
    boto.tag_resource(resourceArn=arn("app"), tags=tags)
    assert client.list_tags_for_resource(resource_arn=arn("app")).to_value() == {
        "tags": tags
    }


@calls("TagResource")
def _(client: Driver, boto: Any) -> None:
    client.tag_resource(
        resource_arn=arn("app"),
        tags=[models.Tag(key="a", value="ü"), models.Tag(key="b", value="")],
    )
    there = boto.list_tags_for_resource(resourceArn=arn("app"))["tags"]
    assert there == [{"Key": "a", "Value": "ü"}, {"Key": "b", "Value": ""}]


@calls("UntagResource")
def _(client: Driver, boto: Any) -> None:
    tags = [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]
    boto.tag_resource(resourceArn=arn("app"), tags=tags)
    client.untag_resource(resource_arn=arn("app"), tag_keys=["a"])
    there = boto.list_tags_for_resource(resourceArn=arn("app"))["tags"]
    assert there == tags[1:]


@calls("PutImageTagMutability")
def _(client: Driver, boto: Any) -> None:
    answer = client.put_image_tag_mutability(
        repository_name="app", image_tag_mutability="IMMUTABLE"
    )
    assert answer.image_tag_mutability == models.ImageTagMutability.IMMUTABLE
    (there,) = boto.describe_repositories()["repositories"]
    assert there["imageTagMutability"] == "IMMUTABLE"


@calls("PutImageScanningConfiguration")
def _(client: Driver, boto: Any) -> None:
    wanted = models.ImageScanningConfiguration(scan_on_push=True)
    answer = client.put_image_scanning_configuration(
        repository_name="app", image_scanning_configuration=wanted
    )
    assert answer.image_scanning_configuration == wanted
    (there,) = boto.describe_repositories()["repositories"]
    assert there["imageScanningConfiguration"] == {"scanOnPush": True}


@calls("StartImageScan")
def _(client: Driver, boto: Any) -> None:
    digest = image(client)
    answer = client.start_image_scan(
        repository_name="app", image_id=models.ImageIdentifier(image_tag="v1")
    )
    assert answer.image_scan_status.status == models.ScanStatus.IN_PROGRESS
    assert answer.image_id.image_digest == digest
    there = boto.describe_image_scan_findings(
        repositoryName="app", imageId={"imageTag": "v1"}
    )
    assert there["imageScanStatus"]["status"] == "COMPLETE"


@calls("DescribeImageScanFindings")
def _(client: Driver, boto: Any) -> None:
    image(client)
    wanted = models.ImageIdentifier(image_tag="v1")
    with pytest.raises(errors.ScanNotFoundException):
        client.describe_image_scan_findings(repository_name="app", image_id=wanted)
    boto.start_image_scan(repositoryName="app", imageId={"imageTag": "v1"})
    answer = client.describe_image_scan_findings(repository_name="app", image_id=wanted)
    expected = boto.describe_image_scan_findings(
        repositoryName="app", imageId={"imageTag": "v1"}
    )
    value = answer.to_value()
    # moto makes up these two when it is asked.
    for found in (value, expected):
        for name in ("imageScanCompletedAt", "vulnerabilitySourceUpdatedAt"):
            assert found["imageScanFindings"].pop(name) is not None
    assert value == plain(expected)
    assert answer.image_scan_findings.findings[0].severity == (
        models.FindingSeverity.HIGH
    )


@calls("PutReplicationConfiguration")
def _(client: Driver, boto: Any) -> None:
    wanted = models.ReplicationConfiguration(
        rules=[
            models.ReplicationRule(
                destinations=[
                    models.ReplicationDestination(
                        region="us-east-1", registry_id=ACCOUNT
                    )
                ],
                repository_filters=[
                    models.RepositoryFilter(
                        filter="team/",
                        filter_type=models.RepositoryFilterType.PREFIX_MATCH,
                    )
                ],
            )
        ]
    )
    answer = client.put_replication_configuration(replication_configuration=wanted)
    assert answer.replication_configuration == wanted
    there = boto.describe_registry()["replicationConfiguration"]
    assert there == wanted.to_value()


@calls("DescribeRegistry")
def _(client: Driver, boto: Any) -> None:
    answer = client.describe_registry()
    assert answer.to_value() == plain(boto.describe_registry())
    assert answer.registry_id == ACCOUNT


@calls("PutRegistryScanningConfiguration")
def _(client: Driver, boto: Any) -> None:
    rule = models.RegistryScanningRule(
        scan_frequency=models.ScanFrequency.CONTINUOUS_SCAN,
        repository_filters=[
            models.ScanningRepositoryFilter(
                filter="*",
                filter_type=models.ScanningRepositoryFilterType.WILDCARD,
            )
        ],
    )
    answer = client.put_registry_scanning_configuration(
        scan_type=models.ScanType.ENHANCED, rules=[rule]
    )
    assert answer.registry_scanning_configuration.rules == [rule]
    there = boto.get_registry_scanning_configuration()["scanningConfiguration"]
    assert there == {"scanType": "ENHANCED", "rules": [rule.to_value()]}


@calls("GetRegistryScanningConfiguration")
def _(client: Driver, boto: Any) -> None:
    boto.put_registry_scanning_configuration(scanType="BASIC", rules=[])
    answer = client.get_registry_scanning_configuration()
    assert answer.to_value() == plain(boto.get_registry_scanning_configuration())
    assert answer.scanning_configuration.scan_type == models.ScanType.BASIC


@calls("BatchGetRepositoryScanningConfiguration")
def _(client: Driver, boto: Any) -> None:
    names = ["app", "none"]
    answer = client.batch_get_repository_scanning_configuration(repository_names=names)
    expected = boto.batch_get_repository_scanning_configuration(repositoryNames=names)
    assert answer.to_value() == plain(expected)
    assert [each.repository_name for each in answer.scanning_configurations] == ["app"]
    assert [each.repository_name for each in answer.failures] == ["none"]


# --- An image from the beginning to the end ------------------------------------------------------------------------


def test_the_life_of_an_image(client: Driver, boto: Any) -> None:
    client.create_repository(repository_name="team/app")
    layers = [layer_of(1), layer_of(1000), layer_of(25 * 2**20)]
    config = json.dumps(
        {"rootfs": {"diff_ids": [digest_of(gzip.decompress(each)) for each in layers]}}
    ).encode()
    manifest = manifest_of(config, *layers)
    told: list[tuple[int, int | None]] = []

    pushed = client.push_image(
        "team/app",
        manifest,
        [config, *layers],
        tags=["v1", "latest"],
        progress=lambda *each: told.append(each),
    )

    total = sum(map(len, [config, *layers]))
    assert told[-1] == (total, total)
    assert pushed.digest == digest_of(manifest)
    # 25 MiB and a bit in parts of 10 MiB, and one part for each of the others.
    assert client.sent.count("UploadLayerPart") == 3 + 3
    assert client.sent.count("PutImage") == 2
    there = boto.batch_check_layer_availability(
        repositoryName="team/app",
        layerDigests=[digest_of(each) for each in [config, *layers]],
    )
    assert {each["layerDigest"]: each["layerSize"] for each in there["layers"]} == {
        digest_of(each): len(each) for each in [config, *layers]
    }
    (found,) = boto.describe_images(repositoryName="team/app")["imageDetails"]
    assert found["imageDigest"] == digest_of(manifest)
    assert sorted(found["imageTags"]) == ["latest", "v1"]
    (stored,) = boto.batch_get_image(
        repositoryName="team/app", imageIds=[{"imageTag": "v1"}]
    )["images"]
    assert stored["imageManifest"] == manifest

    client.sent.clear()
    again = client.push_image(
        "team/app", manifest, [config, *layers], tags=["v1"], exist_ok=True
    )
    assert not again.was_new
    assert client.sent == ["BatchCheckLayerAvailability", "PutImage"]
    with pytest.raises(errors.ImageAlreadyExistsException):
        client.push_image("team/app", manifest, [], tags=["v1"])

    listed = client.list_images(repository_name="team/app").image_ids
    client.batch_delete_image(repository_name="team/app", image_ids=listed)
    assert boto.list_images(repositoryName="team/app")["imageIds"] == []
    client.delete_repository(repository_name="team/app")
    assert boto.describe_repositories()["repositories"] == []


def test_sizes_of_layers(client: Driver, boto: Any) -> None:
    """Around the size of a part, which is 10 MiB."""
    boto.create_repository(repositoryName="app")
    with pytest.raises(ValueError, match="empty"):
        client.push_layer("app", b"")
    assert client.sent == []
    part = 10 * 2**20
    for size in (1, part - 1, part, part + 1):
        content = bytes(size)
        assert client.push_layer("app", io.BytesIO(content)).size == size
        answer = boto.batch_check_layer_availability(
            repositoryName="app", layerDigests=[digest_of(content)]
        )
        assert [each["layerSize"] for each in answer["layers"]] == [size]


def test_another_image_under_an_immutable_tag(client: Driver, boto: Any) -> None:
    boto.create_repository(repositoryName="app", imageTagMutability="IMMUTABLE")
    client.push_image("app", manifest_of(b"1"), [b"1"], tags=["v1"])
    with pytest.raises(errors.ImageAlreadyExistsException):
        client.push_image("app", manifest_of(b"2"), [b"2"], tags=["v1"], exist_ok=True)


def test_a_thousand_images(client: Driver, boto: Any) -> None:
    """moto answers with all of them at once, however many are asked for: a large
    answer, on one page.
    """
    boto.create_repository(repositoryName="app")
    expected = {
        f"v{number}": image(client, f"v{number}", b"%d" % number)
        for number in range(1000)
    }
    found: dict[str, str] = {}
    token: str | None = None
    while True:
        page = client.list_images(
            repository_name="app", next_token=token, max_results=100
        )
        found |= {each.image_tag: each.image_digest for each in page.image_ids}
        token = page.next_token
        if token is None:
            break
    assert found == expected
    details = client.describe_images(repository_name="app").image_details
    assert {each.image_tags[0]: each.image_digest for each in details} == expected


def test_what_moto_does_not_implement_is_an_error_of_the_server(
    client: Driver, boto: Any
) -> None:
    boto.create_repository(repositoryName="app")
    with pytest.raises(errors.ServiceError) as caught:
        client.get_download_url_for_layer(
            repository_name="app", layer_digest=digest_of(b"")
        )
    assert caught.value.status >= 400


def test_what_boto_sends_and_what_we_send_is_one_service(
    client: Driver, boto: Any
) -> None:
    """A layer that boto3 began is completed here."""
    boto.create_repository(repositoryName="app")
    upload = boto.initiate_layer_upload(repositoryName="app")["uploadId"]
    content = random.Random(7).randbytes(3000)
    for first in (0, 1000, 2000):
        part = content[first : first + 1000]
        if first == 1000:
            boto.upload_layer_part(
                repositoryName="app",
                uploadId=upload,
                partFirstByte=first,
                partLastByte=first + 999,
                layerPartBlob=part,
            )
        else:
            client.upload_layer_part(
                repository_name="app",
                upload_id=upload,
                part_first_byte=first,
                part_last_byte=first + 999,
                layer_part_blob=part,
            )
    done = client.complete_layer_upload(
        repository_name="app", upload_id=upload, layer_digests=[digest_of(content)]
    )
    assert done.layer_digest == digest_of(content)


def test_the_package_under_test_is_the_committed_one() -> None:
    assert ecr.__file__ is not None
    assert "generated" in ecr.__file__


def test_paging_through_a_thousand_images(client: Driver, boto: Any) -> None:
    boto.create_repository(repositoryName="app")
    manifests = [manifest_of(f'{{"n":{number}}}'.encode()) for number in range(1000)]
    for manifest in manifests:
        boto.put_image(
            repositoryName="app",
            imageManifest=manifest,
            imageManifestMediaType=OCI,
            imageTag=digest_of(manifest)[-12:],
            imageDigest=digest_of(manifest),
        )
    expected = sorted(map(digest_of, manifests))

    def gathered(paginator: Any) -> list[Any]:
        if not client.is_async:
            return list(paginator)

        async def gather() -> list[Any]:
            return [each async for each in paginator]

        return client.run(gather())

    there = client.client.paginate_describe_images(
        repository_name="app", max_results=100
    )
    assert sorted(each.image_digest for each in gathered(there)) == expected
    listed = client.client.paginate_list_images(repository_name="app", max_results=100)
    assert sorted(each.image_digest for each in gathered(listed)) == expected
    some = client.client.paginate_list_images(
        repository_name="app", max_results=100, limit=250
    )
    assert len(gathered(some)) == 250
