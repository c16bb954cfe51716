"""The HTTP binding traits of members (Smithy 2.0, "HTTP binding traits"),
and `mediaType`.
"""

from __future__ import annotations

from .trait_base import AnnotationTrait, StringTrait, trait


@trait("smithy.api#httpLabel")
class HttpLabel(AnnotationTrait): ...


@trait("smithy.api#httpQuery")
class HttpQuery(StringTrait): ...


@trait("smithy.api#httpQueryParams")
class HttpQueryParams(AnnotationTrait): ...


@trait("smithy.api#httpHeader")
class HttpHeader(StringTrait): ...


@trait("smithy.api#httpPrefixHeaders")
class HttpPrefixHeaders(StringTrait): ...


@trait("smithy.api#httpPayload")
class HttpPayload(AnnotationTrait): ...


@trait("smithy.api#httpResponseCode")
class HttpResponseCode(AnnotationTrait): ...


@trait("smithy.api#mediaType")
class MediaType(StringTrait): ...
