"""What a string that broke out of its place could plant in a module: data for
test_attacks.py.

`PLANTED` has code by the place where it is put in every module that has such a place;
`CHANGED` has a module, a piece of it and what stands there instead; `TEXTS` have a
whole module with a `{}` where the text of a real one is.
"""

from __future__ import annotations

# As the last statement of a module.
_TOP = r"""
import os
import os as dataclass
import os.path
import _io
from os import system
from os.path import os
from builtins import eval
from importlib import import_module
from ctypes import CDLL
from dataclasses import sys
from dataclasses import _create_fn
from dataclasses import make_dataclass
from typing import get_type_hints
from typing import ForwardRef
from typing import *
from os import *
from __future__ import division
from . import os
from . import _runtime
from . import __main__
from .. import os
from ... import errors
from .... import os
from ...other.models import Thing
from .__init__ import Text
from .thing import __builtins__
from .thing import *
from .thing import json
from .thing import thing_of as Thing
from .thing import Other as Thing
from .thing import _private
from ._runtime.core import lazy\nTHING = lazy.names("os", {"os": "x"})
from .._runtime.core import lazy\nTHING = lazy.names("os", {"os": "x"})
from ._runtime.core import lazy\ndef thing(): return lazy.names("os", {"os": "x"})
from .._runtime.core import lazy\ndef thing(): return lazy.names("os", {"os": "x"})
from ._runtime.core.lazy import names
from .._runtime.core.lazy import names
from ._runtime.core.lazy import Catalog
from .._runtime.core.lazy import Catalog
from ._runtime import codecs
from .._runtime import codecs
from ._runtime.codecs import *
from .._runtime.codecs import *
from ._runtime.codecs.json import *
from .._runtime.codecs.json import *
from ._runtime.codecs.json import json
from .._runtime.codecs.json import json
from ._runtime.codecs.json import _orjson
from .._runtime.codecs.json import _orjson
from ._runtime.core.values import fields
from .._runtime.core.values import fields
from ._runtime.settings import settings
from .._runtime.core import json
from ._runtime.core import json
from ._runtime.codecs.json.load import Load
from ._runtime.nothing import Thing
__import__("os").system("id")
eval("1")
exec("1")
open("x", "w")
print()
breakpoint()
compile("1", "", "exec")
Thing = __import__
THING = open
THING = print()
THING = [print()]
THING = {"a": print()}
THING = {**print()}
THING = [*print()]
THING = [x for x in ()]
THING = (x := 1)
THING = 9**9**9
THING = "a" * 9**9
THING = "%s" % 1
THING = 1 if 1 else 2
THING = lambda: 0
THING = f"{print()}"
THING = "{0.__class__}".format
THING = ().__class__
THING = "".__class__.__mro__
THING = str.format
THING = __builtins__
THING = __name__
THING = __file__
THING = globals()
THING: print() = 1
THING: "print()" = 1
THING: (yield) = 1
THING: int = print()
Thing: TypeAlias = eval("1")
Thing: TypeAlias = "str"
Thing: TypeAlias = list[eval("1")]
Thing: TypeAlias = list["print()"]
Thing: TypeAlias = (x := str)
Thing: TypeAlias = str | print
Thing: TypeAlias = str + str
Thing: TypeAlias = str @ str
Thing: TypeAlias = [str]
Thing: TypeAlias = str.format
Thing: TypeAlias = __import__
Thing: TypeAlias = Annotated[str, print()]
Thing: TypeAlias = Annotated[str, lambda: 0]
Thing: TypeAlias = Annotated[str, MinLen(print())]
Thing: TypeAlias = Annotated[str, MinLen(**x)]
THING = 1; THING = 2
THING = OTHER = 1
THING, OTHER = 1, 2
[THING] = [1]
THING.x = 1
THING["x"] = 1
str = 1
list: int = 1
TypeError = 1
__all__ = ["thing"]
__all__ += ["thing"]
__path__ = ["/tmp"]
__builtins__ = {}
__class__ = 1
__name__ = "os"
__spec__ = 1
del annotations
global thing
assert True
raise SystemExit
raise TypeError
if True: import os
if print(): pass
if not TYPE_CHECKING: import os
while True: pass
for thing in (): pass
for thing in print(): pass
with open("x"): pass
with open("x") as thing: pass
async def thing(): pass
def __getattr__(name): return name
def __dir__(): return []
def thing(): import os
def thing(value=print()): return value
def thing(*, value=print()): return value
def thing(value: "print()"): return value
def thing(value: print()): return value
def thing() -> print(): return None
def thing(*values): return None
def thing(value, /): return value
def str(): return None
def thing(): return None\ndef thing(): return None
@print\ndef thing(): return None
@staticmethod\ndef thing(): return None
class Thing(metaclass=type): x = 1
class Thing(print()): x = 1
class Thing(type): x = 1
class Thing(object): x = 1
class Thing(*x): y = 1
class Thing(x=1): y = 1
class Thing(__import__("os").PathLike): y = 1
class __Thing: x = 1
class str: x = 1
@print\nclass Thing: x = 1
@__import__("os").system\nclass Thing: x = 1
@dataclass(slots=print())\nclass Thing: x = 1
@dataclass\n@dataclass\nclass Thing: x = 1
try: pass\nfinally: pass
try: pass\nexcept* ValueError: pass
match 1:\n    case _: pass
match 1:\n    case str(): pass
""" + "\n".join(
    [
        "(yield)",
        "...",
        "thing",
        "1 + 1",
        "lambda: 0",
        "thing[0]",
        "thing.x",
        "(x := 1)",
        "f'{1}'",
        "[x for x in ()]",
    ]
)

