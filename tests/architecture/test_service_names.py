"""No stage and no part of the runtime knows a service by name: what single services do
is in customizations/.

The search is over identifiers and literals. Comments and docstrings may name the
service whose documentation they cite.
"""

from __future__ import annotations

import ast
import functools
import gzip
import io
import json
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import botocore
import pytest

from tests.support.places import ROOT

MODELS = (ROOT / "models", ROOT.parent / "shared" / "corpora" / "aws-models")
SOURCES = {
    path.relative_to(ROOT).as_posix(): path
    for top in ("generator", "templates")
    for path in sorted((ROOT / top).rglob("*"))
    if path.suffix in (".py", ".j2") and "customizations" not in path.parts[:-1]
}
# What is looked for in any case, whatever models there are.
FEW = "cloudwatch dynamodb ec2 ecr ecr-public glacier iam kms lambda route-53 s3 sns sqs sts"
# Names of services that mean something else as well: Python's own, HTTP's, or plain
# words.
WORDS = frozenset(
    (
        "account amp cases config connect discovery ds email events glue lambda location m2 profile shield signer "
        "states support transfer translate"
    ).split()
)
# Texts that have to name a service, and why.
ALLOWED = {
    r"aws\.customizations#s3UnwrappedXmlOutput": "a trait of Smithy's",
    r"EC2ThrottledException": "an error code that counts for every service",
    r"is_?virtual_?hostable_?s3_?bucket": "a function of the rules engine",
    r"AWS::(S3|S3Control|STS)::\w+": "built-ins of the rules engine",
    r"aws\.iam#\w+": "Smithy's namespace of traits for documentation",
    r"ec2Query(Name)?": "a protocol and a trait of Smithy's",
    r"%\.1fms": "a format of milliseconds",
    r"models/[\w-]+\.json": "examples of paths in the help of commands",
}
# Modules that have to, and why.
MODULES = {
    "generator/ecrgen/frontends/_botocore_service.py": "a signatureVersion of botocore's is called s3",
    "generator/ecrgen/frontends/_botocore_writer.py": "a protocol of botocore's is called ec2",
    "generator/ecrgen/frontends/_ocaml/code.py": "awso's module for errors of one protocol is called after EC2",
    "generator/ecrgen/frontends/_service_facts.py": "a protocol of botocore's, and so of awso's, is called ec2",
    "generator/ecrgen/lower/endpoints/settings.py": "AWS's settings for built-ins are called after services",
    "generator/ecrgen/lower/names/words.py": "how abbreviations are written",
    "generator/ecrgen/protocols/query.py": "one protocol is EC2's own",
    "templates/runtime/credentials/container_credentials.py": "the addresses of the agents of ECS and EKS",
    "templates/runtime/credentials/credential_chain.py": "the settings for single sign-on",
    "templates/runtime/credentials/instance_metadata.py": "the metadata service is EC2's",
}
_WORD = re.compile(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+")
_FACTS = re.compile(rb'"(?:serviceId|signingName|endpointPrefix)":"([^"]+)"')


def compact(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


@functools.cache
def names() -> frozenset[str]:
    """The names of all services, in lower case without what separates words."""
    found = {*FEW.split()}
    for path in sorted(Path(botocore.__file__).parent.glob("data/*/*/service-2.json*")):
        found.add(path.parts[-3])
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rb") as file:
            found |= {name.decode() for name in _FACTS.findall(file.read(4000))}
    for folder in MODELS:
        for path in sorted(folder.glob("*.json")):
            for shape in json.loads(path.read_bytes())["shapes"].values():
                traits = shape.get("traits", {})
                service = traits.get("aws.api#service", {})
                found |= {
                    service.get("sdkId", ""),
                    service.get("endpointPrefix", ""),
                    traits.get("aws.auth#sigv4", {}).get("name", ""),
                }
    return frozenset(compact(name) for name in found if name) - WORDS


def code(text: str, *, is_template: bool) -> Iterator[str]:
    """Identifiers and literals of a module; all text of a template."""
    if is_template:
        yield from text.splitlines()
        return
    docstrings: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            docstrings |= {*range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT and token.start[0] not in docstrings:
            yield token.string


def services_in(text: str) -> set[str]:
    """The services that a text names, however words are put together in it."""
    for pattern in ALLOWED:
        text = re.sub(pattern, "", text, flags=re.I)
    words = [word.lower() for word in _WORD.findall(text)]
    found = {
        "".join(words[start : start + count])
        for start in range(len(words))
        for count in (1, 2, 3, 4)
        if count == 1 or all(len(word) > 1 for word in words[start : start + count])
    }
    return found & names()


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ('"ecr"', {"ecr"}),
        ("is_s3", {"s3"}),
        ("S3Control", {"s3", "s3control"}),
        ("DynamoDB", {"dynamodb"}),
        ("RDSSigner", {"rds"}),
        ("ecrgen", set()),
        ("decrement", set()),
        ("AWS::S3::Accelerate", set()),
        ("'AWS::S3::Accelerate of s3'", {"s3"}),
    ],
)
def test_what_counts_as_the_name_of_a_service(text: str, services: set[str]) -> None:
    assert services_in(text) == services


def test_there_are_names_to_look_for() -> None:
    assert len(names()) > 400
    assert {"ecr", "ecrpublic", "s3", "s3outposts", "executeapi", "sqs"} <= names()


@pytest.mark.parametrize("name", SOURCES)
def test_no_source_knows_a_service_by_name(name: str) -> None:
    path = SOURCES[name]
    texts = code(path.read_text("utf-8"), is_template=path.suffix == ".j2")
    known = {service for text in texts for service in services_in(text)}
    # An exception that is none any more goes from the list.
    assert bool(known) == (name in MODULES), known


def test_the_exceptions_are_of_modules_that_there_are() -> None:
    assert MODULES.keys() <= SOURCES.keys()
