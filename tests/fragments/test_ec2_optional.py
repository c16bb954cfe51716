"""EC2's members with default values, which its requests leave out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import pytest


@pytest.mark.parametrize("service", ["EC2", "EC3"])
def test_defaults_are_not_sent(fragment: Callable[..., Any], service: str) -> None:
    zero = {"default": 0}
    shapes: dict[str, Any] = {
        "Inner": {"structure": {"Size": ["PrimitiveInteger", zero]}},
        "Input": {
            "structure": {
                "MaxResults": ["PrimitiveInteger", zero],
                "MinCount": ["Integer", {"required": {}}],
                "Inner": "Inner",
            }
        },
        "Output": {"structure": {"Count": ["PrimitiveInteger", zero]}},
        "Run": {"operation": {"input": "Input", "output": "Output"}},
    }
    traits = {
        "aws.api#service": {"sdkId": service},
        "xmlNamespace": {"uri": "https://example.com/"},
    }
    made = fragment(shapes, protocol="ec2Query", traits=traits)
    operation, models = made.operations.Run, made.models
    form = operation.serialize(operation.input(min_count=1, inner=models.Inner()))
    sent = dict(parse_qsl(form.body.decode()))
    answer = made.answer("Run", b"<RunResponse/>")
    if service == "EC2":
        assert set(sent) == {"Action", "Version", "MinCount"}
        assert answer.count is None
        given = operation.serialize(operation.input(min_count=1, max_results=0))
        assert b"&MaxResults=0" in given.body
        with pytest.raises(TypeError):
            operation.input()
    else:
        assert set(sent) == {
            "Action",
            "Version",
            "MinCount",
            "MaxResults",
            "Inner.Size",
        }
        assert answer.count == 0
