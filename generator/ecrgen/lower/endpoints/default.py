"""The endpoint rule set of a service whose model has none.

For an AWS service these are the rules that AWS's own models give to a regional service,
from the endpoint prefix of `aws.api#service`: the plain, FIPS and dual-stack hosts of
every region, and a custom endpoint. A model that old says nothing about services with
other endpoints (global ones, above all), so those need an endpoint from the caller. Of
any other service nothing is known: it has only what the caller gives.
"""

from __future__ import annotations

import re
from typing import Any

from ...model.shapes import ServiceShape
from ...model.traits import AwsService

_PREFIX = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_NOT_WITH_ENDPOINT = "Invalid Configuration: {} and custom endpoint are not supported"
_UNSUPPORTED = "{} is enabled but this partition does not support {}"


def rule_set(service: ServiceShape) -> dict[str, Any]:
    """The node of a rule set."""
    aws = service.traits.get(AwsService)
    prefix = None if aws is None else aws.endpoint_prefix
    # The prefix becomes part of a host name, and of nothing else.
    if prefix is None or _PREFIX.fullmatch(prefix) is None:
        return _custom_only(service)
    return _regional(prefix)


def _custom_only(service: ServiceShape) -> dict[str, Any]:
    message = (
        f"The model does not say where {service.id.name} is to be found: "
        "give the URL of an endpoint"
    )
    return {
        "parameters": {"Endpoint": _ENDPOINT},
        "rules": [
            _endpoint({"ref": "Endpoint"}, _call("isSet", {"ref": "Endpoint"})),
            _error(message),
        ],
    }


def _regional(prefix: str) -> dict[str, Any]:
    fips, dual_stack = _is_true({"ref": "UseFIPS"}), _is_true({"ref": "UseDualStack"})
    supports_fips = _is_true(_partition("supportsFIPS"))
    supports_dual_stack = _is_true(_partition("supportsDualStack"))
    plain, dual = (
        "{Region}.{Partition#dnsSuffix}",
        "{Region}.{Partition#dualStackDnsSuffix}",
    )
    regional = [
        _tree(
            [fips, dual_stack],
            _endpoint(
                f"https://{prefix}-fips.{dual}", supports_fips, supports_dual_stack
            ),
            _error(
                "FIPS and DualStack are enabled, but this partition does not support one or both"
            ),
        ),
        _tree(
            [fips],
            _endpoint(f"https://{prefix}-fips.{plain}", supports_fips),
            _error(_UNSUPPORTED.format("FIPS", "FIPS")),
        ),
        _tree(
            [dual_stack],
            _endpoint(f"https://{prefix}.{dual}", supports_dual_stack),
            _error(_UNSUPPORTED.format("DualStack", "DualStack")),
        ),
        _endpoint(f"https://{prefix}.{plain}"),
    ]
    partition = _call("aws.partition", {"ref": "Region"}) | {"assign": "Partition"}
    return {
        "parameters": {
            "Region": {"type": "string", "builtIn": "AWS::Region"},
            "UseFIPS": _flag("AWS::UseFIPS"),
            "UseDualStack": _flag("AWS::UseDualStack"),
            "Endpoint": _ENDPOINT,
        },
        "rules": [
            _tree(
                [_call("isSet", {"ref": "Endpoint"})],
                _error(_NOT_WITH_ENDPOINT.format("FIPS"), fips),
                _error(_NOT_WITH_ENDPOINT.format("Dualstack"), dual_stack),
                _endpoint({"ref": "Endpoint"}),
            ),
            _tree([_call("isSet", {"ref": "Region"}), partition], *regional),
            _error("Invalid Configuration: Missing Region"),
        ],
    }


_ENDPOINT = {"type": "string", "builtIn": "SDK::Endpoint"}


def _flag(built_in: str) -> dict[str, Any]:
    return {"type": "boolean", "builtIn": built_in, "required": True, "default": False}


def _call(function: str, *arguments: Any) -> dict[str, Any]:
    return {"fn": function, "argv": list(arguments)}


def _is_true(value: Any) -> dict[str, Any]:
    return _call("booleanEquals", value, True)


def _partition(attribute: str) -> dict[str, Any]:
    return _call("getAttr", {"ref": "Partition"}, attribute)


def _tree(conditions: list[Any], *rules: Any) -> dict[str, Any]:
    return {"type": "tree", "conditions": conditions, "rules": list(rules)}


def _endpoint(url: Any, *conditions: Any) -> dict[str, Any]:
    return {
        "type": "endpoint",
        "conditions": list(conditions),
        "endpoint": {"url": url},
    }


def _error(message: str, *conditions: Any) -> dict[str, Any]:
    return {"type": "error", "conditions": list(conditions), "error": message}
