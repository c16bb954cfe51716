"""Splitting API names into words: `imageSHA256Digest` is image, SHA256, digest.

A digit run belongs to the letters before it (`SHA256`, `s3`, `Ec2`), and a run of
capitals ends before a capital that starts a lower-case word (`KMSKeyId`: KMS, Key, Id;
`ARNs`: the plural `s` stays with its acronym).
"""

from __future__ import annotations

import re

_WORD = re.compile(
    r"""
      (?:IPv[46]s?|OAuth2?|iSCSI)(?![a-z])   # words whose inner capitals are part of their spelling
    | [A-Z]{2,}s(?![a-z])[0-9]*      # a plural acronym: ARNs, IPs, URLs2
    | [A-Z]+(?![a-z])[0-9]*          # an acronym, up to a capital that starts a word: KMS in KMSKey
    | [A-Z]?[a-z]+[0-9]*             # a word, with digits that belong to it: Key, s3, sha256
    | [0-9]+                         # digits with nothing before them
    """,
    re.VERBOSE | re.ASCII,
)


def words(name: str) -> list[str]:
    """The words of an identifier as it spells them; underscores and other marks
    separate.
    """
    return _WORD.findall(name)


def snake_case(name: str) -> str:
    """`registryId` -> `registry_id`, `KMSKeyId` -> `kms_key_id`, `s3Bucket` ->
    `s3_bucket`.
    """
    return "_".join(word.lower() for word in words(name)) or "_"


def upper_snake(name: str) -> str:
    """A name for a constant: runs of anything but letters, digits and underscores
    become one underscore.
    """
    if name.upper() == name:
        return re.sub(r"\W+", "_", name, flags=re.ASCII) or "_"
    return snake_case(name).upper()


def pascal_case(name: str) -> str:
    """A class name. Names that already look like one keep their spelling, so that it
    stays the API's own.
    """
    cleaned = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_")
    if not cleaned:
        return "_"
    return cleaned[0].upper() + cleaned[1:]
