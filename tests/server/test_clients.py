"""Both clients over real HTTP, with boto3 as the witness."""

from __future__ import annotations

import asyncio
import hashlib
import json
import threading
from typing import Any

import boto3
import pytest

import ecr
from ecr import models
from tests.server.control import MotoServer

REGION = "eu-west-1"
CREDENTIALS = ecr.Credentials("AKID", "SECRET")


@pytest.fixture
def server(moto: MotoServer) -> str:
    """The URL of a server that has nothing in it."""
    return moto.url


def connected(server: str) -> ecr.Client:
    return ecr.Client(region=REGION, credentials=CREDENTIALS, endpoint_url=server)


def witness(server: str) -> Any:
    return boto3.client(
        "ecr",
        region_name=REGION,
        endpoint_url=server,
        aws_access_key_id="AKID",
        aws_secret_access_key="SECRET",
    )


def manifest(number: int) -> str:
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    return json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
            "config": {
                "mediaType": "application/vnd.docker.container.image.v1+json",
                "size": number,
                "digest": f"sha256:{digest}",
            },
            "layers": [],
        }
    )


def test_repositories(server: str) -> None:
    with connected(server) as client:
        made = client.create_repository(
            repository_name="app", tags=[models.Tag(key="team", value="dörte & co")]
        )
        assert made.repository is not None
        arn = made.repository.repository_arn
        with pytest.raises(ecr.errors.RepositoryAlreadyExistsException) as caught:
            client.create_repository(repository_name="app")
        assert caught.value.attempts == 1
        assert caught.value.request_id
        (seen,) = witness(server).describe_repositories()["repositories"]
        assert seen["repositoryArn"] == arn
        assert client.list_tags_for_resource(resource_arn=arn or "").tags == [
            models.Tag(key="team", value="dörte & co")
        ]
        client.delete_repository(repository_name="app", force=True)
        assert witness(server).describe_repositories()["repositories"] == []


def test_images(server: str) -> None:
    with connected(server) as client:
        client.create_repository(repository_name="app")
        for number in range(12):
            client.put_image(
                repository_name="app",
                image_manifest=manifest(number),
                image_tag=f"v{number}",
            )
        read = witness(server).batch_get_image(
            repositoryName="app", imageIds=[{"imageTag": "v7"}]
        )
        assert read["images"][0]["imageManifest"] == manifest(7)
        tags = {
            tag
            for image in client.describe_images(repository_name="app").image_details
            or []
            for tag in image.image_tags or []
        }
        assert tags == {f"v{number}" for number in range(12)}
        gone = client.batch_delete_image(
            repository_name="app", image_ids=[models.ImageIdentifier(image_tag="v3")]
        )
        assert [each.image_tag for each in gone.image_ids or []] == ["v3"]


def test_the_asynchronous_client(server: str) -> None:
    async def main() -> list[str | None]:
        async with ecr.AsyncClient(
            region=REGION, credentials=CREDENTIALS, endpoint_url=server
        ) as client:
            await asyncio.gather(
                *(client.create_repository(repository_name=f"r{n}") for n in range(25))
            )
            with pytest.raises(ecr.errors.RepositoryNotFoundException):
                await client.describe_repositories(repository_names=["missing"])
            answer = await client.describe_repositories()
            return [each.repository_name for each in answer.repositories or []]

    names = asyncio.run(main())
    seen = witness(server).describe_repositories()["repositories"]
    assert sorted(map(str, names)) == sorted(each["repositoryName"] for each in seen)
    assert len(names) == 25


def test_threads_share_a_client(server: str) -> None:
    problems: list[BaseException] = []
    with connected(server) as client:

        def work(number: int) -> None:
            try:
                for step in range(5):
                    client.create_repository(repository_name=f"r{number}-{step}")
            except BaseException as problem:
                problems.append(problem)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert problems == []
    assert len(witness(server).describe_repositories()["repositories"]) == 40


def test_a_closed_client_says_so(server: str) -> None:
    client = connected(server)
    client.describe_registry()
    client.close()
    with pytest.raises(RuntimeError, match="closed"):
        client.describe_registry()


def test_configuration_comes_from_the_environment(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKID")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "SECRET")
    monkeypatch.setenv("AWS_REGION", "us-west-2")
    monkeypatch.setenv("AWS_ENDPOINT_URL_ECR", server)
    with ecr.Client() as client:
        assert client.region == "us-west-2"
        made = client.create_repository(repository_name="app").repository
    assert made is not None
    assert (made.repository_arn or "").startswith("arn:aws:ecr:us-west-2:")


def test_nobody_answers() -> None:
    retries = ecr.Retries(2, base_delay=0.0)
    with ecr.Client(
        region=REGION,
        credentials=CREDENTIALS,
        endpoint_url="http://127.0.0.1:9",
        retries=retries,
    ) as client:
        with pytest.raises(ecr.errors.TransportError) as caught:
            client.describe_registry()
        assert caught.value.attempts == 2
        assert not caught.value.timed_out
