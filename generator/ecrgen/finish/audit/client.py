"""The audit of the module `client`: two classes of methods that each make one input and call one operation."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from .calls import audit_call
from .types import CLASS, PUBLIC, Names, Types, UnsafeError, is_docstring, literal

PATH = "client.py"

_REQUIRED = frozenset(
    ast.dump(each)
    for each in ast.parse(
        "from __future__ import annotations\n"
        "from typing import TYPE_CHECKING\n"
        "from ._runtime.async_client import AsyncioClient\n"
        "from ._runtime.sync_client import SyncClient\n"
    ).body
)
# What defaults of the model need, paginators and waiters.
_MODULES = frozenset(
    ast.dump(each)
    for models in ("", ", models")
    for operations in ("", ", operations")
    for paginators in ("", ", paginators")
    for waiters in ("", ", waiters")
    for each in ast.parse(
        f"from . import endpoints{models}{operations}{paginators}{waiters}\n"
        "from ._runtime import clients\n"
        "from ._runtime import values\n"
    ).body
)
_SERVICE = ast.dump(ast.parse("_service = _SERVICE").body[0])
_OPTIONS = frozenset({"region", "use_fips", "use_dualstack", "endpoint_url"})
# What type checkers alone import. Nothing of it exists when the module runs.
_STANDARD = {
    "collections.abc": frozenset({"Iterable", "Mapping"}),
    "datetime": frozenset({"datetime"}),
    "decimal": frozenset({"Decimal"}),
    "typing": frozenset({"Annotated", "Any"}),
}


def audit_client(tree: ast.Module) -> None:
    """Raises `UnsafeError` for what the template of the module and its lowering never write."""
    body = tree.body[1:] if tree.body and is_docstring(tree.body[0]) else tree.body
    top = [each for each in body if isinstance(each, ast.ImportFrom)]
    rest = [each for each in body if not isinstance(each, ast.ImportFrom)]
    found = {ast.dump(each) for each in top}
    if not _REQUIRED <= found <= _REQUIRED | _MODULES:
        raise UnsafeError("imports other than a client's", tree)
    imports, classes = audit_head(rest, tree)
    types = imported(imports.body)
    types.names.modules["clients"] = frozenset({"CredentialSource"})
    match classes:
        case [
            ast.ClassDef(name="Client") as sync,
            ast.ClassDef(name="AsyncClient") as asynchronous,
        ]:
            audit_methods(sync, types, "SyncClient", is_async=False)
            audit_methods(asynchronous, types, "AsyncioClient", is_async=True)
        case _:
            raise UnsafeError("a statement that no client has", tree)


def audit_head(body: list[ast.stmt], tree: ast.Module) -> tuple[ast.If, list[ast.stmt]]:
    """What modules of clients begin with: `_resolve` and `_SERVICE`, behind imports for type checkers.

    Returns these imports, and the statements after it.
    """
    match body:
        case [
            ast.If(test=ast.Name(id="TYPE_CHECKING"), orelse=[]) as imports,
            ast.FunctionDef(name="_resolve") as resolve,
            ast.Assign(
                targets=[ast.Name(id="_SERVICE")],
                value=ast.Call(
                    func=ast.Attribute(value=ast.Name(id="clients"), attr="Service"),
                    args=[],
                ) as service,
            ),
            *rest,
        ]:
            _resolver(resolve)
            _facts(service)
            return imports, rest
        case _:
            raise UnsafeError("a statement that no client has", tree)


def imported(body: Sequence[ast.stmt], depth: int = 0) -> Types:
    """The types that a module imports for type checkers alone; `depth` counts the folders that it is in."""
    names = Names({"clients": frozenset({"CredentialSource"})}, types={"Any"})
    for each in (node for node in body if not isinstance(node, ast.Pass)):
        if not isinstance(each, ast.ImportFrom):
            raise UnsafeError("a statement for type checkers", each)
        for alias in each.names:
            standard = _STANDARD.get(each.module or "", frozenset())
            if alias.asname is not None:
                raise UnsafeError(
                    f"an import of {alias.name!r} under another name", each
                )
            if each.level == 0 and alias.name in standard:
                names.types.add(alias.name)
            elif each.level == depth + 1 and each.module == "_runtime":
                names.modules[alias.name] = None
            elif (
                each.level == depth + 1 and each.module and CLASS.fullmatch(alias.name)
            ):
                names.classes.add(alias.name)
            else:
                raise UnsafeError(f"an import of {alias.name!r}", each)
    return Types(names)


def _resolver(node: ast.FunctionDef) -> None:
    """`return endpoints.resolve(keyword=options.name, ..., **parameters)`."""
    match node:
        case ast.FunctionDef(
            args=ast.arguments(
                posonlyargs=[],
                args=[ast.arg(arg="options")],
                vararg=None,
                kwonlyargs=[],
                kwarg=ast.arg(arg="parameters"),
                defaults=[],
            ),
            decorator_list=[],
            body=[
                ast.Return(
                    value=ast.Call(
                        func=ast.Attribute(
                            value=ast.Name(id="endpoints"), attr="resolve"
                        ),
                        args=[],
                        keywords=keywords,
                    )
                )
            ],
        ) if all(_is_option(each) for each in keywords):
            pass
        case _:
            raise UnsafeError("what finds no endpoint", node)


def _is_option(node: ast.keyword) -> bool:
    match node:
        case ast.keyword(arg=None, value=ast.Name(id="parameters")):
            return True
        case ast.keyword(
            arg=str(name),
            value=ast.Call(
                func=ast.Attribute(value=ast.Name(id="parameters"), attr="pop"),
                args=[ast.Constant(value=popped), value],
                keywords=[],
            ),
        ):
            return popped == name and _is_own(value)
        case ast.keyword(arg=str(), value=value):
            return _is_own(value)
        case _:
            return False


def _is_own(node: ast.expr) -> bool:
    """`options.name`, or `options.flag(...)` and `options.text(...)` of literals."""
    match node:
        case ast.Attribute(value=ast.Name(id="options"), attr=name):
            return name in _OPTIONS
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="options"), attr="flag" | "text"),
            args=arguments,
            keywords=[],
        ):
            for each in arguments:
                literal(each)
            return True
        case _:
            return False


def _facts(node: ast.Call) -> None:
    for each in node.keywords:
        match each:
            case ast.keyword(arg="resolve", value=ast.Name(id="_resolve")):
                pass
            case ast.keyword(
                arg="id" | "version" | "signing_name" | "account",
                value=ast.Constant(),
            ):
                pass
            case ast.keyword(
                arg="double_encode" | "normalize" | "payload_header" | "presigns_body",
                value=ast.Constant(),
            ):
                pass
            case _:
                raise UnsafeError("a fact that no service has", node)


def audit_methods(
    node: ast.ClassDef, types: Types, base: str, *, is_async: bool
) -> None:
    """A class of methods whose one base is `base`."""
    bases = [each.id for each in node.bases if isinstance(each, ast.Name)]
    if (
        bases != [base]
        or len(node.bases) != 1
        or node.keywords
        or node.decorator_list
        or getattr(node, "type_params", None)
    ):
        raise UnsafeError(f"the bases of class {node.name!r}", node)
    for index, each in enumerate(node.body):
        match each:
            case ast.AsyncFunctionDef() if is_async:
                _method(each, types)
            case ast.FunctionDef(name="__init__"):
                _constructor(each, types)
            case ast.FunctionDef():  # in both: paginators are not awaited
                _method(each, types)
            case _ if index == 0 and is_docstring(each):
                pass
            case _ if ast.dump(each) == _SERVICE:
                pass
            case _:
                raise UnsafeError(f"{type(each).__name__} in a client", each)


def _method(node: ast.FunctionDef | ast.AsyncFunctionDef, types: Types) -> None:
    if not PUBLIC.fullmatch(node.name):
        raise UnsafeError(f"a method {node.name!r}", node)
    given = _parameters(node, types)
    body = node.body[1:] if is_docstring(node.body[0]) else node.body
    match body:
        case [ast.Return(value=ast.Await(value=called))]:
            audit_call(called, given)
        case [ast.Return(value=ast.expr() as called)]:
            audit_call(called, given)
        case _:
            raise UnsafeError("a body that no method of a client has", node)


def _constructor(node: ast.FunctionDef, types: Types) -> None:
    """`super().__init__(name=name, ..., endpoint_parameters={"name": name, ...})`."""
    given = _parameters(node, types)
    body = node.body[1:] if is_docstring(node.body[0]) else node.body
    match body:
        case [
            ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(
                        value=ast.Call(func=ast.Name(id="super"), args=[], keywords=[]),
                        attr="__init__",
                    ),
                    args=[],
                    keywords=[
                        *passed,
                        ast.keyword(
                            arg="endpoint_parameters",
                            value=ast.Dict(keys=keys, values=values),
                        ),
                    ],
                )
            )
        ] if all(
            isinstance(each, ast.Constant) and isinstance(each.value, str)
            for each in keys
        ):
            for value in [*values, *(each.value for each in passed)]:
                if not isinstance(value, ast.Name) or value.id not in given:
                    raise UnsafeError("an argument of a constructor", node)
        case _:
            raise UnsafeError("a body that no constructor of a client has", node)


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef, types: Types) -> set[str]:
    """The names of the parameters, all of them keywords without a default or with None."""
    arguments = node.args
    given = {each.arg for each in arguments.kwonlyargs}
    if (
        node.decorator_list
        or getattr(node, "type_params", None)
        or [each.arg for each in arguments.args] != ["self"]
        or arguments.posonlyargs
        or arguments.vararg
        or arguments.kwarg
        or not all(PUBLIC.fullmatch(each) for each in given)
        or given & {"self", "operations", "models", "paginators", "waiters"}
    ):
        raise UnsafeError(f"the parameters of {node.name!r}", node)
    for each in arguments.kwonlyargs:
        if each.annotation is not None:
            types.type(each.annotation)
    for default in arguments.kw_defaults:
        if default is not None and ast.dump(default) != _NONE:
            raise UnsafeError(f"a default of {node.name!r}", node)
    if node.returns is not None:
        types.type(node.returns)
    return given


_NONE = ast.dump(ast.Constant(None))
