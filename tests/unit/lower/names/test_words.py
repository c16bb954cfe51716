"""Splitting API names into words."""

from __future__ import annotations

import pytest

from ecrgen.lower.names.words import pascal_case, snake_case, upper_snake


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("registryId", "registry_id"),
        ("imageSHA256Digest", "image_sha256_digest"),
        ("KMSKeyId", "kms_key_id"),
        ("s3Bucket", "s3_bucket"),
        ("Ec2InstanceId", "ec2_instance_id"),
        ("x509Certificate", "x509_certificate"),
        ("IPv6Address", "ipv6_address"),
        ("CidrIPv4s", "cidr_ipv4s"),
        ("OAuth2Token", "oauth2_token"),
        ("iSCSITarget", "iscsi_target"),
        ("ARNs", "arns"),
        ("imageURIs", "image_uris"),
        ("VPCIds", "vpc_ids"),
        ("URLsAllowed", "urls_allowed"),
        ("MD5OfBody", "md5_of_body"),
        ("HTTPSProxy", "https_proxy"),
        ("snake_case_name", "snake_case_name"),
        ("S3", "s3"),
        ("SS", "ss"),
        ("aB", "a_b"),
        ("_leading", "leading"),
        ("__", "_"),
    ],
)
def test_snake_case(name: str, expected: str) -> None:
    assert snake_case(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("IMMUTABLE_WITH_EXCLUSION", "IMMUTABLE_WITH_EXCLUSION"),
        ("X86_64", "X86_64"),
        ("verySlow", "VERY_SLOW"),
        ("very-slow", "VERY_SLOW"),
        ("A-B", "A_B"),
    ],
)
def test_constants(name: str, expected: str) -> None:
    assert upper_snake(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ImageDetail", "ImageDetail"),
        ("imageDetail", "ImageDetail"),
        ("KMSKey", "KMSKey"),
        ("_x", "X"),
    ],
)
def test_class_names_keep_the_spelling_of_the_api(name: str, expected: str) -> None:
    assert pascal_case(name) == expected