# As the first statement of the last class of a module.
_CLASS = r"""
import os
from os import path
print()
THING = print()
THING = open
THING = [x for x in (1,)]
THING = lambda: print()
THING = (x := 1)
THING = "".format
THING = 9**9
THING += 1
THING, OTHER = 1, 2
THING = 1; THING = 2
_missing_ = 1
_generate_next_value_ = 1
_ignore_ = "x"
__slots__ = ("x",)
__slots__ = print()
__class__ = 1
__reduce__ = 1
__class_getitem__ = 1
__match_args__ = ()
__annotations__ = {}
__thing = 1
thing: print()
thing: "print()"
thing: list["print()"]
thing: __import__("os")
thing: (x := str)
thing: lambda: 0
thing: os.system
thing: str | (yield)
thing: (lambda: 0)()
thing: f"{print()}"
thing: [print()]
thing: str = print()
thing: str = field(default_factory=print)
thing: str = field(default_factory=lambda: print())
thing: str = field(default_factory=lambda x=print(): [])
thing: str = field(**print())
thing.x = 1
thing["x"]: str
def __init_subclass__(cls): return None
def __class_getitem__(cls, x): return None
def __getattr__(self, x): return None
def __del__(self): return None
def __set_name__(self, x, y): return None
def __post_init__(self): return None
def __getattribute__(self, x): return None
def __call__(self): return None
def _call(self): return None
@classmethod\ndef thing(self, cls): return cls(1)
@classmethod\ndef thing(cls, self): return self
@staticmethod\ndef thing(value, cls): return cls(1)
def thing(value, cls): return cls(1)
def thing(cls): return cls(1)
@classmethod\ndef thing(cls, value): cls = value
@classmethod\ndef thing(cls, value): cls += value
@classmethod\ndef thing(cls, value): return [cls(1) for cls in value]
@classmethod\ndef thing(cls, value): return lambda cls: cls(1)
@classmethod\ndef thing(cls, value): cls.thing = value
def thing(self): self = 1
def staticmethod(self): return None\n@staticmethod\ndef thing(): return None
def __thing(self): return None
def thing(self, value=print()): return None
def thing(self, *, value=open("x")): return None
def thing(self, *values): return None
def thing(self, __class__): return None
def thing(self, value: print()): return None
def thing(self) -> "print()": return None
def thing(self): global x
def thing(self): return None\ndef thing(self): return None
@print\ndef thing(self): return None
@property\ndef thing(self): return None
@classmethod\n@classmethod\ndef thing(self): return None
@staticmethod()\ndef thing(self): return None
@(lambda f: f)\ndef thing(self): return None
class Inner: x = 1
del thing
global thing
nonlocal thing
if 1: import os
for thing in (): pass
while 0: pass
with open("x"): pass
try: pass\nfinally: pass
match 1:\n    case _: pass
assert print()
raise TypeError
"""

