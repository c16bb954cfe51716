"""Without endpoint rules, one endpoint per partition instead of one per Region."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..model.ids import ShapeId
from ..model.shapes import Model
from ..model.traits import AwsService
from ._edit import replaced, with_traits

SERVICES = ("CloudFront", "IAM", "Organizations", "Route 53", "Shield", "WAF")
_RULES = ShapeId("smithy.rules#endpointRuleSet")
_REGION = "{Partition#implicitGlobalRegion}"
_DEFAULT = (f"{{prefix}}.{_REGION}.{{Partition#dnsSuffix}}", _REGION)
# By partition, hosts of another form than the usual one, and the Region that requests
# are signed for. "" stands for all partitions that are not listed.
_HOSTS: dict[str, dict[str, tuple[str, str]]] = {
    "cloudfront": {"aws": ("{prefix}.amazonaws.com", "us-east-1")},
    "iam": {
        "aws": ("{prefix}.amazonaws.com", "us-east-1"),
        "aws-cn": ("iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        "aws-us-gov": ("iam.us-gov.amazonaws.com", "us-gov-west-1"),
    },
    "route53": {
        "aws": ("{prefix}.amazonaws.com", "us-east-1"),
        "aws-us-gov": ("route53.us-gov.amazonaws.com", "us-gov-west-1"),
        "": ("{prefix}.{Partition#dnsSuffix}", _REGION),
    },
    "waf": {"aws": ("{prefix}.amazonaws.com", "us-east-1")},
}


def apply(model: Model, service: ShapeId) -> Model:
    shape = model.service(service)
    aws = shape.traits.get(AwsService)
    prefix = None if aws is None else aws.endpoint_prefix
    if _RULES in shape.traits or prefix is None:
        return model
    traits = with_traits(shape.traits, {_RULES: _rule_set(prefix)})
    return replaced(model, [replace(shape, traits=traits)])


def _rule_set(prefix: str) -> dict[str, Any]:
    fips = _call("booleanEquals", {"ref": "UseFIPS"}, True)
    hosts = _HOSTS.get(prefix, {})
    rules: list[dict[str, Any]] = []
    for name, (host, region) in {"": _DEFAULT, **hosts}.items():
        here = [_call("stringEquals", _partition("name"), name)] if name else []
        # The rules of listed partitions come before those for all others.
        rules[:0] = [
            _endpoint(host.replace("{prefix}", f"{prefix}-fips"), region, *here, fips),
            _endpoint(host.replace("{prefix}", prefix), region, *here),
        ]
    partition = _call("aws.partition", {"ref": "Region"}) | {"assign": "Partition"}
    return {
        "version": "1.0",
        "parameters": {
            "Region": {"type": "string", "builtIn": "AWS::Region"},
            "UseFIPS": {
                "type": "boolean",
                "builtIn": "AWS::UseFIPS",
                "required": True,
                "default": False,
            },
            "Endpoint": {"type": "string", "builtIn": "SDK::Endpoint"},
        },
        "rules": [
            {
                "type": "endpoint",
                "conditions": [_call("isSet", {"ref": "Endpoint"})],
                "endpoint": {"url": {"ref": "Endpoint"}},
            },
            {
                "type": "tree",
                "conditions": [_call("isSet", {"ref": "Region"}), partition],
                "rules": rules,
            },
            {
                "type": "error",
                "conditions": [],
                "error": "Invalid Configuration: Missing Region",
            },
        ],
    }


def _call(function: str, *arguments: Any) -> dict[str, Any]:
    return {"fn": function, "argv": list(arguments)}


def _partition(attribute: str) -> dict[str, Any]:
    return _call("getAttr", {"ref": "Partition"}, attribute)


def _endpoint(host: str, region: str, *conditions: dict[str, Any]) -> dict[str, Any]:
    """An endpoint rule whose requests are signed for the Region of the endpoint."""
    scheme = {"name": "sigv4", "signingRegion": region}
    return {
        "type": "endpoint",
        "conditions": list(conditions),
        "endpoint": {"url": f"https://{host}", "properties": {"authSchemes": [scheme]}},
    }
