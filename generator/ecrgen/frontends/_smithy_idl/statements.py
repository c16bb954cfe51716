"""The sections of a file and their statements (Smithy 2.0, "Smithy IDL")."""

from __future__ import annotations

from ...documents.nodes import show
from ...model.ids import ShapeId
from ...problems.diagnostics import Diagnostics
from ...problems.locations import Document
from ...problems.suggest import did_you_mean
from .._ast_forms import VERSIONS
from ..operations import LoadOperation, NameShape, PutMetadata
from .errors import GrammarError
from .members import dangling_comment
from .names import absolute_shape_id_text, namespace_text, shape_id_text
from .shapes import KINDS, read_shape
from .source import Source
from .traits import TraitUse

# What can begin a statement. After a problem, reading goes on where one of these
# stands in the first column.
_BEGINNINGS = frozenset({"IDENTIFIER", "DOC_COMMENT", "AT", "DOLLAR"})
_ORDER = {
    "metadata": "metadata comes before the namespace",
    "namespace": "a file has one namespace, before its shapes",
    "use": "use statements come right after the namespace",
    "with": "`with` goes into the line of the shape's name",
    "for": "`for` goes into the line of the shape's name",
}


def read_file(document: Document, diagnostics: Diagnostics) -> list[LoadOperation]:
    """The load operations of a file. What follows a problem is read all the same."""
    statements = _Statements(Source(document, diagnostics))
    statements.read()
    return statements.source.operations


