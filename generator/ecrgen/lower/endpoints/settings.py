"""What a client gives to the endpoint rules: its built-ins, and the settings that its
service's model asks for.

The built-ins are those of the specification (Smithy 2.0, "Rules engine parameters" and
"AWS rules engine built-ins"). Settings have the names that the shared config file and
the environment have for them (AWS SDKs and Tools reference guide); an argument of the
client goes before them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...ir import literals
from ...ir.code import Brackets, Expression, Item, Line, Text, call
from ...ir.imports import Import
from ...ir.modules import Function, Parameter, Section
from ...model.shapes import ServiceShape
from ...model.traits import ClientContextParams
from ...prose import docs
from ...prose.text import plain_text
from .. import runtime
from .rules import EndpointParameter, EndpointRules
from .scope import Kind

# What every client has an argument for.
_OPTIONS = {
    "AWS::Region": "region",
    "AWS::UseFIPS": "use_fips",
    "AWS::UseDualStack": "use_dualstack",
    "SDK::Endpoint": "endpoint_url",
}
ACCOUNT = "AWS::Auth::AccountId"
_ANY = Text("Any", frozenset({Import("typing", "Any")}))
_CLIENTS = frozenset({runtime.module("clients")})
_ENDPOINTS = frozenset({Import(".", "endpoints")})


@dataclass(frozen=True, slots=True)
class Setting:
    """`option` in the shared config file, `variable` in the environment, where there is
    one.

    An option "s3.addressing_style" is `addressing_style` below `s3`, or
    `s3_addressing_style`. `word`, where there is one, is the text that stands for true;
    otherwise a boolean is written true or false.
    """

    option: str
    variable: str = ""
    word: str = ""


# By built-in, and for client context parameters by name.
_SETTINGS = {
    "AWS::Auth::AccountIdEndpointMode": Setting(
        "account_id_endpoint_mode", "AWS_ACCOUNT_ID_ENDPOINT_MODE"
    ),
    "AWS::S3::Accelerate": Setting("s3.use_accelerate_endpoint"),
    "AWS::S3::ForcePathStyle": Setting("s3.addressing_style", word="path"),
    "AWS::S3::UseArnRegion": Setting("s3.use_arn_region", "AWS_S3_USE_ARN_REGION"),
    "AWS::S3Control::UseArnRegion": Setting(
        "s3.use_arn_region", "AWS_S3_USE_ARN_REGION"
    ),
    "AWS::S3::DisableMultiRegionAccessPoints": Setting(
        "s3_disable_multiregion_access_points",
        "AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS",
    ),
    "AWS::S3::UseGlobalEndpoint": Setting(
        "s3.us_east_1_regional_endpoint",
        "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT",
        "legacy",
    ),
    "AWS::STS::UseGlobalEndpoint": Setting(
        "sts_regional_endpoints", "AWS_STS_REGIONAL_ENDPOINTS", "legacy"
    ),
    "DisableS3ExpressSessionAuth": Setting(
        "s3_disable_express_session_auth", "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH"
    ),
}
# What the AWS command line assumes where nothing is set.
_DEFAULTS = {"AWS::Auth::AccountIdEndpointMode": "preferred"}
_KINDS = {
    "string": Text("str"),
    "boolean": Text("bool"),
    "stringArray": Text("list[str]"),
}


@dataclass(frozen=True, slots=True)
class ClientParameter:
    """An argument of the client that is a parameter of the endpoint rules."""

    keyword: str
    type: Text
    documentation: str


def client_parameters(
    service: ServiceShape, rules: EndpointRules
) -> Iterator[ClientParameter]:
    """Those that the model asks for ("clientContextParams"), without what every client
    has an argument for.
    """
    found = service.traits.get(ClientContextParams)
    if found is None:
        return
    for name, each in sorted(found.parameters.items()):
        parameter = rules.parameters.get(name)
        if parameter is not None and parameter.built_in not in _OPTIONS:
            text = each.documentation or parameter.documentation
            yield ClientParameter(
                parameter.keyword, _KINDS[each.type], docs.headline(plain_text(text))
            )


# The arguments of every client. A test holds that they are those of the runtime's
# `Configured`.
_ARGUMENTS = {
    "region": Text("str | None"),
    "credentials": Text("clients.CredentialSource | None", _CLIENTS),
    "profile": Text("str | None"),
    "endpoint_url": Text("str | None"),
    "use_fips": Text("bool | None"),
    "use_dualstack": Text("bool | None"),
    "retries": Text("retry.Retries | None", frozenset({runtime.module("retry")})),
    "timeout": Text("http.Timeout | float | None", frozenset({runtime.module("http")})),
    "transport": Text(
        "transports.{} | None", frozenset({runtime.module("transports")})
    ),
    "hooks": Text("hooks.Hooks | None", frozenset({runtime.module("hooks")})),
}


def constructor(
    parameters: tuple[ClientParameter, ...], transport: str
) -> Function | None:
    """The constructor of a client with parameters of its own; None where the runtime's
    does.

    `transport` is the runtime's protocol for the client's transport.
    """
    if not parameters:
        return None
    arguments = {
        name: Text(each.text.format(transport), each.imports)
        for name, each in _ARGUMENTS.items()
    }
    arguments |= {each.keyword: Text(f"{each.type.text} | None") for each in parameters}
    own = tuple(
        Item(Text(each.keyword), f"{literals.string(each.keyword)}: ")
        for each in parameters
    )
    given = (
        *(Item(Text(name), f"{name}=") for name in _ARGUMENTS),
        Item(Brackets("{", own, "}"), "endpoint_parameters="),
    )
    return Function(
        "__init__",
        (
            Parameter("self"),
            Parameter("*"),
            *(Parameter(name, each, Text("None")) for name, each in arguments.items()),
        ),
        Text("None"),
        (Line("", Brackets("super().__init__(", given, ")")),),
        doc="The arguments of every client, and those of this service's endpoints.",
        sections=(
            Section(
                "Args", tuple((each.keyword, each.documentation) for each in parameters)
            ),
        ),
    )


def account_keyword(rules: EndpointRules) -> str | None:
    """The parameter that is the account of the credentials."""
    for each in rules.parameters.values():
        if each.built_in == ACCOUNT:
            return each.keyword
    return None


def resolver(
    service: ServiceShape, rules: EndpointRules, given: frozenset[str]
) -> Function:
    """`_resolve`: the endpoint for the client's options and, as keywords, what an
    operation says.

    `given` are the keywords that operations have: they go before the client's.
    """
    asked = {each.keyword for each in client_parameters(service, rules)}
    items: list[Item] = []
    for each in rules.parameters.values():
        value = _value(each, each.keyword in asked)
        if value is None:
            continue
        if each.keyword in given:
            key = Text(literals.string(each.keyword))
            value = call("parameters.pop", key, value)
        items.append(Item(value, f"{each.keyword}="))
    items.append(Item(Text("**parameters")))
    return Function(
        "_resolve",
        (
            Parameter("options", Text("clients.EndpointOptions", _CLIENTS)),
            Parameter("**parameters", _ANY),
        ),
        Text("endpoints.Endpoint", _ENDPOINTS),
        (
            Line(
                "return ",
                Brackets("endpoints.resolve(", tuple(items), ")", _ENDPOINTS),
            ),
        ),
    )


def _value(parameter: EndpointParameter, is_argument: bool) -> Expression | None:
    """What the client gives for a parameter; None where only operations can."""
    built_in = parameter.built_in or ""
    if built_in in _OPTIONS:
        return Text(f"options.{_OPTIONS[built_in]}")
    setting = _SETTINGS.get(built_in) or _SETTINGS.get(parameter.name)
    if built_in == ACCOUNT or not (is_argument or (built_in and setting)):
        return None
    method = "flag" if parameter.kind is Kind.BOOLEAN else "text"
    default = parameter.default or "None"
    if built_in in _DEFAULTS:
        default = literals.string(_DEFAULTS[built_in])
    arguments = [literals.string(parameter.keyword), default]
    if setting is not None:
        arguments += [
            literals.string(setting.option),
            literals.string(setting.variable),
        ]
        if setting.word:
            arguments.append(literals.string(setting.word))
    return Brackets(
        f"options.{method}(", tuple(Item(Text(each)) for each in arguments), ")"
    )