# As the first statement of the last function of a module.
_BODY = r"""
import os
from os import system
from . import os
global thing
nonlocal thing
del thing
assert print()
yield
yield 1
yield from ()
await thing
print()
open("x")
raise
raise thing
raise SystemExit(1)
raise print()
raise TypeError("x") from None
raise TypeError(f"{type(thing).__name__}")
raise TypeError(f"{type(self).__mro__}")
self = 1
cls = 1
self += 1
thing = print()
thing = eval
thing = thing.__class__
thing: print() = 1
thing: "print()" = 1
thing = other
thing = "x"; thing()
thing = 1; thing -= 1
thing = 1; thing *= 9
thing = "x"; thing %= 1
thing = 1; thing **= 9
thing = 1; thing = thing.__class__.__bases__
thing = 1; thing = thing.cr_frame
thing = 1; thing = thing.get(1).cr_frame
thing = 1; thing = thing.gi_frame
thing = 1; thing = thing.x.tb_frame
thing = 1; thing.cr_frame = 1
super().to_thing()
super().__class__
super().__getattribute__("x")
thing = super()
thing = 1; thing.__class__ = 1
thing = 1; thing._x = 1
thing = 1; thing.x()
thing = 1; thing.close()
thing = 1; thing.save("x")
thing = 1; thing.mro()
thing = 1; thing.format(1)
thing = 1; thing.format_map({})
thing = 1; thing.join([])
thing = 1; thing.replace("a", "b")
thing = 1; thing.x.y.__globals__
thing = 1; thing["x"]()
thing = 1; thing[print()] = 1
thing = 1; thing[0:1] = 1
thing, *other = 1, 2
*thing, = (1,)
[thing] = (1,)
str = 1
list = 1
type = 1
TypeError = 1
annotations = 1
__class__ = 1
__builtins__ = {}
_private = 1
class Inner: x = 1
def inner(): return None
async def inner(): return None
with open("x"): pass
with open("x") as thing: pass
async with open("x"): pass
async for thing in (): pass
while True: pass
for thing in print(): continue
for thing.x in (): continue
for thing, (other, more) in (): continue
for thing in (): break
try: pass\nfinally: pass
try: pass\nexcept: pass
try: pass\nexcept ValueError as thing: pass
match 1:\n    case _: pass
match 1:\n    case {"x": thing, **rest}: pass
if print(): return None
if (thing := print()): return None
if 1 < 2: return None
if 1:\n    import os
lambda: 0
thing[0]
"""

# In the place of what the last `return` of a module returns.
_RETURN = r"""
print
eval
open
object
type
str
__builtins__
__import__
__name__
__file__
__package__
__loader__
globals
annotations
dataclass
Any
TYPE_CHECKING
unknown
print()
eval("1")
exec("1")
open("x")
input()
globals()
locals()
vars()
dir()
breakpoint()
super()
type(1)
type("X", (), {})
object()
bytes(9**9)
bytearray(9)
memoryview(b"")
range(9**9)
tuple(())
set(())
frozenset()
getattr(1, "x")
setattr(1, "x", 1)
delattr(1, "x")
hasattr(1, "x")
isinstance(1, int)
map(print, ())
iter(())
sorted(())
hash(1)
id(1)
chr(1)
format(1)
repr(1)
help()
exit()
__import__("os").system("id")
(lambda: 0)()
(lambda: print())()
(print)()
[print][0]()
(1).x()
"".join
"".join([])
"{0.__class__}".format(1)
"{0.__class__}".format_map({})
"%s" % 1
"".__class__
().__class__
().__class__.__bases__[0].__subclasses__()
[].append(1)
{}.x
f"{1}".format(1)
("a" + "b").format(1)
("a" or "b").format(1)
f"{1!r}"
f"{1:>9999999999}"
f"{1:{2}}"
f"{print()}"
f"{(lambda: 0)()}"
f"{().__class__}"
"x" * 9
2**9**9
1 << 9
1 - 1
1 / 1
1 // 1
1 % 1
1 @ 1
1 & 1
1 ^ 1
1 | 1
~1
-print()
+1
not print()
1 < 2
1 >= 2
lambda x=print(): x
lambda *x: x
lambda **x: x
lambda x: print()
lambda x: x.__class__
lambda x: x()
lambda: (yield)
(x := print())
(yield)
(yield from ())
(await print())
[*print()]
{**print()}
{*print()}
(*print(),)
[print()]
{print(): 1}
{"x": print()}
{print()}
[print() for x in ()]
[x for x in print()]
[x for x in () if print()]
[x for print.x in ()]
[str for str in ()]
[open for open in ()][0]()
[x async for x in ()]
[x for x in (x for x in ())]
{x for x in ()}
{x: print() for x in ()}
(x for x in ())
{"x": 1}["x"]()
"abc"[0:1]
[1][print()]
...
1j
print() if 1 else 2
1 if print() else 2
1 or print()
1 == print()
list(*())
list(**{})
list(x=print())
dict(**globals())
int("9" * 9**9)
float(open("x"))
list(map)
[str]
{"f": eval}
__debug__
NotImplemented
ValueError("x")
Exception
SystemExit(1)
"""

# In the place of the annotation of the last parameter, or the last result, that has one
# in a module.
_ANNOTATION = r"""
print()
"print()"
list["print()"]
eval
print
os.system
__import__("os")
lambda: 0
(yield)
(x := str)
[print()]
{"x": print()}
str if print() else int
f"{print()}"
str.__class__
str.format
str @ int
str + int
(str, int)
*str
list[print()]
list[0]
list[lambda: 0]
dict[str, __import__("os")]
type[print]
tuple[print, ...]
not str
-1
1
b"x"
"""

