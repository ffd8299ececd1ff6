"""What a scenario names must be in it, and what must be one of its kind is there once."""

from collections.abc import Iterable, Iterator
from typing import Any

from mock_server.yaml_source import Path, Source


def reference_mistakes(source: Source) -> Iterator[str]:
    """One line for each name that refers to nothing, and for each that is there twice."""
    value = source.value
    industries = {industry["name"] for industry in value.get("industries", ())}
    users = {user["email"].casefold() for user in value.get("users", ())}
    yield from _repeated(source)
    for c, client in enumerate(value["clients"]):
        place = ("clients", c)
        yield from _unknown_users(source, (*place, "portal"), "email", users)
        for o, organisation in enumerate(client.get("organisations", ())):
            here = (*place, "organisations", o)
            if organisation["industry"] not in industries:
                yield source.error((*here, "industry"), f"no industry is named {organisation['industry']}")
            yield from _unknown_users(source, (*here, "members"), "email", users)
    yield from _unknown_users(source, ("codes",), "user", users)
    yield from _unknown_places(source)


def holders(value: dict[str, Any]) -> Iterator[Path]:
    """The places of whatever can hold `records`."""
    yield ()
    for c, client in enumerate(value["clients"]):
        yield ("clients", c)
        for o in range(len(client.get("organisations", ()))):
            yield ("clients", c, "organisations", o)


def _unknown_users(source: Source, place: Path, member: str, users: set[str]) -> Iterator[str]:
    """`member` of the entries there holds a user's email."""
    *around, last = place
    for position, entry in enumerate(source.at(tuple(around)).get(last, ())):
        if entry[member].casefold() not in users:
            yield source.error((*place, position, member), f"no user has the email {entry[member]}")


def _unknown_places(source: Source) -> Iterator[str]:
    """Clients and organisations that codes name."""
    clients = source.value["clients"]
    known = {
        "client": {client["id"].lower() for client in clients},
        "organisation": {each["id"].lower() for client in clients for each in client.get("organisations", ())},
    }
    for position, code in enumerate(source.value.get("codes", ())):
        for member, ids in known.items():
            if member in code and code[member].lower() not in ids:
                yield source.error(("codes", position, member), f"no {member} has the id {code[member]}")


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
        yield from _client_identities(client, ("clients", c))
        yield from _organisation_identities(client.get("organisations", ()), ("clients", c, "organisations"))
    yield from _named("the organisation id", "id", planned.get("organisations", ()), ("planned", "organisations"))
    yield from _named("the planned name", "name", planned.get("organisations", ()), ("planned", "organisations"))
    yield from _record_identities(value, ())
    for codes in ("codes", "usedCodes"):
        yield from _named("the code", "jti", value.get(codes, ()), (codes,))
    for d, due in enumerate(value.get("dues", ())):
        yield f"the {due['kind']} due of", due["subject"], ("dues", d)
    yield from _named("the outgoing delivery", "delivery", value.get("outgoing", ()), ("outgoing",))


def _client_identities(client: dict[str, Any], place: Path) -> Iterator[tuple[str, str, Path]]:
    for k, key in enumerate(client["apiKeys"]):
        yield "the API key", key if isinstance(key, str) else key["secret"], (*place, "apiKeys", k)
    objects = [key if isinstance(key, dict) else {} for key in client["apiKeys"]]
    yield from _named("the id of the API key", "id", objects, (*place, "apiKeys"))
    yield from _named(f"in {client['id']} the user", "email", client.get("portal", ()), (*place, "portal"))
    yield from _named("the invite", "token", client.get("invites", ()), (*place, "invites"))
    yield from _record_identities(client, place)


def _organisation_identities(organisations: list[dict[str, Any]], place: Path) -> Iterator[tuple[str, str, Path]]:
    yield from _named("the organisation id", "id", organisations, place)
    for o, organisation in enumerate(organisations):
        members = organisation.get("members", ())
        yield from _named(f"in {organisation['id']} the user", "email", members, (*place, o, "members"))
        for collection, records in organisation.get("documents", {}).items():
            yield from _named(f"in {collection} the id", "id", records, (*place, o, "documents", collection))
        yield from _record_identities(organisation, (*place, o))


def _record_identities(holder: dict[str, Any], place: Path) -> Iterator[tuple[str, str, Path]]:
    for collection, records in holder.get("records", {}).items():
        yield from _named(f"in {collection} the id", "id", records, (*place, "records", collection))


def _named(kind: str, member: str, entries: Iterable[dict[str, Any]], place: Path) -> Iterator[tuple[str, str, Path]]:
    for position, entry in enumerate(entries):
        if member in entry:
            yield kind, str(entry[member]), (*place, position, member)
