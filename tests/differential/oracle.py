"""botocore as the oracle: the requests it sends and the outputs it parses."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

# The version that the committed models were made from. Older ones may lack members.
pytest.importorskip("botocore", minversion="1.43.11")

# botocore has no types: its shapes and operation models are `Any` in these tests.
_models = import_module("botocore.model")
_serializers = import_module("botocore.serialize")
_parsers = import_module("botocore.parsers")
_requests = import_module("botocore.awsrequest")
_loaders = import_module("botocore.loaders")


def service_model(name: str) -> dict[str, Any]:
    """botocore's own model of a service, not one from the user's machine."""
    folder = str(Path(str(_loaders.__file__)).parent / "data")
    loader = _loaders.Loader(
        extra_search_paths=[folder], include_default_search_paths=False
    )
    model: dict[str, Any] = loader.load_service_model(name, "service-2")
    return model


class Oracle:
    """One service as botocore sees it."""

    def __init__(self, name: str, data: dict[str, Any]) -> None:
        self.name = name
        self.model = _models.ServiceModel(data, name)
        protocol = self.model.metadata["protocol"]
        self._serializer = _serializers.create_serializer(protocol)
        self._parser = _parsers.create_parser(protocol)

    @classmethod
    def of_service(cls, name: str) -> Oracle:
        return cls(name, service_model(name))

    @classmethod
    def of_file(cls, path: Path) -> Oracle:
        return cls(path.parent.name, json.loads(path.read_bytes()))

    def operation(self, name: str) -> Any:
        return self.model.operation_model(name)

    def shape(self, name: str) -> Any:
        return self.model.shape_for(name)

    def request(self, operation: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """The request for `params`, after botocore has validated them."""
        made: dict[str, Any] = self._serializer.serialize_to_request(
            params, self.operation(operation)
        )
        return made

    def parse(
        self, status: int, headers: Mapping[str, str], body: bytes, shape: Any
    ) -> dict[str, Any]:
        """The parsed response: the output, or `Error` with code and message."""
        response = {
            "status_code": status,
            "headers": _requests.HeadersDict(headers),
            "body": body,
        }
        parsed: dict[str, Any] = self._parser.parse(response, shape)
        parsed.pop("ResponseMetadata", None)
        return parsed