# In the place of the first default, value on import or argument of a constraint in a
# module.
_VALUE = r"""
print()
open
eval("1")
__import__("os")
[print()]
(print(),)
{"x": print()}
{**print()}
[x for x in (1,)]
(x := 1)
lambda: 0
lambda: print()
9**9**9
"x" * 9
"a" + "b"
1 if 1 else 2
f"{1}"
"".format
().__class__
...
1j
float(print())
float(**{})
int("1")
dict(x=1)
str
type
object()
not 1
~1
-"x"
1 < 2
[1][0]
(yield)
globals
__name__
"""

# In the place of the bases of the last class.
_BASES = r"""
type
object
print()
metaclass=type
Any, metaclass=print
*x
**x
str
"Thing"
Mapping
__import__("os").PathLike
x[0]
lambda: 0
errors
"""


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.replace("\\n", "\n") for line in text.split("\n") if line)


PLANTED = {
    "top": _lines(_TOP),
    "class": _lines(_CLASS),
    "body": _lines(_BODY),
    "return": _lines(_RETURN),
    "annotation": _lines(_ANNOTATION),
    "value": _lines(_VALUE),
    "bases": _lines(_BASES),
}

_OPERATION = "operations/get_apple.py"

CHANGED: tuple[tuple[str, str, str], ...] = (
    # Tables of what is imported on first use.
    ("models/__init__.py", '".apple_input": ', '"os": '),
    ("models/__init__.py", '".apple_input": ', '"os.path": '),
    ("models/__init__.py", '".apple_input": ', '"...os": '),
    ("models/__init__.py", '".apple_input": ', '"....os": '),
    ("models/__init__.py", '".apple_input": ', '".a..b": '),
    ("models/__init__.py", '".apple_input": ', '".": '),
    ("models/__init__.py", '".apple_input": ', '"": '),
    ("models/__init__.py", '".apple_input": ', '".__init__": '),
    ("models/__init__.py", '".apple_input": ', '".a\\nb": '),
    ("models/__init__.py", '".apple_input": ', '".._runtime.codecs.json": '),
    ("models/__init__.py", '".apple_input": ', '".._runtime.core.lazy": '),
    ("models/__init__.py", '".apple_input": ', '".._runtime": '),
    ("models/__init__.py", '".apple_input": ', '"._runtime.core.lazy": '),
    ("models/__init__.py", '".apple_input": ', "1: "),
    ("models/__init__.py", '".apple_input": ', "print(): "),
    ("models/__init__.py", '".apple_input": ', "None: "),
    ("models/__init__.py", '".apple_input": ', 'b".a": '),
    ("models/__init__.py", '".apple_input": ', '".a" + ".b": '),
    ("models/__init__.py", '".apple_input": ', 'f".a": '),
    ("models/__init__.py", '".apple_input": ', '**print(), ".a": '),
    ("models/__init__.py", '"AppleInput"', '"__path__"'),
    ("models/__init__.py", '"AppleInput"', '"_private"'),
    ("models/__init__.py", '"AppleInput"', '""'),
    ("models/__init__.py", '"AppleInput"', '"a b.c"'),
    ("models/__init__.py", '"AppleInput"', '"a  b"'),
    ("models/__init__.py", '"AppleInput"', '"A\\nB"'),
    ("models/__init__.py", '"AppleInput"', "print()"),
    ("models/__init__.py", '"AppleInput"', "1"),
    ("models/__init__.py", '"AppleInput"', 'b"A"'),
    ("models/__init__.py", '"AppleInput"', '"A" + "B"'),
    ("models/__init__.py", '"AppleInput"', 'f"A"'),
    ("models/__init__.py", '"AppleInput"', '["A"]'),
    ("models/__init__.py", "lazy.names(", "lazy.methods("),
    ("models/__init__.py", "lazy.names(", "lazy.import_module("),
    ("models/__init__.py", "lazy.names(", "lazy.sys("),
    ("models/__init__.py", "lazy.names(", "lazy("),
    ("models/__init__.py", "lazy.names(", "print("),
    ("models/__init__.py", "lazy.names(", "__import__("),
    ("models/__init__.py", "lazy.names(", "lazy.names.__globals__("),
    ("models/__init__.py", "lazy.names(", "lazy.names(lambda: 0)("),
    ("models/__init__.py", "        __name__,", '        "os",'),
    ("models/__init__.py", "        __name__,", "        print(),"),
    ("models/__init__.py", "        __name__,", "        *print(),"),
    ("models/__init__.py", "        __name__,", "        __file__,"),
    ("models/__init__.py", "        __name__,", "        __name__, {},"),
    (
        "models/__init__.py",
        "__getattr__, __dir__, __all__ =",
        "__getattr__, __dir__, __path__ =",
    ),
    ("models/__init__.py", "__getattr__, __dir__, __all__ =", "__getattr__ ="),
    (
        "models/__init__.py",
        "__getattr__, __dir__, __all__ =",
        "__getattr__, __dir__, open =",
    ),
    (
        "models/__init__.py",
        "__getattr__, __dir__, __all__ =",
        "x = __getattr__, __dir__, __all__ =",
    ),
    (
        "models/__init__.py",
        "__getattr__, __dir__, __all__ =",
        "__getattr__, *__dir__ =",
    ),
    (
        "models/__init__.py",
        "__getattr__, __dir__, __all__ =",
        "[__getattr__, __dir__, __all__] =",
    ),
    (
        "models/__init__.py",
        "__getattr__, __dir__, __all__ =",
        "__getattr__, __dir__, __all__ = print() or",
    ),
    ("models/__init__.py", "from .._runtime.core import lazy", "import os as lazy"),
    ("models/__init__.py", "from .._runtime.core import lazy", "from . import lazy"),
    (
        "models/__init__.py",
        "from .._runtime.core import lazy",
        "from .._runtime.core.lazy import names as lazy",
    ),
    (
        "models/__init__.py",
        "from .._runtime.core import lazy",
        "from .._runtime.core import values as lazy",
    ),
    (
        "models/__init__.py",
        "from .._runtime.core import lazy",
        "from .._runtime.core import lazy\n    lazy.methods(1, 2, 3)",
    ),
    (
        "models/__init__.py",
        "from .._runtime.core import lazy",
        "from .._runtime.core import lazy\n    import os",
    ),
    (
        "models/__init__.py",
        "from .._runtime.core import lazy",
        "from .._runtime.core import lazy\n    def __getattr__(name):\n        return name",
    ),
    (
        "models/__init__.py",
        "from .._runtime.core import lazy",
        'from .._runtime.core import lazy\n    __path__ = ["/tmp"]',
    ),
    ("models/__init__.py", "if TYPE_CHECKING:", "if not TYPE_CHECKING:"),
    ("models/__init__.py", "if TYPE_CHECKING:", "if print():"),
    ("models/__init__.py", "if TYPE_CHECKING:", "if True:"),
    ("models/__init__.py", "if TYPE_CHECKING:", "if TYPE_CHECKING or True:"),
    ("models/__init__.py", "if TYPE_CHECKING:", "if TYPE_CHECKING:\n    print()"),
    ("models/__init__.py", "if TYPE_CHECKING:", "if TYPE_CHECKING:\n    import os"),
    ("models/__init__.py", "if TYPE_CHECKING:", "if TYPE_CHECKING:\n    X = print()"),
    ("models/__init__.py", "if TYPE_CHECKING:", "TYPE_CHECKING = 1\nif TYPE_CHECKING:"),
    ("models/__init__.py", "else:\n", "else:\n    from .apple import *\n"),
    ("models/__init__.py", "else:\n", "else:\n    print()\n"),
    (
        "models/__init__.py",
        "from typing import TYPE_CHECKING",
        "class TYPE_CHECKING:\n    x = 1",
    ),
    ("operations/__init__.py", "        {},\n", '        {"GetApple": print()},\n'),
    ("operations/__init__.py", "        {},\n", '        {"system": "x"},\n'),
    ("operations/__init__.py", "        {},\n", '        {"__class__": "x"},\n'),
    ("operations/__init__.py", "        {},\n", '        {"GetApple": "a b"},\n'),
    ("operations/__init__.py", "        {},\n", "        {**print()},\n"),
    ("operations/__init__.py", "        {},\n", "        print(),\n"),
    ("operations/__init__.py", "lazy.operations(", "lazy.methods("),
    ("operations/__init__.py", "    ALL: ", "    ALL: print()\n    OTHER: "),
    ("operations/__init__.py", "    ALL: ", "    ALL = print()\n    OTHER: "),
    # The package itself.
    ("__init__.py", '".client": "AsyncClient Client"', '"os": "system"'),
    ("__init__.py", '".client": "AsyncClient Client"', '"..client": "Client"'),
    (
        "__init__.py",
        '".client": "AsyncClient Client"',
        '".client": "Client __builtins__"',
    ),
    (
        "__init__.py",
        '"._runtime.client.hooks": "Attempt Hooks"',
        '"._runtime.client.hooks": "Attempt sys"',
    ),
    (
        "__init__.py",
        '"._runtime.client.hooks": "Attempt Hooks"',
        '"._runtime.client.call": "Any"',
    ),
    (
        "__init__.py",
        '"._runtime.client.hooks": "Attempt Hooks"',
        '"._runtime.core.lazy": "names"',
    ),
    (
        "__init__.py",
        '"._runtime.client.hooks": "Attempt Hooks"',
        '"._runtime.core.hooks": "Hooks"',
    ),
    (
        "__init__.py",
        '"._runtime.client.hooks": "Attempt Hooks"',
        '"._runtime": "client"',
    ),
    (
        "__init__.py",
        '"._runtime.client.hooks": "Attempt Hooks"',
        '"._runtime.client": "hooks"',
    ),
    ("__init__.py", '".": ', '"..": '),
    ("__init__.py", '"client endpoints', '"client os.path endpoints'),
    ("__init__.py", '"client endpoints', '"client __main__ endpoints'),
    ("__init__.py", "    from . import (", "    from . import (os as os, "),
    ("__init__.py", "    from . import (", "    from .. import ("),
    ("__init__.py", "Response as Response", "Response as Request"),
    ("__init__.py", "Response as Response", "Response as open"),
    # Clients.
    ("client.py", "clients.Service(", "clients.CredentialSource("),
    ("client.py", "    resolve=_resolve,", "    resolve=print,"),
    ("client.py", "    resolve=_resolve,", "    resolve=_resolve(1),"),
    ("client.py", "    resolve=_resolve,", "    **print(),"),
    ("client.py", "    resolve=_resolve,", "    resolve=lambda: 0,"),
    ("client.py", "options.region", "options.__class__"),
    ("client.py", "options.region", "options.region()"),
    ("client.py", "options.region", "open('x')"),
    ("client.py", "**parameters,", "**options,"),
    ("client.py", "endpoints.resolve(", "endpoints.item("),
    ("client.py", "endpoints.resolve(", "endpoints.re.compile("),
    ("client.py", "_service = _SERVICE", "_service = print()"),
    ("client.py", "self._call(", "self._run("),
    ("client.py", "self._call(", "self.close("),
    ("client.py", "self._call(", "self.__class__("),
    ("client.py", "return self._call(", "it = self._call("),
    ("client.py", "return self._call(", "return name._call("),
    ("client.py", "return await self._call(", "it = self._call("),
    ("client.py", "operations.GetApple.input(", "operations.json.input("),
    ("client.py", "operations.GetApple.input(", "operations.GetApple.mro("),
    ("client.py", "operations.GetApple.input(", "operations.GetApple.x.input("),
    ("client.py", "name: str", "operations: str"),
    ("client.py", "import endpoints, ", "import endpoints, os, "),
    ("client.py", "import endpoints, ", "import endpoints, errors as os, "),
    ("client.py", "class Client(SyncClient)", "class Client(print)"),
    ("client.py", "class AsyncClient", "@print\nclass AsyncClient"),
    ("parted client.py", '": ".methods.', '": "os.'),
    ("parted client.py", '": ".methods.', '": "..methods.'),
    ("parted client.py", '"get_apple": ', '"__init__": '),
    ("parted client.py", '"get_apple": ', '"_call": '),
    ("parted client.py", "_METHODS = {", "_METHODS = print() or {"),
    ("parted client.py", "_METHODS = {", '_METHODS = {"a": "os"}\n_METHODS = {'),
    ("parted client.py", '(__package__, "Methods"', '("os", "Methods"'),
    ("parted client.py", '(__package__, "Methods"', '(print(), "Methods"'),
    ("parted client.py", '(__package__, "Methods"', '(__package__, "os"'),
    ("parted client.py", "@lazy.methods(", "@print\n    @lazy.methods("),
    ("parted client.py", "@lazy.methods(", "@lazy.names("),
    ("parted client.py", "w.Methods,", "w.Methods, metaclass=type,"),
    ("parted client.py", ".Methods,", ".x.Methods,"),
    ("parted client.py", ".Methods,", ".json,"),
    ("methods/g.py", "from .. import operations", "from ... import operations"),
    ("methods/g.py", "from .. import operations", "from os import operations"),
    ("methods/g.py", "self._call(", "self._run("),
    ("methods/g.py", "class Methods(SyncClient)", "class Methods(open)"),
    # Operations, models and errors.
    (_OPERATION, "json.error_of(", "json.json("),
    (_OPERATION, "json.error_of(", "json.json.loads("),
    (_OPERATION, "json.error_of(", "json.json.codecs.open("),
    (_OPERATION, "json.error_of(", "json.import_module("),
    (_OPERATION, "json.error_of(", "json.error_of.__globals__("),
    (_OPERATION, "json.error_of(", "json._orjson("),
    (_OPERATION, "json.error_of(", "json['error_of']("),
    (_OPERATION, "json.error_of(", "json("),
    (_OPERATION, "json.error_of(", "json.error_of(*"),
    (_OPERATION, "json.error_of(", "code("),
    (_OPERATION, "json.error_of(", "code.close("),
    (_OPERATION, "json.error_of(", "errors.json.load("),
    (_OPERATION, "json.error_of(", "errors.ServiceError.mro("),
    (_OPERATION, "json.error_of(", "errors._x("),
    (_OPERATION, "json.error_of(", "errors.Gone.x.y("),
    (_OPERATION, "json.error_of(", "GetApple.mro("),
    (_OPERATION, "json.error_of(", "GetApple.__init__("),
    (_OPERATION, "json.error_of(", "payload.to_pickle("),
    (_OPERATION, "json.error_of(", "payload.__reduce__("),
    (_OPERATION, "_ERRORS = ", "_ERRORS: print() = "),
    (_OPERATION, "_ERRORS = ", "_ERRORS = print() or "),
    (_OPERATION, "_ERRORS = ", "_ERRORS = OTHER = "),
    (_OPERATION, "slots=True", "slots=True, **print()"),
    (_OPERATION, "slots=True", "slots=print()"),
    (_OPERATION, "@dataclass(", "@print\n@dataclass("),
    (_OPERATION, "@dataclass(", "@Operation\n@dataclass("),
    (_OPERATION, "Operation[AppleInput, Output]", "Operation[print()]"),
    (_OPERATION, "Operation[AppleInput, Output]", 'Operation["print()"]'),
    (_OPERATION, "Operation[AppleInput, Output]", "Operation[AppleInput, eval]"),
    (_OPERATION, "Operation[AppleInput, Output]", "print[AppleInput, Output]"),
    (_OPERATION, "Operation[AppleInput, Output]", "Operation[AppleInput, Output][0]"),
    (_OPERATION, "Operation[AppleInput, Output]", "Operation(AppleInput)"),
    (_OPERATION, "Operation[AppleInput, Output]", "dict[AppleInput, Output]"),
    (_OPERATION, "new(cls)", "new(print)"),
    (_OPERATION, "new(cls)", 'new(eval("1"))'),
    (_OPERATION, "new(cls)", "cls.__new__(cls)"),
    (_OPERATION, "new(cls)", "object.__new__(cls)"),
    (_OPERATION, "new(cls)", "self(cls)"),
    (_OPERATION, "new(cls)", "value(cls)"),
    # What is called by the runtime: a method of data could be any function.
    ("waiters.py", 'lambda each: jmespath.field(each, "name")', "output.save"),
    ("waiters.py", 'lambda each: jmespath.field(each, "name")', "output"),
    ("waiters.py", 'lambda each: jmespath.field(each, "name")', "output.x.save"),
    ("waiters.py", 'lambda each: jmespath.field(each, "name")', "AppleThere.format"),
    ("waiters.py", 'lambda each: jmespath.field(each, "name")', "AppleThere.mro"),
    (
        "waiters.py",
        'lambda each: jmespath.field(each, "name")',
        "[AppleThere.of_code][0]",
    ),
    (
        "waiters.py",
        'lambda each: jmespath.field(each, "name")',
        "answer or AppleThere.to_value",
    ),
    ("waiters.py", 'lambda each: jmespath.field(each, "name")', "print"),
    ("errors.py", "super().__init__(message)", "super().__init__(print())"),
    ("errors.py", "super().__init__(message)", "super().__class__(message)"),
    ("errors.py", "super().__init__(message)", "super().__init_subclass__(message)"),
    ("errors.py", "super().__init__(message)", "super(message).__init__(message)"),
    ("errors.py", "super().__init__(message)", "super().__init__(*message)"),
    ("errors.py", "super().__init__(message)", "message.__init__(message)"),
    ("errors.py", "self.size = size", "self.__class__ = size"),
    ("errors.py", "self.size = size", "self.__dict__ = size"),
    ("errors.py", "self.size = size", "self.size = size()"),
    ("errors.py", "self.size = size", "self.size = other"),
    ("errors.py", "self.size = size", "ServiceError.size = size"),
    ("errors.py", "self.size = size", "ServiceError.__init__ = size"),
    ("errors.py", "size: int | None = None", "super: int | None = None"),
    ("errors.py", "size: int | None = None", "__class__: int = 1"),
    ("models/choice.py", "type(self).__name__", "type(self).__mro__"),
    ("models/choice.py", "type(self).__name__", "type(self)"),
    ("models/choice.py", "type(self).__name__", "self.__class__.__name__"),
    ("models/choice.py", "type(self).__name__", "type(Choice).__name__"),
    ("models/choice.py", 'raise TypeError(f"', 'raise TypeError(f"{print()}'),
    ("models/choice.py", "__slots__ = ()", "__slots__ = print()"),
    ("models/choice.py", "__slots__ = ()", '__slots__ = ("x",)'),
    ("models/choice.py", "value.items()", "value.clear()"),
    ("models/choice.py", "class ChoiceUnknown(", "class ChoiceA("),
    ("models/color.py", "class Color(OpenEnum)", "class Color(metaclass=OpenEnum)"),
    ("models/color.py", "class Color(OpenEnum)", "class OpenEnum(OpenEnum)"),
    ("models/color.py", "RED = ", "_missing_ = "),
    ("models/color.py", "RED = ", "RED = 'x'\n    RED = "),
    ("models/color.py", "RED = ", "__RED = "),
    ("models/basket.py", "lambda: [", "lambda: [print(), "),
    ("models/basket.py", "default_factory=", "default_factory=print, x="),
    ("models/basket.py", "values.timestamp(", "values.redacted("),
    ("models/basket.py", "values.timestamp(", "values.timestamp(*"),
    ("models/basket.py", "values.timestamp(", "values.fields("),
    ("models/basket.py", "made: ", "str: "),
    ("models/basket.py", "made: ", "values: "),
    ("models/simple_types.py", "MinLen(1)", "MinLen(print())"),
    ("models/simple_types.py", "MinLen(1)", "MinLen(**{})"),
    ("models/simple_types.py", "MinLen(1)", "MinLen(~1)"),
    ("models/simple_types.py", "MinLen(1)", "eval('1')"),
    ("models/simple_types.py", "Text: ", "Text: TypeAlias = str\nText: "),
    # Endpoints, pages and waiters.
    ("endpoints.py", "def resolve(", "def resolve(more: print(), "),
    ("endpoints.py", "def resolve(", "@print\ndef resolve("),
    ("endpoints.py", "Endpoint as Endpoint", "PARTITIONS"),
    ("endpoints.py", "Endpoint as Endpoint", "re"),
    ("endpoints.py", "Endpoint as Endpoint", "Endpoint as E"),
    ("endpoints.py", "raise EndpointError(", "raise SystemExit("),
    ("endpoints.py", "raise EndpointError(", "raise print("),
    ("endpoints.py", "raise EndpointError(", "raise EndpointError.x("),
    ("paginators.py", "value.next = token", "value.__class__ = token"),
    ("paginators.py", "value.next = token", "value.next = print()"),
    ("paginators.py", "value.next = token", "token()"),
    ("paginators.py", "page.items", "page.items()()"),
    ("paginators.py", "page.items", "page.__class__"),
    ("paginators.py", "page.items", "Page.items"),
    ("paginators.py", "class GetApple:", "class GetApple(print):"),
    ("waiters.py", "jmespath.field(", "jmespath.json("),
    ("waiters.py", "jmespath.field(", "jmespath.cast("),
    ("waiters.py", "jmespath.field(", "jmespath.field(*"),
    ("waiters.py", "lambda each: ", "lambda each=print(): "),
    ("waiters.py", "lambda each: ", "lambda each: print() or "),
    ("waiters.py", "lambda each: ", "lambda str: "),
    ("waiters.py", "output.to_value()", "output.close()"),
    ("waiters.py", "min_delay = ", "min_delay = print() or "),
    ("waiters.py", "import jmespath", "import jmespath as str"),
    ("waiters.py", "import jmespath", "import lazy as jmespath"),
)

