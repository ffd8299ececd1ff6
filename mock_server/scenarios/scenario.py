"""A scenario: a YAML file that describes a starting world, checked before anything is made of it."""

import json
import pathlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mock_server.contract.document import Contract, listed_item_schema
from mock_server.contract.validators import PartValidator
from mock_server.resources import SCENARIO_FOLDER
from mock_server.scenarios.records import RecordCompletion
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
    mistakes = list(_schema_mistakes(source)) or list(_reference_mistakes(source))
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
        keys = failure.pointer.split("/")[1:]
        path = tuple(int(key) if key.isdecimal() else key.replace("~1", "/").replace("~0", "~") for key in keys)
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


def _reference_mistakes(source: Source) -> Iterator[str]:
    value = source.value
    industries = {industry["name"] for industry in value.get("industries", ())}
    users = {user["email"].casefold() for user in value.get("users", ())}
    yield from _repeated(source)
    for c, client in enumerate(value["clients"]):
        place = ("clients", c)
        yield from _unknown_members(source, (*place, "portal"), client.get("portal", ()), users)
        for o, organisation in enumerate(client.get("organisations", ())):
            here = (*place, "organisations", o)
            if organisation["industry"] not in industries:
                yield source.error((*here, "industry"), f"no industry is named {organisation['industry']}")
            yield from _unknown_members(source, (*here, "members"), organisation.get("members", ()), users)


def _unknown_members(source: Source, place: Path, members: list[dict[str, str]], users: set[str]) -> Iterator[str]:
    for position, member in enumerate(members):
        if member["email"].casefold() not in users:
            yield source.error((*place, position, "email"), f"no user has the email {member['email']}")


def _repeated(source: Source) -> Iterator[str]:
    """Ids, keys and emails that must be one of their kind."""
    seen: set[tuple[str, str]] = set()
    for kind, identity, path in _identities(source.value):
        if (kind, identity.casefold()) in seen:
            yield source.error(path, f"{kind} {identity} is there twice")
        seen.add((kind, identity.casefold()))


def _identities(value: dict[str, Any]) -> Iterator[tuple[str, str, Path]]:
    """Kind, identity and place of whatever must be there once."""
    yield from _named("the industry id", "id", value.get("industries", ()), ("industries",))
    yield from _named("the industry", "name", value.get("industries", ()), ("industries",))
    planned = value.get("planned", {})
    for users, place in ((value.get("users", ()), ("users",)), (planned.get("users", ()), ("planned", "users"))):
        yield from _named("the user email", "email", users, place)
        yield from _named("the user id", "id", users, place)
    yield from _named("the client id", "id", value["clients"], ("clients",))
    for c, client in enumerate(value["clients"]):
        for k, key in enumerate(client["apiKeys"]):
            yield "the API key", key, ("clients", c, "apiKeys", k)
        yield from _named(f"in {client['id']} the user", "email", client.get("portal", ()), ("clients", c, "portal"))
        yield from _organisation_identities(client.get("organisations", ()), ("clients", c, "organisations"))
    yield from _named("the organisation id", "id", planned.get("organisations", ()), ("planned", "organisations"))
    yield from _named("the planned name", "name", planned.get("organisations", ()), ("planned", "organisations"))


def _organisation_identities(organisations: list[dict[str, Any]], place: Path) -> Iterator[tuple[str, str, Path]]:
    yield from _named("the organisation id", "id", organisations, place)
    for o, organisation in enumerate(organisations):
        members = organisation.get("members", ())
        yield from _named(f"in {organisation['id']} the user", "email", members, (*place, o, "members"))
        for collection, records in organisation.get("documents", {}).items():
            yield from _named(f"in {collection} the id", "id", records, (*place, o, "documents", collection))


def _named(kind: str, member: str, entries: Iterable[dict[str, Any]], place: Path) -> Iterator[tuple[str, str, Path]]:
    for position, entry in enumerate(entries):
        if member in entry:
            yield kind, str(entry[member]), (*place, position, member)
