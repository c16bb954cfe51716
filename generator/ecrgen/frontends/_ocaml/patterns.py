"""The closed patterns that start a declaration. Documentation may hold any text, and
none of awso's holds one of these.

No word boundary stands in front of them: text saved from pages has items glued
together, as in `unit -> tval of_xml :`.
"""

from __future__ import annotations

import re

FUNCTIONS = (
    "make of_string to_string to_value to_query to_header of_xml of_json to_json context_ error_of_json error_of_xml "
    "error_to_json of_header of_header_and_body t_of_sexp sexp_of_t error_of_sexp sexp_of_error"
).split()
_FUNCTION = "|".join(sorted(FUNCTIONS, key=len, reverse=True))

# `module`, if any, stands before a shape of this source: Values, Values_0,
# Awso_bookshop.Values.
PATH = r"(?:(?:[A-Z]\w*+\.)*?Values(?:_\d+)?\.)?"
# A declaration of a page or an interface; `and` and the last form are of outputs in a
# result wrapper. All begin with their word and look back from behind it, which lets the
# search jump from letter to letter.
DECLARATION = re.compile(
    rf"val\s+(?P<function>{_FUNCTION})\s*:"
    r"|type\s+(?:nonrec\s+)?(?P<type>t|error)\s*="
    r"|and(?<!\wand)\s+(?P<and>t|responseMetaData)\s*="
    r"|type(?<!\wtype)\s+(?:nonrec\s+)?(?P<wrap>[a-z]\w*)\s*=\s*(?=\{)"
)
# The same in an implementation, which also has `let make ...`.
DEFINITION = re.compile(
    rf"{DECLARATION.pattern}|let(?<!\wlet)\s+(?P<let>{_FUNCTION})\b"
)
FIELD = re.compile(
    rf"(?<!\w)(?P<label>[a-z_]\w*+)\s*+:\s*+{PATH}(?P<target>[A-Z]\w*+)\.t\b(?P<option>\s+option\b)?\s*+;"
)
# In code, the last field of a record needs no semicolon.
LAST_FIELD = re.compile(FIELD.pattern.removesuffix(";") + r"(?:;|(?=\})|\Z)")
# The fields of the record around a result wrapper.
WRAPPED = re.compile(r"[a-z_]\w*+\s*+:\s*+[a-z_]\w*+\s*+(?:;|\Z)")
CONSTRUCTOR = re.compile(r"[A-Z]\w*")
CASES = re.compile(
    r"[\s|\-*]*(?P<cases>[A-Z]\w*+(?:[\s\-*]*+\|[\s\-*|]*+[A-Z]\w*+(?!\s+of\b))*+)"
    r"(?P<last>[\s\-*]*+\|[\s\-*|]*+Non_static_id\s+of\s+string)?"
)
ONLY_UNKNOWN_CASE = re.compile(r"[\s|\-*]*Non_static_id\s+of\s+string")
ERROR = re.compile(r"`(?P<name>[A-Z]\w*+)\s++of\b")
UNKNOWN_ERROR = "Unknown_operation_error"
# `private` is written for constrained maps in recursive modules.
ALIAS = re.compile(
    r"\s*(?:private\s+)?(?:"
    rf"(?P<list>{PATH}(?P<member>[A-Z]\w*)\.t\s+list)"
    rf"|(?P<map>\(\s*{PATH}(?P<key>[A-Z]\w*)\.t\s*\*\s*{PATH}(?P<value>[A-Z]\w*)\.t\s*\)\s+list)"
    r"|(?P<int64>(?:\w++\.)*?Int64\.t|int64)"
    r"|(?P<simple>bool|string|float|unit|int)"
    r")"
)
# What a page has before the first field of a record.
RECORD = re.compile(r"\s*(?:private\s+)?(?P<brace>\{)?[\s\-*]*(?:\d+\.\s*)?")
ARGUMENT = re.compile(
    rf"\s*+(?P<option>\?)?\s*+(?P<label>[a-z_]\w*+)\s*+:\s*+{PATH}(?P<target>[A-Z]\w*+)\.t\s*+->"
)
NO_MORE_ARGUMENTS = re.compile(r"\s*unit\s*->\s*t")
NAMED_KIND = re.compile(
    rf"`(?P<kind>[A-Z]\w*+)\s++of\s++{PATH}(?P<target>[A-Z]\w*+)\.t\b"
)
OWN_KIND = re.compile(
    r"\s*'\w+\s*->\s*\[>?\s*`(?P<kind>[A-Z]\w*)\s+of\s+'\w+(?:\s+list)?\s*\]"
    r"|\s*(?:t|string)\s*->\s*\[>?\s*`(?P<enum>Enum)\s+of\s+string\s*\]"
    r"|[\w\s.(*)]{1,300}+->\s*\[>?\s*`(?P<listed>List|Map)\s+of\b"
)
ROW = re.compile(r"\s*t\s*->\s*\[>?\s*`Structure\s+of\s*\(\s*string\s*\*\s*\[>?")
ROW_TOKEN = re.compile(r"`(?P<kind>[A-Z]\w*)|[\[\](){}]")
