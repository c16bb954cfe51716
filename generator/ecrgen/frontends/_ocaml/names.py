"""From awso's OCaml names back to the names of a model.

awso's functions are `capitalized_id` for modules and constructors, and
`uncapitalized_id` for fields. What they lose cannot be had back: the case of the first
letter, and which character an underscore stands for.
"""

from __future__ import annotations

import re

from ...model.ids import is_identifier

# Modules of OCaml's libraries: a shape of such a name gets an underscore.
_LIBRARY = frozenset(
    "Bool Core Float Format Int Int64 List Option Result Stdlib String Uri".split()
)
# Keywords of OCaml, `effect` since OCaml 5: a field of such a name gets an underscore.
_KEYWORDS = frozenset(
    """and as assert asr begin class constraint do done downto effect else end exception external false for fun
    function functor if in include inherit initializer land lazy let lor lsl lsr lxor match method mod module mutable
    new nonrec object of open or private rec sig struct then to true try type val virtual when while with""".split()
)
# Fields that are not the member's name with another first letter. `upper` is what the
# label stands for where names begin with a capital; in lower case, the label is the
# name.
_SPECIAL = {"bool": "Boolean", "int": "Integer", "string": "String", "float": "Float"}
_LOWER_CASE = "__lc1"


def shape_name(module: str) -> str:
    """The name of the shape that a module stands for, its first letter in doubt."""
    name = without_suffix(module)
    if name.endswith("_") and name[:-1] in _LIBRARY:
        name = name[:-1]
    elif re.match("Zz[0-9_]", name):
        name = name[2:]
    return name if is_identifier(name) else module


def module_name(shape: str) -> str:
    """The module of a shape: awso's `capitalized_id`."""
    if not shape[:1].isalpha():
        shape = f"Zz{shape}"
    name = re.sub("[^A-Za-z0-9_]", "_", shape[:1].upper() + shape[1:])
    return f"{name}_" if name in _LIBRARY else name


def member_name(label: str, *, upper: bool = False) -> str:
    """The name of the member that a field stands for, its first letter as `upper` says."""
    if has_suffix(label):
        return without_suffix(label)
    name = label
    if upper and name in _SPECIAL:
        return _SPECIAL[name]
    if name.endswith("_") and name[:-1] in _KEYWORDS:
        name = name[:-1]
    if upper:
        name = name[:1].upper() + name[1:]
    return name if is_identifier(name) else label


def is_exact_value(constructor: str) -> bool:
    """Whether the constructor of an enum is its value as it stands.

    That is so for 99.1 % of those in capitals, digits and underscores; the others lost
    characters or the case of their first letter far more often.
    """
    return re.fullmatch("[A-Z0-9_]+", constructor) is not None


def is_doubtful_value(constructor: str) -> bool:
    """Whether characters were most likely lost: an underscore besides small letters is
    the value in 1.9 % only.
    """
    return "_" in constructor and not is_exact_value(constructor)


def has_suffix(name: str) -> bool:
    """Whether awso took a name for that of a shape which another differs from in case
    only.

    It renames members of such a name too, and then does not know them for required any
    more.
    """
    return name.endswith(_LOWER_CASE) and name != _LOWER_CASE


def without_suffix(name: str) -> str:
    """The name before awso gave it the suffix."""
    if not has_suffix(name):
        return name
    name = name.removesuffix(_LOWER_CASE)
    return name[:1].lower() + name[1:]
