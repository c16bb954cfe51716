"""Front ends: one module per syntax, found by name, none of them registered anywhere.

A front end is a module of this package with two functions:

    claims(source: str) -> bool
        Whether this front end reads `source`: a path or a `scheme:name` as the user wrote it. It may look into
        the file, but must not raise.
    load(source: str, diagnostics: Diagnostics) -> list[LoadOperation]
        The load operations of `source`. Syntax errors become diagnostics.
"""
