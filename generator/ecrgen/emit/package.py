"""IR -> `{path: text}`: renders every module, and adds the runtime modules that they need."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import jinja2

from ..ir.code import Expression, Text, text
from ..ir.imports import Import, union
from ..ir.modules import (
    Alias,
    Attribute,
    Class,
    Definition,
    Enum,
    EnumMember,
    Field,
    Function,
    Package,
)
from ..lower import runtime
from . import layout, templates
from .clients import emit_clients
from .docstrings import comment, docstring
from .endpoints import emit_endpoints
from .exports import emit_exports, reexports
from .imports import import_lines, statement

_SUBMODULES = (
    "client",
    "endpoints",
    "errors",
    "models",
    "operations",
    "paginators",
    "waiters",
)
# What every package offers of its runtime: what a client is given, and what hooks and transports are written with.
_RUNTIME_TYPES = {
    symbol.name: symbol.module
    for symbol in map(
        runtime.symbol,
        (
            "hooks.Attempt",
            "hooks.Hooks",
            "http.HttpRequest",
            "http.Timeout",
            "identity.Credentials",
            "retry.Retries",
            "transports.AsyncTransport",
            "transports.Transport",
        ),
    )
}


# What templates import by themselves.
_ALWAYS = (
    *("async_client", "clients", "http", "lazy", "operation", "sync_client"),
    *("hooks", "identity", "retry", "transports"),
)


def emit(package: Package) -> dict[str, str]:
    """The files of the package by POSIX path, without its manifest. Every path ends in `.py` or is `py.typed`."""
    environment = jinja_environment()
    module_template = environment.get_template("module.py.j2")
    files = {"py.typed": ""}
    for module in package.modules:
        rendered = [_definition(environment, each) for each in module.definitions]
        files[_path(module.path)] = module_template.render(
            source=package.source,
            doc=module.doc,
            imports="\n".join(
                import_lines(module.imports, module.reexports, module.path)
            ),
            definitions=list(zip(module.definitions, rendered, strict=True)),
        )
    files |= emit_exports(environment, package)
    files |= emit_endpoints(environment, package.endpoints, package.source)
    files |= emit_clients(environment, package)
    for name, doc, classes in (
        ("paginators", "How the answers of operations are pages.", package.paginators),
        ("waiters", "What is waited for, and how.", package.waiters),
    ):
        files[f"{name}.py"] = environment.get_template("usage.py.j2").render(
            source=package.source,
            doc=doc,
            definitions=[(each, _definition(environment, each)) for each in classes],
            **_usage_imports(classes, f".{name}"),
        )
    init = environment.get_template("init.py.j2")
    submodules = sorted([*_SUBMODULES, *(each.name for each in package.copied)])
    runtime = {**_RUNTIME_TYPES, **package.runtime_types}
    exports = {**runtime, "AsyncClient": ".client", "Client": ".client"}
    lines = statement(".", submodules, "    ")
    for origin in sorted({*runtime.values()}):
        names = [name for name, found in runtime.items() if found == origin]
        lines += statement(origin, names, "    ")
    files["__init__.py"] = init.render(
        source=package.source,
        doc=package.doc or package.source,
        exports=exports,
        names=sorted([*exports, "Request", "Response"]),
        submodules=submodules,
        imports="\n".join(lines),
    )
    copied = environment.get_template("copied.py.j2")
    for each in package.copied:
        files[f"{each.name}.py"] = copied.render(
            source=package.source, file=each.file, text=each.text
        )
    return files | _runtime(package)


def _usage_imports(classes: Sequence[Class], path: str) -> dict[str, object]:
    """What is imported when the module runs, and what only type checkers import: it loads no shapes."""
    needed = union(each.imports for each in classes)
    lines = import_lines(needed - _AT_RUN_TIME, (), path)
    return {
        "uses_jmespath": bool(needed & _AT_RUN_TIME),
        "imports": "\n".join(f"    {line}" if line else "" for line in lines),
    }


_AT_RUN_TIME = frozenset({runtime.module("jmespath")})


def _path(module: str) -> str:
    return module[1:].replace(".", "/") + ".py"


def _definition(environment: jinja2.Environment, definition: Definition) -> str:
    return environment.get_template(definition.template).render(definition=definition)


def jinja_environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: templates.read(f"package/{name}")),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.do"],
    )
    filters: dict[str, Callable[..., str]] = {
        "assigned": _assigned,
        "attributes": _attributes,
        "class_header": _class_header,
        "comment": comment,
        "docstring": _docstring,
        "fields": _fields,
        "method": _method,
        "reexports": reexports,
        "spaced": _spaced,
        "text": text,
        "union": _union,
        "values": _values,
    }
    environment.filters.update(filters)
    return environment


def _assigned(value: Expression, prefix: str) -> str:
    return "\n".join(layout.expression(value, 0, prefix, ""))


def _docstring(value: str, depth: int) -> str:
    return "\n".join(docstring(value, depth))


def _union(alternatives: Sequence[Expression], prefix: str) -> str:
    return "\n".join(layout.union(alternatives, prefix))


def _attributes(attributes: Sequence[Attribute]) -> str:
    return "\n".join(
        line
        for attribute in attributes
        for line in layout.expression(attribute.value, 1, f"{attribute.name} = ", "")
    )


def _class_header(definition: Class) -> str:
    return "\n".join(layout.class_header(definition))


def _fields(fields: Sequence[Field]) -> str:
    """Fields, with a blank line around those that are documented."""
    lines: list[str] = []
    previous: Field | None = None
    for field in fields:
        if previous is not None and (field.doc or previous.doc):
            lines.append("")
        lines += layout.field(field)
        if field.doc:
            lines += docstring(field.doc, 1)
        previous = field
    return "\n".join(lines)


def _method(function: Function) -> str:
    lines = [f"    @{function.decorator}"] if function.decorator else []
    lines += layout.signature(function, 1)
    if function.doc:
        lines += [*docstring(function.doc, 2), ""]
    return "\n".join([*lines, *layout.statements(function.body, 2)])


def _values(members: Sequence[EnumMember]) -> str:
    lines: list[str] = []
    for index, member in enumerate(members):
        if index and (member.doc or members[index - 1].doc):
            lines.append("")
        lines += layout.expression(Text(member.value), 1, f"{member.name} = ", "")
        if member.doc:
            lines += docstring(member.doc, 1)
    return "\n".join(lines)


def _spaced(definitions: Sequence[tuple[Definition, str]]) -> str:
    """Definitions with the blank lines that PEP 8 asks for between them."""
    parts: list[str] = []
    previous: Definition | None = None
    for definition, rendered in definitions:
        if isinstance(definition, Class | Enum) or isinstance(previous, Class | Enum):
            parts.append("\n\n")
        elif (
            previous is None
            or _is_documented(definition)
            or _is_documented(previous)
            or type(previous) is not type(definition)
        ):
            parts.append("\n")
        parts.append(rendered)
        previous = definition
    return "".join(parts).rstrip("\n")


def _is_documented(definition: Definition | None) -> bool:
    return isinstance(definition, Alias) and bool(definition.doc)


def _runtime(package: Package) -> dict[str, str]:
    """The runtime modules that the package needs, directly or through each other, under `_runtime/`."""
    imports = union(
        [
            *(each.imports | {*each.reexports} for each in package.modules),
            package.endpoints.imports | {*package.endpoints.reexports},
            *(each.imports for each in package.clients.sync),
            *(each.imports for each in package.clients.asynchronous),
            *(each.imports for each in package.paginators),
            *(each.imports for each in package.waiters),
        ]
    )
    used = {runtime.module_of(each) for each in imports} - {None}
    types = (Import(path, name) for name, path in package.runtime_types.items())
    used |= {runtime.module_of(each) for each in types}
    for each in package.copied:
        used |= set(runtime.imported_by(each.text))
    return {
        f"_runtime/{path}": templates.read(f"runtime/{path}")
        for path in runtime.files([*_ALWAYS, *(each for each in used if each)])
    }
