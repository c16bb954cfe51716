"""awso's OCaml interface of a service, step by step: forms -> items -> facts -> one set
of facts -> load operations.

awso writes one OCaml module for each shape. People have these modules as implementation
(`values.ml`), as inferred interface (`.mli`), as odoc's pages in HTML or Markdown, and
as text saved from pages, which loses items at random.

    lexer           OCaml source without its strings, comments and attributes
    code, html, text    one form each -> modules of items: `type t = ...`, `val make : ...`
    items           items -> what they say about a shape
    implementation  what only values.ml says: names on the wire, values of enums, constraints
    endpoints       operations with their inputs and outputs
    merge           several places of one module -> one
    survey          operations, uses and kinds that only the modules together show
    writer          facts -> load operations, with what is not said

The rule of all of them: absence never means "no". A fact is right, or it is listed as
not said.
"""
