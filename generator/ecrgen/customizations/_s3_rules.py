"""Endpoint rules for models of S3 without any, like those of later models.

They cover buckets, not access points.
"""

from __future__ import annotations

from typing import Any


def rule_set() -> dict[str, Any]:
    """The node of a rule set."""
    fips, dual_stack = _is_true("UseFIPS"), _is_true("UseDualStack")
    partition = _call("aws.partition", _ref("Region")) | {"assign": "partition"}
    return {
        "version": "1.0",
        "parameters": {
            "Bucket": {"type": "string", "documentation": "The bucket of the request."},
            "Region": {"type": "string", "builtIn": "AWS::Region"},
            "UseFIPS": _flag("AWS::UseFIPS"),
            "UseDualStack": _flag("AWS::UseDualStack"),
            "Endpoint": {"type": "string", "builtIn": "SDK::Endpoint"},
            "ForcePathStyle": _flag("AWS::S3::ForcePathStyle"),
            "Accelerate": _flag("AWS::S3::Accelerate"),
        },
        "rules": [
            # Signing needs the Region, also for a custom endpoint.
            _tree(
                [_is_set("Region"), partition],
                _custom(),
                _accelerated(),
                _tree([fips, dual_stack], *_places("s3-fips.dualstack")),
                _tree([fips], *_places("s3-fips")),
                _tree([dual_stack], *_places("s3.dualstack")),
                *_places("s3"),
            ),
            _error("A region must be set when sending requests to S3."),
        ],
    }


def _custom() -> dict[str, Any]:
    url = _call("parseURL", _ref("Endpoint")) | {"assign": "url"}
    is_ip = _call("getAttr", _ref("url"), "isIp")
    return _tree(
        [_is_set("Endpoint"), url],
        _endpoint(
            "{url#scheme}://{Bucket}.{url#authority}{url#path}",
            *_virtual(),
            _call("booleanEquals", is_ip, False),
        ),
        _endpoint(
            "{url#scheme}://{url#authority}{url#normalizedPath}{encoded}",
            *_in_path(),
        ),
        _endpoint("{url#scheme}://{url#authority}{url#path}"),
    )


def _accelerated() -> dict[str, Any]:
    return _tree(
        [_is_true("Accelerate"), _is_set("Bucket")],
        _error("Accelerate cannot be used with FIPS", _is_true("UseFIPS")),
        _error(
            "Accelerate needs a bucket whose name can be part of a host name",
            _call("not", _hostable()),
        ),
        _endpoint(
            "https://{Bucket}.s3-accelerate.dualstack.{partition#dnsSuffix}",
            _is_true("UseDualStack"),
        ),
        _endpoint("https://{Bucket}.s3-accelerate.{partition#dnsSuffix}"),
    )


def _places(prefix: str) -> list[dict[str, Any]]:
    """Endpoints with the bucket in the host name, in the path, and without bucket."""
    host = f"{prefix}.{{Region}}.{{partition#dnsSuffix}}"
    return [
        _endpoint(f"https://{{Bucket}}.{host}", *_virtual()),
        _endpoint(f"https://{host}/{{encoded}}", *_in_path()),
        _endpoint(f"https://{host}"),
    ]


def _virtual() -> list[dict[str, Any]]:
    in_host = _call("booleanEquals", _ref("ForcePathStyle"), False)
    return [_is_set("Bucket"), in_host, _hostable()]


def _hostable() -> dict[str, Any]:
    return _call("aws.isVirtualHostableS3Bucket", _ref("Bucket"), False)


def _in_path() -> list[dict[str, Any]]:
    return [
        _is_set("Bucket"),
        _call("uriEncode", _ref("Bucket")) | {"assign": "encoded"},
    ]


def _flag(built_in: str) -> dict[str, Any]:
    return {"type": "boolean", "builtIn": built_in, "required": True, "default": False}


def _ref(name: str) -> dict[str, Any]:
    return {"ref": name}


def _call(function: str, *arguments: Any) -> dict[str, Any]:
    return {"fn": function, "argv": list(arguments)}


def _is_set(name: str) -> dict[str, Any]:
    return _call("isSet", _ref(name))


def _is_true(name: str) -> dict[str, Any]:
    return _call("booleanEquals", _ref(name), True)


def _tree(conditions: list[Any], *rules: Any) -> dict[str, Any]:
    return {"type": "tree", "conditions": conditions, "rules": list(rules)}


# S3 signs paths as they are sent, without encoding them a second time.
_SIGV4 = {"name": "sigv4", "signingName": "s3", "disableDoubleEncoding": True}


def _endpoint(url: str, *conditions: Any) -> dict[str, Any]:
    return {
        "type": "endpoint",
        "conditions": list(conditions),
        "endpoint": {"url": url, "properties": {"authSchemes": [_SIGV4]}},
    }


def _error(message: str, *conditions: Any) -> dict[str, Any]:
    return {"type": "error", "conditions": list(conditions), "error": message}
