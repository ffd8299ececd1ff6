"""State for the tests: made through the documented API, named for the run; the ledger tells of it."""

import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.http_layer.gate import CREDENTIAL_HEADERS
from contract_tests.http_layer.masking import Masker
from contract_tests.target import Target

NAME_PREFIX = "dolfin-mock-verify"


@dataclass(frozen=True, slots=True)
class Person:
    """A user that the tests may log in as."""

    id: str
    email: str


@dataclass
class Provision:
    """Makes organisations and users, logs in, and remembers what it left behind."""

    target: Target
    api: ApiClient
    expect: Expectations
    masker: Masker
    run: str = field(default_factory=lambda: secrets.token_hex(4))
    ledger: list[str] = field(default_factory=list)
    _made: int = 0
    _shared: dict[str, Any] = field(default_factory=dict)

    @property
    def client(self) -> Caller:
        """The first client's backend."""
        return Caller(api_key=self.target.credentials.api_key)

    @property
    def second_client(self) -> Caller:
        return Caller(api_key=self.target.credentials.second_api_key)

    def organisation(self, client: Caller | None = None) -> str:
        """The id of a new organisation of a client (the first one's by default)."""
        return str(self._new_organisation(client or self.client)["id"])

    def _new_organisation(self, client: Caller) -> dict[str, Any]:
        body = {"name": self.name("organisation"), "industryId": self.industry()}
        made: dict[str, Any] = self.expect.success(self.api.call("createOrganisation", client, json=body), 201)
        self.api.gate.owned.add(str(made["id"]))
        return made

    def client_id(self) -> str:
        """The id of the first client: organisations tell it."""
        return str(self._once("client id", lambda: self._new_organisation(self.client)["clientId"]))

    def industry(self) -> str:
        """The id of an industry that an organisation can have."""

        def first() -> str:
            listed = self.expect.success(self.api.call("listIndustries", self.client), 200)["data"]
            assert listed, "there is no industry that an organisation could have"
            return str(listed[0]["id"])

        return str(self._once("industry", first))

    def user(
        self,
        organisation: str,
        client: Caller | None = None,
        *,
        email: str | None = None,
        name: str = "Verify User",
        role: str | None = None,
    ) -> Person:
        """A new user in an organisation, or the known one with that email; a Member unless a role is given."""
        address = email or self.email()
        given = {} if role is None else {"role": role}
        answer = self.api.call(
            "addOrganisationUser",
            client or self.client,
            path={"organisationId": organisation},
            json={"email": address, "name": name, **given},
        )
        made = self.expect.success(answer, 201)
        return Person(str(made["userId"]), address)

    def code(self, user_id: str, client: Caller | None = None) -> str:
        answer = self.api.call("createAuthCode", client or self.client, json={"userId": user_id})
        code = str(self.expect.success(answer, 201)["code"])
        self.masker.learn(code)
        return code

    def exchange(self, code: str) -> dict[str, Any]:
        session: dict[str, Any] = self.expect.success(self.api.call("exchangeAuthCode", json={"code": code}), 200)
        self.masker.learn(str(session["token"]))
        return session

    def session(self, user_id: str, client: Caller | None = None) -> Caller:
        """The user with a fresh session, by the two documented calls."""
        return Caller(token=self.exchange(self.code(user_id, client))["token"])

    def shared_organisation(self) -> str:
        """One organisation for tests that only need some: the given one in a read-only run."""
        if "writes" not in self.target.capabilities and self.target.credentials.organisation_id:
            return self.target.credentials.organisation_id
        return str(self._once("organisation", self.organisation))

    def shared_user(self) -> Person:
        """A member of the shared organisation."""
        if "writes" not in self.target.capabilities and self.target.credentials.user_id:
            return Person(self.target.credentials.user_id, "")
        made = self._once("user", lambda: self.user(self.shared_organisation()))
        assert isinstance(made, Person)
        return made

    def shared_session(self) -> Caller:
        """A session of the shared user: the given one in a read-only run."""
        if "writes" not in self.target.capabilities and self.target.credentials.session_token:
            return Caller(token=self.target.credentials.session_token)
        made = self._once("session", lambda: self.session(self.shared_user().id))
        assert isinstance(made, Caller)
        return made

    def require_api_key(self) -> None:
        """The target takes the API key: a run in which every answer is 401 would say nothing."""
        if self.client.api_key is not None:
            self.expect.success(self.api.call("listIndustries", self.client), 200)

    def identities(self) -> dict[str, Caller]:
        """The callers of the property tests, each with key, session and organisation of its own.

        A second one, of another client, is there where it can be made. Made before anything else, a mock of the
        same seed gives them the same ids.
        """
        with_both = self._once("identities", self._make_identities)
        assert isinstance(with_both, dict)
        for name, caller in with_both.items():
            sent = {header.lower(): value for header, value in caller.headers.items()}
            self.api.gate.known.update({sent[h]: name for h in CREDENTIAL_HEADERS if h in sent})
        return with_both

    def _make_identities(self) -> dict[str, Caller]:
        first = self.client
        if "user" in self.target.capabilities:
            first = replace(first, token=self.shared_session().token)
        if "organisation" in self.target.capabilities:
            first = first.selecting(self.shared_organisation())
        if not {"writes", "two_clients"} <= self.target.capabilities:
            return {"first": first}
        organisation = self.organisation(self.second_client)
        session = self.session(self.user(organisation, self.second_client).id, self.second_client)
        second = replace(session, api_key=self.second_client.api_key, organisation=organisation)
        return {"first": first, "second": second}

    def shared_foreign_organisation(self) -> str:
        """An organisation of the second client."""
        return str(self._once("foreign organisation", lambda: self.organisation(self.second_client)))

    def shared_foreign_user(self) -> Person:
        """A user of the second client alone."""
        made = self._once("foreign user", lambda: self.user(self.shared_foreign_organisation(), self.second_client))
        assert isinstance(made, Person)
        return made

    def portal_session(self) -> Caller:
        """A fresh session of an Admin or Owner of the client."""
        assert self.target.credentials.portal_user_id is not None, "the test needs portal_user"
        return self.session(self.target.credentials.portal_user_id)

    def invite(self, email: str, role: str) -> str:
        """The token of a new invite to the first client's portal."""
        path, body = {"clientId": self.client_id()}, {"email": email, "role": role}
        answer = self.api.call("createClientInvite", self.client, path=path, json=body)
        token = str(self.expect.success(answer, 201)["token"])
        self.masker.learn(token)
        return token

    def accept(self, token: str, email: str) -> dict[str, Any]:
        """The session of whoever accepts an invite. That the address does for an access token is assumed."""
        answer = self.api.call("acceptClientInvite", json={"token": token, "accessToken": email})
        rule = "assumption: the mock takes the address itself for the token that verifies it"
        session: dict[str, Any] = self.expect.success(answer, 200, rule=rule, assumed=True)
        self.masker.learn(str(session["token"]))
        return session

    def portal_user(self, role: str) -> tuple[Person, Caller]:
        """A new user of the first client's portal, with a session."""
        email = self.email()
        session = self.accept(self.invite(email, role), email)
        return Person(str(session["userId"]), email), Caller(token=session["token"])

    def _once(self, name: str, make: Any) -> Any:
        if name not in self._shared:
            self._shared[name] = make()
        return self._shared[name]

    def email(self) -> str:
        """An address that nobody has yet."""
        return f"{self.name('user')}@example.com"

    def name(self, kind: str) -> str:
        """A name that nothing has yet, and that shows what made it."""
        self._made += 1
        return f"{NAME_PREFIX}-{self.run}-{kind}-{self._made}"
