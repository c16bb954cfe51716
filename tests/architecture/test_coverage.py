"""Every module has a test that is named like it, or says here what covers it.

`tests/unit/lower/names/test_words.py` is the test of
`generator/ecrgen/lower/names/words.py`, and `tests/runtime/codecs/test_cbor.py` that of
`templates/runtime/codecs/cbor.py`. A leading underscore of a module is not part of the
name; the test of a package's own `__init__` is called like the package.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.support.places import GENERATOR, ROOT, TEMPLATES

# What covers a module that has no test of its name. An entry for a folder holds for
# what is in it and has none of its own: most of the lowering is seen best in what the
# generated package does.
OF_GENERATOR = {
    "__init__": "unit/test_cli.py",
    "__main__": "unit/test_cli.py",
    "assemble": "unit/assemble/test_assemble.py",
    "assemble/omissions": "unit/assemble/test_overlay.py",
    "assemble/overlay_targets": "unit/assemble/test_overlay.py",
    "assemble/overlay_files": "unit/test_pipeline.py",
    "assemble/overrides": "unit/assemble/test_overlay.py",
    "assemble/service": "unit/test_pipeline.py",
    # A case for each code of each check, and for all other codes of bad input.
    "checks": "errors/cases",
    "commands/results": "unit/commands/test_runs.py",
    "customizations": "fragments/test_customizations.py",
    "documents": "errors/cases",
    "emit": "fragments",
    "emit/templates": "unit/output/test_inputs.py",
    "emit/endpoints": "conformance/test_endpoint_rules.py",
    "finish": "unit/test_pipeline.py",
    "finish/audit": "unit/finish/audit/test_module.py",
    "frontends": "unit/frontends/test_botocore.py",
    "frontends/_ast_forms": "unit/frontends/test_smithy_json.py",
    "frontends/_botocore_nodes": "unit/frontends/test_botocore_errors.py",
    "frontends/discover": "unit/frontends/test_smithy_json.py",
    "frontends/operations": "unit/frontends/test_smithy_json.py",
    "ir": "fragments",
    "lower": "fragments",
    "lower/clients": "fragments",
    "lower/clients/paginators": "fragments/test_paginators.py",
    "lower/clients/waiters": "fragments/test_waiters.py",
    "lower/definitions": "fragments/test_structures.py",
    "lower/definitions/customizations": "fragments/test_customizations.py",
    "lower/definitions/errors": "fragments/test_errors.py",
    "lower/definitions/operations": "fragments/test_operations.py",
    "lower/definitions/payload_traits": "fragments/test_payload_traits.py",
    "lower/endpoints": "conformance/test_endpoint_rules.py",
    "lower/endpoints/bindings": "fragments/test_endpoint_parameters.py",
    "lower/endpoints/settings": "fragments/test_endpoint_parameters.py",
    "lower/events": "fragments/test_streams.py",
    "lower/http": "fragments/test_rest_requests.py",
    "lower/http/bodies_xml": "fragments/test_xml.py",
    "lower/http/responses": "fragments/test_rest_responses.py",
    "lower/limits": "fragments/test_big_services.py",
    "lower/names": "unit/lower/names/test_naming.py",
    "lower/names/copied": "unit/assemble/test_user_modules.py",
    "lower/serde": "fragments/test_collections.py",
    "lower/serde/xml_read": "fragments/test_xml.py",
    "lower/serde/xml_write": "fragments/test_xml.py",
    "lower/values": "fragments/test_simple_types.py",
    "lower/values/defaults": "fragments/test_defaults.py",
    "lower/values/hostlabels": "fragments/test_operations.py",
    "lower/values/jmespath": "fragments/test_waiters.py",
    "lower/values/streaming": "fragments/test_streams.py",
    "lower/values/tokens": "fragments/test_operations.py",
    "model": "unit/model/test_ast.py",
    "model/endpoint_rules": "conformance/test_endpoint_rules.py",
    "model/endpoint_traits": "fragments/test_endpoint_parameters.py",
    "model/customizations": "fragments/test_customizations.py",
    "model/jmespath": "fragments/test_waiters.py",
    "model/jmespath_parser": "fragments/test_waiters.py",
    "model/pagination": "fragments/test_paginators.py",
    "model/streams": "fragments/test_streams.py",
    "model/waiters": "fragments/test_waiters.py",
    "output/drift": "determinism/test_drift.py",
    "output/swap": "determinism/test_interrupted_writes.py",
    "problems": "errors/cases",
    "prose": "unit/prose/test_text.py",
    "protocols": "conformance/test_requests.py",
    "show": "unit/show/test_show.py",
}
OF_RUNTIME = {
    "client": "fragments/test_every_protocol.py",
    "client/clients": "runtime/client/test_start.py",
    "client/destinations": "fragments/test_endpoint_parameters.py",
    "client/hooks": "runtime/client/test_call.py",
    "client/paging": "fragments/test_paginators.py",
    "client/steps": "runtime/client/test_call.py",
    "client/waiting": "fragments/test_waiters.py",
    # The formats and protocols, from both sides of the generated code that calls them.
    "codecs": "conformance/test_requests.py",
    "codecs/answers": "fragments/test_answers.py",
    "codecs/xml": "fragments/test_xml.py",
    "codecs/xml_errors": "fragments/test_errors.py",
    "core": "fragments/test_structures.py",
    "core/bodies": "runtime/streams/test_sources.py",
    "core/customizations": "fragments/test_customizations.py",
    "core/enums": "fragments/test_enums.py",
    "core/hosts": "fragments/test_operations.py",
    "core/lazy": "fragments/test_operations.py",
    "core/operation": "fragments/test_operations.py",
    "core/tokens": "fragments/test_operations.py",
    "credentials/botocore_credentials": "runtime/credentials/test_credentials.py",
    "credentials/cache": "runtime/credentials/test_credentials.py",
    "credentials/credential_chain": "runtime/credentials/test_credentials.py",
    "credentials/documents": "runtime/credentials/test_process_credentials.py",
    "credentials/metadata_http": "runtime/credentials/test_instance_metadata.py",
    "endpoints": "conformance/test_endpoint_rules.py",
    "streams/aws_chunked": "runtime/client/test_call_streams.py",
    "streams/compression": "fragments/test_payload_traits.py",
    "streams/encoded_bodies": "runtime/client/test_call_streams.py",
    "streams/event_streams": "fragments/test_streams.py",
    "streams/tree_hash": "runtime/client/test_call_streams.py",
    "transport": "server/test_transports.py",
}
# Tests that are of no one module, in folders where names say what is tested.
OF_NO_MODULE = {
    "runtime/client/test_start.py": "what a client loads, and what it does not",
    "runtime/signing/test_sigv4_botocore.py": "signing/sigv4 beside botocore's signer",
    "unit/frontends/test_botocore_errors.py": "frontends/botocore on wrong files",
}

TESTS = ROOT / "tests"
SIDES = (
    (GENERATOR, TESTS / "unit", OF_GENERATOR),
    (TEMPLATES / "runtime", TESTS / "runtime", OF_RUNTIME),
)


def modules(top: Path) -> Iterator[tuple[str, Path]]:
    """Modules by their path without suffix, each with the path of its test. An
    `__init__` counts if it has code.
    """
    for path in sorted(top.rglob("*.py")):
        module = path.relative_to(top).with_suffix("")
        name = module.name
        if name == "__init__":
            if len(ast.parse(path.read_text("utf-8")).body) <= 1:  # a docstring
                continue
            module = module.parent if module.parent.name else module
            yield module.as_posix(), module / f"test_{module.name.strip('_')}.py"
        else:
            yield module.as_posix(), module.with_name(f"test_{name.lstrip('_')}.py")


def entry_of(module: str, table: Mapping[str, str]) -> str | None:
    """The entry of a module, else of the nearest folder that has one."""
    while module not in table:
        module = module.rpartition("/")[0]
        if not module:
            return None
    return module


@pytest.mark.parametrize(("top", "tests", "table"), SIDES, ids=["generator", "runtime"])
def test_every_module_is_covered(
    top: Path, tests: Path, table: Mapping[str, str]
) -> None:
    without = [module for module, test in modules(top) if not (tests / test).is_file()]
    entries = {module: entry_of(module, table) for module in without}
    uncovered = [module for module, entry in entries.items() if entry is None]
    assert uncovered == [], "neither a test of their name nor an entry in this file"
    assert set(table) - {*entries.values()} == set(), "these entries cover nothing"


@pytest.mark.parametrize("path", sorted({*OF_GENERATOR.values(), *OF_RUNTIME.values()}))
def test_what_covers_is_there(path: str) -> None:
    assert (TESTS / path).exists()


def test_tests_are_named_like_what_they_test() -> None:
    named: set[str] = set()
    present: set[str] = set()
    for top, tests, _ in SIDES:
        named |= {(tests / test).as_posix() for _, test in modules(top)}
        named |= {
            # The test of a package as a whole is called like it.
            (tests / folder.relative_to(top) / f"test_{folder.name}.py").as_posix()
            for folder in top.rglob("*")
            if folder.is_dir()
        }
        present |= {path.as_posix() for path in tests.rglob("test_*.py")}
    others = {Path(path).relative_to(TESTS).as_posix() for path in present - named}
    assert others == set(OF_NO_MODULE)
