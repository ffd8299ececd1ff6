"""A scenario: a YAML file that describes a starting world, checked before anything is made of it."""

import json
import pathlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mock_server.contract.document import Contract, listed_item_schema
from mock_server.contract.validators import PartValidator
from mock_server.json_pointer import keys_of
from mock_server.resources import SCENARIO_FOLDER
from mock_server.scenarios.records import RecordCompletion
from mock_server.scenarios.references import holders, reference_mistakes
from mock_server.yaml_source import Path, Source, YamlSourceError, parse

_SCHEMA = SCENARIO_FOLDER / "scenario.schema.json"


class ScenarioError(Exception):
    """A scenario that cannot be used; one line for each mistake, each with file and line."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A checked scenario: its value matches the schema, and every name in it refers to something.

    `left_out` tells of records that the contract has no place for. `moments` are the members of each collection that
    hold a time and cannot be null. `text` is the YAML it was read from; None for one that comes with the program.
    """

    name: str
    value: dict[str, Any]
    text: str | None = None
    left_out: tuple[str, ...] = ()
    moments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def seed(self) -> int | None:
        """The seed that its world is to have; None: any."""
        seed = self.value.get("ids", {}).get("seed")
        return seed if isinstance(seed, int) else None


def scenario_names() -> tuple[str, ...]:
    """The scenarios that come with the program."""
    return tuple(sorted(path.stem for path in SCENARIO_FOLDER.glob("*.yaml")))


def load_scenario(name_or_file: str, contract: Contract, *, lenient: bool = False) -> Scenario:
    """A scenario that comes with the program, by name, or a file of the user's.

    Lenient, records that the contract cannot show are left out: it is not the one the scenario was written for.
    Raises ScenarioError with a line for each mistake.
    """
    path = pathlib.Path(name_or_file)
    if name_or_file in scenario_names():
        path = SCENARIO_FOLDER / f"{name_or_file}.yaml"
    elif path.suffix not in (".yaml", ".yml"):
        known = ", ".join(scenario_names())
        raise ScenarioError(f"no scenario {name_or_file}: give one of {known}, or the path of a .yaml file")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(f"cannot read the scenario {path}: {error}") from error
    scenario = read_scenario(text, path.stem, path.name, contract, lenient=lenient)
    return replace(scenario, text=None) if name_or_file in scenario_names() else scenario


def read_scenario(text: str, name: str, file: str, contract: Contract, *, lenient: bool = False) -> Scenario:
    """A scenario from its text. Raises ScenarioError with a line for each mistake."""
    try:
        source = parse(text, file)
    except YamlSourceError as error:
        raise ScenarioError(str(error)) from error
    mistakes = list(_schema_mistakes(source)) or list(reference_mistakes(source))
    if not mistakes and not lenient:
        mistakes = list(_record_mistakes(source, contract))
    unfit = [] if mistakes else list(_unfit_collections(source, contract))
    if mistakes or (unfit and not lenient):
        raise ScenarioError("\n".join([*mistakes, *(mistake for each in unfit for mistake in each.mistakes)]))
    for each in unfit:
        del each.documents[each.name]
    left_out = tuple(
        f"scenario {name}: its {each.name} are left out, the contract has no place for them" for each in unfit
    )
    return Scenario(name, source.value, text, tuple(dict.fromkeys(left_out)), _complete(source.value, contract, name))


def _complete(value: dict[str, Any], contract: Contract, name: str) -> Mapping[str, tuple[str, ...]]:
    """Completes every record in its place; returns the members that hold a time, by collection."""
    completion = RecordCompletion(contract, name)
    moments: dict[str, tuple[str, ...]] = {}
    for client in value["clients"]:
        for organisation in client.get("organisations", ()):
            for collection, records in organisation.get("documents", {}).items():
                records[:] = [completion.completed(collection, record) for record in records]
                moments[collection] = completion.moments(collection)
    return moments


def _schema_mistakes(source: Source) -> Iterator[str]:
    schema = json.loads(_SCHEMA.read_bytes())
    return _mistakes(source, (), PartValidator(schema, {}))


def _mistakes(source: Source, place: Path, validator: PartValidator) -> Iterator[str]:
    """What the validator finds in the value at a place."""
    for failure in validator.failures(source.at(place)):
        path = tuple(int(key) if key.isdecimal() else key for key in keys_of(failure.pointer))
        yield source.error((*place, *path), f"{failure.pointer or 'the scenario'}: {failure.message}")


@dataclass(frozen=True, slots=True)
class _Unfit:
    """A collection of one organisation with records that the contract's list could not show."""

    name: str
    documents: dict[str, Any]
    mistakes: tuple[str, ...]


def _unfit_collections(source: Source, contract: Contract) -> Iterator[_Unfit]:
    validators: dict[str, PartValidator] = {}
    for c, client in enumerate(source.value["clients"]):
        for o, organisation in enumerate(client.get("organisations", ())):
            documents = organisation.get("documents", {})
            for collection in documents:
                place = ("clients", c, "organisations", o, "documents", collection)
                mistakes = tuple(_document_mistakes(source, place, contract, validators))
                if mistakes:
                    yield _Unfit(collection, documents, mistakes)


def _record_mistakes(source: Source, contract: Contract) -> Iterator[str]:
    """What is wrong with records that are kept as they are, of collections that the contract lists."""
    for place in holders(source.value):
        for collection, records in source.at(place).get("records", {}).items():
            schema = listed_item_schema(contract, collection)
            if schema is not None:
                validator = PartValidator(schema, contract.document)
                for position in range(len(records)):
                    yield from _mistakes(source, (*place, "records", collection, position, "body"), validator)


def _document_mistakes(
    source: Source, place: Path, contract: Contract, validators: dict[str, PartValidator]
) -> Iterator[str]:
    collection = str(place[-1])
    schema = listed_item_schema(contract, collection)
    if schema is None:
        yield source.error(place, f"the contract lists no {collection}")
        return
    validator = validators.setdefault(collection, PartValidator(schema, contract.document))
    for position in range(len(source.at(place))):
        yield from _mistakes(source, (*place, position), validator)
