"""The safety audit of a finished module: nothing in it reaches further than generated
code has to.

Everything from a model passes an escaping function on its way into the source. The
audit is the second wall: it parses the finished text as the interpreter will and asks
what the code could do. Names are bound in the module or are among a few builtins, each
with one meaning; imports, attributes and calls on import are those of closed lists.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from ...lower import runtime
from .code import Code
from .names import (
    BUILTINS,
    CLASS,
    PUBLIC,
    STANDARD,
    SUBMODULES,
    Kind,
    Meaning,
    UnsafeError,
    check_bound,
    of_runtime,
)
from .skeleton import Skeleton

_RUNTIME = "_runtime"
# It imports modules by name: only statements that a skeleton has use it.
_LAZY = "lazy"
_FUTURE = ast.dump(ast.parse("from __future__ import annotations").body[0])
_SEGMENT = r"(?:[a-z]|_[0-9])[a-z0-9_]*|_|_names_[a-z]+"
_MODULE = re.compile(rf"(?:{_SEGMENT})(?:\.(?:{_SEGMENT}))*", re.ASCII)
_SPECIAL_METHODS = frozenset({"__init__", "__repr__"})
# PEP 263. A model that declared an encoding could hide code from whoever reads the text
# as UTF-8.
_ENCODING = re.compile(r"^[ \t\f]*#.*?coding[:=]")
_LINE_END = re.compile(r"\r\n|\r|\n")


def audit(source: str, path: str, copied: frozenset[str] = frozenset()) -> ast.Module:
    """Parses the module at `path` (POSIX, in the package) and raises `UnsafeError` for
    what reaches too far.

    `copied` are the names of the user's own modules in the package. They are not
    audited (see finish.py); the package may offer them beside its own.

    SyntaxError, ValueError and RecursionError are those of the parser.
    """
    if any(_ENCODING.match(line) for line in _LINE_END.split(source, 2)[:2]):
        raise UnsafeError("a declaration of an encoding", ast.Module([], []))
    # Bytes, because that is what the interpreter will read: a mark or an encoding in
    # them would count.
    tree = ast.parse(source.encode("utf-8"))
    if not source.isascii():
        _ascii_code(source, tree)
    _Module(path, copied).check(tree)
    return tree


def _ascii_code(source: str, tree: ast.Module) -> None:
    """Other characters stand in strings and comments alone: the parser takes some of
    them for letters of ASCII.
    """
    lines = [line.encode("utf-8") for line in source.split("\n")]
    rest = dict(enumerate(lines, 1))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr):
            first, last = node.lineno, node.end_lineno or node.lineno
            for number in range(first, last + 1):
                start = node.col_offset if number == first else 0
                end = node.end_col_offset if number == last else len(lines[number - 1])
                end = end or 0
                line = rest[number]
                rest[number] = line[:start] + b" " * (end - start) + line[end:]
    for number, line in rest.items():
        if not line.partition(b"#")[0].isascii():
            raise UnsafeError(
                "a character outside ASCII", ast.Pass(lineno=number, col_offset=0)
            )


class _Module:
    def __init__(self, path: str, copied: frozenset[str]) -> None:
        self.depth = path.count("/")
        self.copied = copied if path == "__init__.py" else frozenset[str]()
        self.skeleton = Skeleton.of(path)
        self.names = {"annotations": Meaning(Kind.HIDDEN)}
        self.typed: dict[str, Meaning] = {}
        self.code = Code(self.names, self.typed)

    def check(self, tree: ast.Module) -> None:
        body = tree.body[1:] if tree.body and _is_docstring(tree.body[0]) else tree.body
        # Without it, annotations would be computed on import.
        if not body or ast.dump(body[0]) != _FUTURE:
            raise UnsafeError("no import of annotations from __future__", tree)
        self._bind(body[1:], self.names)
        self._check(body[1:])

    # --- What names mean ---------------------------------------------------------------------------------------

    def _bind(self, body: Sequence[ast.stmt], names: dict[str, Meaning]) -> None:
        for node in body:
            match node:
                case ast.ImportFrom():
                    self._import(node, names)
                case ast.ClassDef(name=name):
                    self._name(name, Meaning(Kind.CLASS), node, names)
                case ast.FunctionDef(name=name):
                    self._name(name, Meaning(Kind.FUNCTION), node, names)
                case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                    is_alias = ast.unparse(annotation) == "TypeAlias"
                    kind = Kind.CLASS if is_alias else Kind.VALUE
                    self._name(name, Meaning(kind), node, names)
                case ast.Assign(targets=[ast.Name(id=name)]):
                    self._name(name, Meaning(Kind.VALUE), node, names)
                case ast.Assign() if self.skeleton.has(node):
                    pass
                case ast.If(test=ast.Name(id="TYPE_CHECKING")) if names is self.names:
                    self._bind(node.body, self.typed)
                    self._bind(node.orelse, self.names)
                case _ if _is_docstring(node):
                    pass
                case ast.Pass():
                    pass
                case _:
                    raise UnsafeError(f"{type(node).__name__} in a module", node)

    def _name(
        self, name: str, meaning: Meaning, node: ast.stmt, names: dict[str, Meaning]
    ) -> None:
        """Every name means one thing; those of a skeleton's statements are its own."""
        if not self.skeleton.has(node):
            check_bound(name, node)
            is_taken = name in self.typed and names is self.names
            if is_taken or name in BUILTINS or name in self.skeleton.tables:
                raise UnsafeError(f"a second meaning of {name!r}", node)
        if name in names:
            raise UnsafeError(f"a second meaning of {name!r}", node)
        names[name] = meaning

    def _import(self, node: ast.ImportFrom, names: dict[str, Meaning]) -> None:
        if node.level > self.depth + 1:
            raise UnsafeError("an import from outside the package", node)
        for alias in node.names:
            name = alias.name
            if alias.asname not in (None, name):
                raise UnsafeError(f"an import of {name!r} under another name", node)
            if name == "*" and names is self.typed and self._is_own(node):
                continue
            meaning = self._imported(node, name, names is self.typed)
            if meaning is None:
                raise UnsafeError(f"an import of {name!r} from {node.module!r}", node)
            self._name(name, meaning, node, names)

    def _imported(
        self, node: ast.ImportFrom, name: str, is_typed: bool
    ) -> Meaning | None:
        module = node.module or ""
        if node.level == 0:
            return STANDARD.get(module, {}).get(name)
        if node.level == self.depth + 1 and module.partition(".")[0] == _RUNTIME:
            return self._of_runtime(node, name)
        if node.level == self.depth + 1 and not module:
            if name in SUBMODULES or (is_typed and name in self.copied):
                return Meaning(Kind.OWN)
            return None
        if not self._is_own(node):
            return None
        if CLASS.fullmatch(name):
            return Meaning(Kind.CLASS)
        # Modules of methods: bases of what type checkers see.
        return Meaning(Kind.OWN) if is_typed and PUBLIC.fullmatch(name) else None

    def _of_runtime(self, node: ast.ImportFrom, name: str) -> Meaning | None:
        _, room, *rest = [*(node.module or "").split("."), ""]
        match [each for each in rest if each]:
            case [] if name == _LAZY:
                return Meaning(Kind.HIDDEN)
            case [] if name in runtime.MODULES and runtime.MODULES[name].names:
                if runtime.MODULES[name].room == room:
                    return Meaning(Kind.MODULE, name)
            case [module] if module in runtime.MODULES and module != _LAZY:
                if runtime.MODULES[module].room == room:
                    return of_runtime(module, name)
            case _:
                pass
        return None

    def _is_own(self, node: ast.ImportFrom) -> bool:
        return node.level > 0 and bool(_MODULE.fullmatch(node.module or ""))

    # --- Statements at the top ---------------------------------------------------------------------------------

    def _check(self, body: Sequence[ast.stmt], *, typed: bool = False) -> None:
        for node in body:
            if self.skeleton.has(node):
                self.skeleton.check_tables(node, self.depth, self.names.keys())
                continue
            match node:
                case ast.ClassDef():
                    self._class(node, typed=typed)
                case ast.FunctionDef():
                    self.code.function(node)
                case ast.AnnAssign(annotation=ast.Name(id="TypeAlias"), value=value):
                    self.code.type(value or node.target, typed=False)
                case ast.AnnAssign(value=value):
                    self.code.type(node.annotation)
                    if value is not None:
                        self.code.value(value)
                case ast.Assign():
                    self.code.value(node.value)
                case ast.If(test=ast.Name() as test):
                    # Imported from typing: what stands below it for type checkers never
                    # runs.
                    if self.code.meaning(test).kind is not Kind.TYPE:
                        raise UnsafeError("a condition", node)
                    self._check(node.body, typed=True)
                    self._check(node.orelse)
                case _:
                    pass

    def _class(self, node: ast.ClassDef, *, typed: bool) -> None:
        if node.keywords or getattr(node, "type_params", None):
            raise UnsafeError(f"the bases of class {node.name!r}", node)
        for base in node.bases:
            self._base(base, typed=typed)
        match node.decorator_list:
            case []:
                pass
            case [ast.Call(func=ast.Name(id="dataclass")) as made]:
                self.code.value(made)
            case _:
                raise UnsafeError(f"a decorator of class {node.name!r}", node)
        members: dict[str, ast.stmt] = {}
        for each in node.body:
            name = _member(each)
            if name is None:
                continue
            if name in members:
                raise UnsafeError(f"a second meaning of {name!r}", each)
            members[name] = each
        hidden = members.keys()
        for each in members.values():
            match each:
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    self.code.function(each, hidden)
                case ast.AnnAssign(annotation=annotation, value=value):
                    self.code.type(annotation, hidden)
                    if value is not None:
                        self.code.value(value, hidden)
                case ast.Assign(value=value):
                    self.code.value(value, hidden)
                case _:
                    pass

    def _base(self, base: ast.expr, *, typed: bool) -> None:
        found: Meaning | None = None
        match base:
            case ast.Name():
                found = self.code.meaning(base, typed=typed)
            case ast.Attribute():
                found = self.code.static(base, typed=typed)
            case ast.Subscript(value=ast.Name() as generic):
                self.code.type(base, typed=typed)
                found = self.code.meaning(generic, typed=typed)
            case _:
                pass
        if found is None or found.kind is not Kind.CLASS:
            raise UnsafeError("the base of a class", base)


def _member(node: ast.stmt) -> str | None:
    """The name that a statement of a class binds; None for a docstring and for empty
    slots.
    """
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            if name not in _SPECIAL_METHODS and not PUBLIC.fullmatch(name):
                raise UnsafeError(f"a method {name!r}", node)
            return name
        case ast.Assign(targets=[ast.Name(id="__slots__")], value=ast.Tuple(elts=[])):
            return None
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(
            targets=[ast.Name(id=name)]
        ):
            check_bound(name, node)
            return name
        case _ if _is_docstring(node):
            return None
        case _:
            raise UnsafeError(f"{type(node).__name__} in a class", node)


def _is_docstring(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and type(node.value.value) is str
    )
