"""The safety audit of a finished module: nothing in it but what the templates can produce.

Everything from a model passes an escaping function on its way into the source. The audit is the second wall: it
parses the finished text as the interpreter will and allows a closed list of statements, calls and names, so that a
string that broke out of its place is found whatever the place was.
"""

from __future__ import annotations

import ast
import re

from ...lower import runtime
from .bindings import METHOD as BINDINGS, audit_bindings
from .client import PATH as CLIENT, audit_client
from .code import PARAMETERS, Code
from .endpoints import PATH as ENDPOINTS, audit_endpoints
from .parts import METHODS, audit_part, audit_parted, is_parted
from .runtime import exports, without_rooms
from .types import CLASS, PUBLIC, Names, UnsafeError, is_docstring
from .usage import PATHS as USAGES, audit_usage
from .xml import WRITERS, audit_method

# What a module may import from outside the package.
_IMPORTS: dict[str, frozenset[str]] = {
    "collections.abc": frozenset({"Mapping"}),
    "dataclasses": frozenset({"dataclass", "field", "replace"}),
    "datetime": frozenset({"datetime"}),
    "decimal": frozenset({"Decimal"}),
    "typing": frozenset({"TYPE_CHECKING", "Annotated", "Any", "Self", "TypeAlias"}),
}
_RUNTIME = "_runtime"
# What makes names resolve on first use imports modules by name: only its tables may have it.
_LAZY = "lazy"
_LAZY_TABLES = (
    "__getattr__, __dir__, __all__ = lazy.names(__name__, {})",
    "__getattr__, __dir__, __all__ = lazy.operations(__name__, {}, {})",
)
_SUBMODULES = frozenset(
    "client endpoints errors models operations paginators waiters".split()
)
# What the package offers of its runtime.
_EXPORTS = frozenset(
    {
        ("Request", runtime.path("http")),
        ("Response", runtime.path("http")),
        ("AsyncTransport", runtime.path("transports")),
        ("Attempt", runtime.path("hooks")),
        ("Credentials", runtime.path("identity")),
        ("Hooks", runtime.path("hooks")),
        ("HttpRequest", runtime.path("http")),
        ("Retries", runtime.path("retry")),
        ("Timeout", runtime.path("http")),
        ("Transport", runtime.path("transports")),
        ("ByteStream", runtime.path("streams")),
        ("EventStream", runtime.path("event_streams")),
        ("Streamable", runtime.path("sources")),
    }
)
_SEGMENT = r"(?:[a-z]|_[0-9])[a-z0-9_]*|_"
_PART = re.compile(r"_names_[a-z]+", re.ASCII)
_WORD = re.compile(r"\w+", re.ASCII)
_MODULE = re.compile(rf"(?:{_SEGMENT})(?:\.(?:{_SEGMENT}))*", re.ASCII)
_DATACLASSES = frozenset(
    ast.dump(ast.parse(text, mode="eval").body)
    for text in ("dataclass(slots=True)", "dataclass(slots=True, kw_only=True)")
)
_METHODS = frozenset(
    (
        "__init__ __repr__ to_value from_value to_json from_json to_cbor to_form to_xml from_xml serialize host_prefix "
        f"{BINDINGS} deserialize error_of_json error_of_xml from_response read_response "
        "to_event from_event error_of_event"
    ).split()
)
# PEP 263. A model that declared an encoding could hide code from whoever reads the text as UTF-8.
_ENCODING = re.compile(r"^[ \t\f]*#.*?coding[:=]")
_LINE_END = re.compile(r"\r\n|\r|\n")


