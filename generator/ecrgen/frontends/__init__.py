"""Front ends, one module per syntax. Modules are found, not registered.

A front end is a module of this package with two functions:

    claims(source: str) -> bool
        Whether this front end reads `source`, a path or a `scheme:name` as the user
        wrote it. It may read the file, but must not raise.
    load(source: str, diagnostics: Diagnostics) -> list[LoadOperation]
        The load operations of `source`. Syntax errors become diagnostics.
"""
