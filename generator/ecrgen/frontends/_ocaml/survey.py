"""What only the modules together show: operations, the kinds of shapes by their use,
what inputs and outputs reach.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from .facts import ModuleFacts, OperationFacts, SourceFacts
from .files import references

_OUTPUTS = ("Response", "Output", "Result")
_INPUTS = ("Request", "Input", "Message", "Type")


@dataclass(slots=True)
class Survey:
    facts: SourceFacts
    modules: dict[str, ModuleFacts]
    operations: list[OperationFacts]
    # Kinds of all modules that are named, where something says them; also of those that
    # are defined nowhere.
    kinds: dict[str, str]
    errors: Collection[str]
    # Names of shapes as the model spells them, by module.
    spelled: dict[str, str]
    of_inputs: set[str]
    of_outputs: set[str]
    map_keys: set[str] = field(default_factory=set[str])

    @property
    def names(self) -> list[str]:
        """All modules, those that are defined first."""
        return list(dict.fromkeys([*self.modules, *self.kinds, *sorted(self._named())]))

    def _named(self) -> Iterator[str]:
        for module in self.modules.values():
            yield from references(module)


def survey(facts: SourceFacts) -> Survey:
    modules = {module.name: module for module in facts.modules}
    operations = facts.operations or list(_guessed(modules))
    errors = dict.fromkeys(
        error for module in modules.values() for error in module.errors or ()
    )
    spelled: dict[str, str] = {}
    for module in modules.values():
        spelled |= module.spelled
    inputs = [each.input for each in operations if each.input]
    outputs = [each.output for each in operations if each.output]
    return Survey(
        facts,
        modules,
        operations,
        _kinds(modules, errors, [*inputs, *outputs]),
        errors,
        spelled,
        _reached(modules, inputs),
        _reached(modules, [*outputs, *errors]),
        {
            each.element[0]
            for each in modules.values()
            if each.element is not None and len(each.element) == 2
        },
    )


def _guessed(modules: dict[str, ModuleFacts]) -> Iterator[OperationFacts]:
    """Operations by the names of modules, where there is no list of them.

    Outputs are the modules that have a type of errors. The name is the output's without
    its suffix, and the input a module of that name with a suffix of its own. Both being
    there leaves little doubt; awso gives input and output the same documentation where
    they have none of their own, which is a second sign.
    """
    for module in modules.values():
        if module.errors is None:
            continue
        name = _without(module.name, _OUTPUTS)
        inputs = [f"{name}{suffix}" for suffix in _INPUTS]
        found = [modules[each] for each in inputs if each in modules]
        if len(found) != 1 or name == module.name:
            # A guess takes no name from a shape.
            guess = f"{name}Operation" if name in modules else name
            yield OperationFacts(guess, module.location, None, module.name, named=False)
            continue
        texts = (found[0].documentation, module.documentation)
        is_sure = None in texts or texts[0] == texts[1]
        yield OperationFacts(
            name, module.location, found[0].name, module.name, named=is_sure
        )


def _without(name: str, suffixes: Iterable[str]) -> str:
    for suffix in suffixes:
        if name.endswith(suffix) and name != suffix:
            return name.removesuffix(suffix)
    return name


def _kinds(
    modules: dict[str, ModuleFacts], errors: Iterable[str], sides: Iterable[str]
) -> dict[str, str]:
    """The kind of each module, of its own or as others use it."""
    found = {name: each.kind for name, each in modules.items() if each.kind is not None}
    for name in [*errors, *sides]:
        found.setdefault(name, "structure")
    for module in modules.values():
        for name, kind in module.named.items():
            found.setdefault(name, kind)
    for module in modules.values():
        if module.common_kind is None or not module.all_fields or not module.in_order:
            continue
        for each in module.fields or ():
            found.setdefault(each.target, module.common_kind)
    return found


def _reached(modules: dict[str, ModuleFacts], start: Iterable[str]) -> set[str]:
    pending = list(start)
    found = set(pending)
    while pending:
        module = modules.get(pending.pop())
        if module is None:
            continue
        targets = [each.target for each in module.fields or ()]
        for target in (*targets, *(module.element or ())):
            if target not in found:
                found.add(target)
                pending.append(target)
    return found