def audit(source: str, path: str, copied: frozenset[str] = frozenset()) -> ast.Module:
    """Parses the module at `path` (POSIX, in the package) and raises `UnsafeError` for what no template writes.

    `copied` are the names of the user's own modules in the package. They are not audited (see finish.py); the package
    may offer them beside its own.

    SyntaxError, ValueError and RecursionError are those of the parser.
    """
    if any(_ENCODING.match(line) for line in _LINE_END.split(source, 2)[:2]):
        raise UnsafeError("a declaration of an encoding", ast.Module([], []))
    # Bytes, because that is what the interpreter will read: a mark or an encoding in them would count.
    whole = ast.parse(source.encode("utf-8"))
    tree = without_rooms(ast.parse(source.encode("utf-8")))
    if path == ENDPOINTS:
        audit_endpoints(tree)
    elif path == CLIENT:
        (audit_parted if is_parted(tree) else audit_client)(tree)
    elif METHODS.fullmatch(path):
        audit_part(tree)
    elif path in USAGES:
        audit_usage(tree)
    else:
        _Module(path, copied).check(tree)
    return whole


class _Module:
    def __init__(self, path: str, copied: frozenset[str]) -> None:
        self.path = path
        self.submodules = _SUBMODULES | copied if path == "__init__.py" else _SUBMODULES
        self.is_lazy = path.endswith("__init__.py")
        self.depth = path.count("/")
        self.names = Names()
        self.bound: set[str] = set()
        # Classes of the runtime, and the unions of the module itself.
        self.bases: set[str] = set()

    def check(self, tree: ast.Module) -> None:
        body = tree.body[1:] if tree.body and is_docstring(tree.body[0]) else tree.body
        # Without it, annotations would be computed on import.
        if not body or ast.unparse(body[0]) != "from __future__ import annotations":
            raise UnsafeError("no import of annotations from __future__", tree)
        for node in body[1:]:
            match node:
                case ast.ImportFrom():
                    self._import(node)
                case ast.ClassDef():
                    self._bind(node.name, node)
                    self.names.classes.add(node.name)
                    self.bases.add(node.name)
                case ast.AnnAssign(target=ast.Name(id=name)):
                    self._bind(name, node)
                    self.names.classes.add(name)
                case ast.Assign(targets=[ast.Name(id="_ERRORS")]):
                    self._bind("_ERRORS", node)
                    self.names.constants.add("_ERRORS")
                case _:
                    pass
        code = Code(self.names)
        for node in body[1:]:
            match node:
                case ast.ImportFrom():
                    pass
                case ast.ClassDef():
                    self._class(node, code)
                case ast.AnnAssign():
                    self._constant(node, code)
                case ast.Assign(targets=[ast.Name(id="_ERRORS")]):
                    code.types.value(node.value)
                case ast.If() if self.is_lazy:
                    self._lazy(node)
                case _ if is_docstring(node):
                    pass
                case _:
                    raise UnsafeError(
                        f"{type(node).__name__} at the top of a module", node
                    )

    def _bind(self, name: str, node: ast.stmt) -> None:
        """Every name means one thing, and none hides a builtin that code uses."""
        if name in self.bound or name == "TypeError":
            raise UnsafeError(f"a second meaning of {name!r}", node)
        self.bound.add(name)

    # --- Imports -----------------------------------------------------------------------------------------------

    def _import(self, node: ast.ImportFrom, *, lazily: bool = False) -> None:
        for alias in node.names:
            if alias.asname not in (None, alias.name):
                raise UnsafeError(
                    f"an import of {alias.name!r} under another name", node
                )
        if node.level == 0:
            self._import_standard(node)
        elif node.level > self.depth + 1:
            raise UnsafeError("an import from outside the package", node)
        else:
            self._import_own(node, lazily)
        for alias in node.names:
            self._bind(alias.name, node)

    def _import_standard(self, node: ast.ImportFrom) -> None:
        allowed = _IMPORTS.get(node.module or "", frozenset())
        for alias in node.names:
            if alias.name not in allowed:
                raise UnsafeError(
                    f"an import of {alias.name!r} from {node.module!r}", node
                )
            if node.module == "dataclasses":
                self.names.functions.add(alias.name)
            else:
                self.names.types.add(alias.name)

    def _import_own(self, node: ast.ImportFrom, lazily: bool) -> None:
        from_root = node.level == self.depth + 1
        module = node.module or ""
        top, _, rest = module.partition(".")
        for alias in node.names:
            name = alias.name
            if from_root and module == _RUNTIME and (name != _LAZY or lazily):
                self.names.modules[name] = exports(name, node)
            elif from_root and top == _RUNTIME and rest not in ("", _LAZY):
                self._import_runtime(name, rest, node)
            elif from_root and not module and name in self.submodules:
                self.names.modules[name] = None
            elif _MODULE.fullmatch(module) and CLASS.fullmatch(name):
                self.names.classes.add(name)
            else:
                raise UnsafeError(f"an import of {name!r} from the package", node)

    def _import_runtime(self, name: str, module: str, node: ast.ImportFrom) -> None:
        if name not in exports(module, node):
            raise UnsafeError(f"an import of {name!r} from {module!r}", node)
        if module == "constraints":
            self.names.constraints.add(name)
        elif CLASS.fullmatch(name):
            self.names.classes.add(name)
            self.bases.add(name)
        else:
            self.names.functions.add(name)

    # --- The top of a module -----------------------------------------------------------------------------------

    def _constant(self, node: ast.AnnAssign, code: Code) -> None:
        name = node.target.id if isinstance(node.target, ast.Name) else ""
        if node.value is None:
            raise UnsafeError("a declaration at the top of a module", node)
        if CLASS.fullmatch(name) and ast.unparse(node.annotation) == "TypeAlias":
            code.types.type(node.value)
        else:
            raise UnsafeError(f"the name {name!r} at the top of a module", node)

    def _lazy(self, node: ast.If) -> None:
        """`if TYPE_CHECKING:` imports, `else:` the tables and functions that make them on first use."""
        if ast.unparse(node.test) != "TYPE_CHECKING":
            raise UnsafeError("a condition at the top of a module", node)
        for each in node.body:
            match each:
                case ast.ImportFrom(level=1, names=[ast.alias(name="*", asname=None)]):
                    # For type checkers: nothing is imported where the module runs.
                    if not _PART.fullmatch(each.module or ""):
                        raise UnsafeError("an import of everything", each)
                case ast.ImportFrom():
                    self._import(each)
                case ast.Pass():
                    pass
                case ast.AnnAssign(target=ast.Name(id="ALL"), value=None):
                    Code(self.names).types.type(each.annotation)
                case _ if is_docstring(each):
                    pass
                case _:
                    raise UnsafeError("a statement for type checkers", each)
        match node.orelse:
            case [
                ast.ImportFrom(
                    module="_runtime", names=[ast.alias(name="lazy")]
                ) as imported,
                ast.Assign(
                    targets=targets,
                    value=ast.Call(
                        func=function,
                        args=[package, ast.Dict() as table, *renamed],
                        keywords=[],
                    ),
                ),
            ] if all(_is_renaming(each) for each in renamed):
                self._import(imported, lazily=True)
                self._table(table)
                empty = [package, *(ast.Dict([], []) for _ in [table, *renamed])]
                made = ast.Assign(targets, ast.Call(function, empty, []), lineno=0)
                if ast.unparse(made) not in _LAZY_TABLES:
                    raise UnsafeError("what no lazy module has", node)
            case _:
                raise UnsafeError("what no lazy module has", node)

    def _table(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            match key, value:
                case ast.Constant(value=str(module)), ast.Constant(value=str(names)):
                    for name in names.split(" "):
                        if not self._is_entry(module, name):
                            raise UnsafeError("an entry of a table", node)
                case _:
                    raise UnsafeError("an entry of a table", node)

    def _is_entry(self, module: str, name: str) -> bool:
        if self.path == "__init__.py" and (name, module) in _EXPORTS:
            return True
        if module == ".":
            return self.path == "__init__.py" and name in self.submodules
        level = len(module) - len(module.lstrip("."))
        return (
            1 <= level <= self.depth + 1
            and _MODULE.fullmatch(module[level:]) is not None
            and PUBLIC.fullmatch(name) is not None
        )

    # --- Classes -----------------------------------------------------------------------------------------------

    def _class(self, node: ast.ClassDef, code: Code) -> None:
        if not CLASS.fullmatch(node.name):
            raise UnsafeError(f"the name of class {node.name!r}", node)
        if node.keywords or len(node.bases) > 1 or getattr(node, "type_params", None):
            raise UnsafeError(f"the bases of class {node.name!r}", node)
        for base in node.bases:
            generic = base
            if isinstance(base, ast.Subscript):  # an operation, of its input and output
                code.types.type(base)
                generic = base.value
            if not isinstance(generic, ast.Name) or generic.id not in self.bases:
                raise UnsafeError(f"the bases of class {node.name!r}", node)
        if len(node.decorator_list) > 1 or any(
            ast.dump(each) not in _DATACLASSES for each in node.decorator_list
        ):
            raise UnsafeError(f"a decorator of class {node.name!r}", node)
        for each in node.body:
            match each:
                case ast.FunctionDef():
                    self._method(each, code)
                case ast.AnnAssign(target=ast.Name(id=name)) if PUBLIC.fullmatch(name):
                    code.types.type(each.annotation)
                    if each.value is not None:
                        code.types.value(each.value)
                case ast.Assign(targets=[ast.Name(id=name)]) if PUBLIC.fullmatch(name):
                    code.types.value(each.value)
                case ast.Assign(
                    targets=[ast.Name(id="__slots__")], value=ast.Tuple(elts=[])
                ):
                    pass
                case _ if is_docstring(each):
                    pass
                case _:
                    raise UnsafeError(f"{type(each).__name__} in a class", each)

    def _method(self, node: ast.FunctionDef, code: Code) -> None:
        if node.name not in _METHODS or getattr(node, "type_params", None):
            raise UnsafeError(f"a method {node.name!r}", node)
        match node.decorator_list:
            case [] | [ast.Name(id="classmethod" | "staticmethod")]:
                pass
            case _:
                raise UnsafeError(f"a decorator of the method {node.name!r}", node)
        arguments = node.args
        if arguments.posonlyargs or arguments.vararg or arguments.kwarg:
            raise UnsafeError(f"the parameters of {node.name!r}", node)
        given = [*arguments.args, *arguments.kwonlyargs]
        for each in given:
            if each.annotation is not None:
                code.types.type(each.annotation)
        for default in [*arguments.defaults, *arguments.kw_defaults]:
            if default is not None:
                code.types.value(default)
        if node.returns is not None:
            code.types.type(node.returns)
        names = frozenset(each.arg for each in given)
        if node.name == "__init__":
            if "super" in names or not all(PUBLIC.fullmatch(each) for each in names):
                raise UnsafeError("the parameters of a constructor", node)
            code.constructor(node.body, names)
        elif node.name == BINDINGS:
            audit_bindings(node, self.names)
        elif names <= PARAMETERS:
            if node.name in WRITERS:
                audit_method(node)
            code.body(node.body, "self" if node.name == "read_response" else "out")
        else:
            raise UnsafeError(f"the parameters of {node.name!r}", node)


def _is_renaming(node: ast.expr) -> bool:
    """The catalog has the API's own names, which may be anything that Smithy calls an identifier."""
    if not isinstance(node, ast.Dict):
        return False
    for key, value in zip(node.keys, node.values, strict=True):
        match key, value:
            case ast.Constant(value=str(own)), ast.Constant(value=str(name)):
                if not (CLASS.fullmatch(own) and _WORD.fullmatch(name)):
                    return False
            case _:
                return False
    return True