class _Statements:
    __slots__ = ("_shape", "_tokens", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self._tokens = source.tokens
        # The shape whose statement is being read.
        self._shape: ShapeId | None = None

    def read(self) -> None:
        tokens = self._tokens
        tokens.skip_whitespace_and_docs()
        self._control_section()
        while tokens.is_word("metadata"):
            with _Recovery(self):
                self._metadata()
            tokens.skip_whitespace_and_docs()
        if tokens.is_word("namespace"):
            self._shape_section()
        elif tokens.kind != "EOF":
            self.report(
                GrammarError(
                    "E020",
                    f"Expected a namespace definition but found {tokens.shown}",
                    tokens.offset,
                    "first comes $version, then metadata, then the namespace",
                )
            )
        self._name_words()

    def report(self, problem: GrammarError) -> None:
        self.source.report(
            problem.code, problem.message, problem.offset, problem.hint, self._shape
        )
        self.source.values.reset()

    def recover(self) -> None:
        """Goes to where the next statement seems to begin."""
        tokens = self._tokens
        tokens.next()
        while tokens.kind != "EOF" and not (
            tokens.kind in _BEGINNINGS and tokens.starts_line
        ):
            tokens.next()

    # --- Control and metadata

    def _control_section(self) -> None:
        keys: set[str] = set()
        while self._tokens.kind == "DOLLAR":
            with _Recovery(self):
                self._control(keys)
        self._tokens.skip_whitespace_and_docs()

    def _control(self, keys: set[str]) -> None:
        tokens, source = self._tokens, self.source
        start = tokens.offset
        tokens.next()
        tokens.expect("IDENTIFIER", "STRING")
        key = source.values.key()
        tokens.skip_spaces()
        tokens.skip("COLON")
        tokens.skip_spaces()
        at = tokens.offset
        value = source.values.node()
        if key in keys:
            source.report(
                "E005",
                f"Duplicate control statement `{key}`",
                at,
                "only one of them would count; remove one of them",
            )
        elif key == "version":
            self._version(value, at)
        elif key in ("operationInputSuffix", "operationOutputSuffix"):
            if not isinstance(value, str):
                source.report(
                    "E013",
                    f"The ${key} control statement must have a string value, "
                    f"but found {show(value)}",
                    at,
                    "write the suffix in double quotes",
                )
            elif key == "operationInputSuffix":
                source.input_suffix = value
            else:
                source.output_suffix = value
        else:
            source.report(
                "W002",
                f"the control statement ${key} is not known, and means nothing",
                start,
                did_you_mean(
                    key, ("version", "operationInputSuffix", "operationOutputSuffix")
                ),
            )
        keys.add(key)
        tokens.expect_line_break()

    def _version(self, value: object, at: int) -> None:
        if not isinstance(value, str):
            self.source.report(
                "E011",
                "The $version control statement must have a string value, "
                f"but found {show(value)}",
                at,
                'write it in double quotes, such as $version: "2.0"',
            )
        elif value not in VERSIONS:
            self.source.report(
                "E011",
                f"Unsupported Smithy version number: {value}",
                at,
                'supported are "1.0" and "2.0"',
            )
        else:
            self.source.version = VERSIONS[value]

    def _metadata(self) -> None:
        tokens, source = self._tokens, self.source
        start = tokens.offset
        tokens.next()
        tokens.expect_spaces()
        tokens.expect("IDENTIFIER", "STRING")
        key = source.values.key()
        tokens.skip_spaces()
        tokens.skip("EQUAL")
        tokens.skip_spaces()
        value = source.values.node()
        source.operations.append(PutMetadata(key, value, source.at(start)))
        tokens.expect_line_break()

    # --- Shapes

    def _shape_section(self) -> None:
        tokens, source = self._tokens, self.source
        self._name_words()
        operations = source.operations
        is_known = False
        with _Recovery(self):
            self._namespace()
            is_known = True
        if not is_known:
            # The shapes have no IDs; what is wrong in their statements can be told.
            source.operations = []
        comment = source.traits.comment()
        while tokens.is_word("use"):
            with _Recovery(self):
                self._use()
            comment = source.traits.comment()
        while tokens.kind != "EOF":
            self._shape = None
            with _Recovery(self):
                self._shape_statement(comment)
            comment = None
        self._shape = None
        if not is_known:
            source.operations = operations

    def _namespace(self) -> None:
        tokens = self._tokens
        tokens.next()
        tokens.expect_spaces()
        self.source.names.namespace = namespace_text(tokens)
        tokens.expect_line_break()

    def _use(self) -> None:
        tokens, source = self._tokens, self.source
        tokens.next()
        tokens.expect_spaces()
        at = tokens.offset
        shape = ShapeId(absolute_shape_id_text(tokens))
        used = source.names.used
        if "$" in shape:
            source.report(
                "E022",
                "Use statements cannot use members",
                at,
                f"use {shape.without_member}, and write the member where it is needed",
            )
        elif shape.name in used:
            source.report(
                "E022",
                f"Cannot use name `{shape}` "
                f"because it conflicts with `{used[shape.name]}`",
                at,
                "write one of the two with its namespace where it is needed",
            )
        else:
            source.names.use(shape)
            source.operations.append(NameShape(shape, "use", source.at(at)))
        tokens.expect_line_break()

    def _shape_statement(self, comment: TraitUse | None) -> None:
        tokens, source = self._tokens, self.source
        traits = source.traits.before_shape()
        if comment is not None:
            traits.append(comment)
        if tokens.kind == "EOF" and all(use.is_comment for use in traits):
            if traits:
                dangling_comment(source, traits[0].offset)
            return
        tokens.expect("IDENTIFIER")
        start, kind = tokens.offset, tokens.lexeme
        if kind == "apply":
            self._apply(traits)
            return
        if kind not in KINDS:
            hint = (
                _ORDER.get(kind)
                or did_you_mean(kind, KINDS)
                or "shape types are lower-case words, such as structure"
            )
            tokens.fail(f"Unknown shape type: {kind}", hint)
        tokens.next()
        tokens.expect_spaces()
        at = tokens.offset
        tokens.expect("IDENTIFIER")
        name = tokens.take()
        shape = self._shape = source.names.defined(name)
        if name in source.names.used:
            source.report(
                "E022",
                f"Shape name `{name}` conflicts "
                f"with imported shape `{source.names.used[name]}`",
                at,
                "give the shape another name, or remove the use statement",
                shape,
            )
        made: list[LoadOperation] = []
        read_shape(source, kind, shape, start, made)
        source.apply(traits, shape, made)
        tokens.expect_line_break()
        source.operations += made
        self._name_words()

    def _apply(self, traits: list[TraitUse]) -> None:
        tokens, source = self._tokens, self.source
        for use in traits:
            if use.is_comment:
                dangling_comment(source, use.offset)
            else:
                source.report(
                    "E020",
                    "Traits applied to apply statement",
                    tokens.offset,
                    "traits that are applied come after the name of the shape",
                )
                break
        tokens.next()
        tokens.expect_whitespace()
        target = source.names.resolved(shape_id_text(tokens))
        tokens.expect_whitespace()
        made: list[LoadOperation] = []
        if tokens.expect("AT", "LBRACE") == "AT":
            source.apply([source.traits.trait()], target, made)
        else:
            tokens.next()
            source.apply(source.traits.traits(), target, made)
            tokens.skip("RBRACE")
        tokens.expect_line_break()
        source.operations += made
        self._name_words()

    def _name_words(self) -> None:
        source = self.source
        for shape, offset in source.values.words.items():
            source.operations.append(NameShape(shape, "word", source.at(offset)))
        source.values.words.clear()


class _Recovery:
    """Reports what ends the reading of a statement, and goes on behind it."""

    __slots__ = ("_statements",)

    def __init__(self, statements: _Statements) -> None:
        self._statements = statements

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: object, problem: BaseException | None, trace: object
    ) -> bool:
        if not isinstance(problem, GrammarError):
            return False
        self._statements.report(problem)
        self._statements.recover()
        return True