# Texts that are another program for a reader than for the interpreter. The `{}` is the
# text of a real module.
TEXTS: tuple[str, ...] = (
    "# coding: utf-7\n{}",
    "# -*- coding: latin-1 -*-\n{}",
    "\n# vim: set fileencoding=raw_unicode_escape :\n{}",
    "\t\f# coding=utf-8\n{}",
    "#\r# coding: utf-7\r{}",
    "#\r\n# coding: utf-7\r\n{}",
    "\ufeff{}",
    "import os\n{}",
    "x = 1\n{}",
    "from typing import Any\n{}",
    "'''doc'''\n'''more'''\n{}",
    "{}\r__import__('os')",
    "{}\rimport os",
    "{}\n\x0cimport os",
    "{}\n#\rimport os",
    "{}\n\\\nimport os",
    "{};import os",
    "{}\nＴhing = 1",
    "{}\n𝐱 = 1",
    "{}\nx = 𝐩rint()",
    "{}\nx = 𝓞𝓹𝓮𝓷",
    "{}\nclass 𝔵: pass",
    "{}\nclass Thing:\n    ﬁeld = 1",
    "{}\nа = 1",
    "{}\nx = __іmport__",
)

# What the parser refuses, before any audit.
BROKEN: tuple[str, ...] = (
    "{}\nx = 1\u00a0",
    "{}\nx = 1  \u2028",
    "\ufeff# coding: utf-7\n{}",
    "{}\n\u202ex = 1",
    "{}\n\x00",
    "{}\nx = '\ud800'",
    "{}\nx = '",
    "{}\nx = 0777",
    "{}\nclass",
    "{}\nx = " + "(" * 300 + ")" * 300,
    "{}\nx = " + "[" * 3000 + "]" * 3000,
    "{}\nx = " + "-" * 100_000 + "1",
    "{}\n" + "".join(f"{' ' * n}if x:\n" for n in range(120)) + " " * 120 + "x = 1",
    "{}\nfrom .x import *, y",
    "{}\nx = 1 if 2",
    "{}\nx = '\\N{no such name}'",
    "{}\nx = 9" + "9" * 5000,
)
