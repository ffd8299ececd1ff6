"""Conversations with the two agents: they are kept, belong to whoever began them, and stay with their agent."""

import json
from typing import Any

import pytest

from contract_tests.api_client import Answer, ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Provision
from contract_tests.rules.cases import unknown_id

KEPT = "quick start: the history of a conversation is kept by the server"
STREAM = "quick start: the answer is a stream of server-sent events"
CHATS = ("chatWithArAgent", "chatWithApAgent")
OTHER = {"chatWithArAgent": "chatWithApAgent", "chatWithApAgent": "chatWithArAgent"}


def refusing(code: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "chat", [pytest.param(chat, marks=pytest.mark.error_code(code, chat), id=chat) for chat in CHATS]
    )


@pytest.fixture
def speaker(session: Caller, organisation: str) -> Caller:
    return session.selecting(organisation)


def say(api: ApiClient, speaker: Caller, chat: str, message: str, conversation: str | None = None) -> Answer:
    known = {"conversationId": conversation} if conversation else {}
    return api.call(chat, speaker, json={"message": message, **known})


def begun(api: ApiClient, expect: Expectations, speaker: Caller, chat: str) -> str:
    """The id of a new conversation."""
    answer = say(api, speaker, chat, "What is outstanding?")
    expect.status(answer, 200, STREAM)
    first = answer.response.text.partition("\n\n")[0]
    expect.that(answer, first.startswith("event: conversation\n"), "event conversation first", first, STREAM)
    return str(json.loads(first.partition("data: ")[2])["id"])


@refusing("Agent.MissingMessage")
@pytest.mark.needs("user", "organisation")
@pytest.mark.parametrize("body", [{}, {"message": ""}, {"message": None}], ids=["absent", "empty", "null"])
def test_a_message_is_required(
    chat: str, body: dict[str, Any], api: ApiClient, expect: Expectations, speaker: Caller
) -> None:
    expect.refusal(api.call(chat, speaker, json=body), "Agent.MissingMessage", rule="reference: message is required")


@refusing("Agent.MessageTooLong")
@pytest.mark.needs("user", "organisation")
def test_a_message_has_8000_characters_at_most(
    chat: str, api: ApiClient, expect: Expectations, speaker: Caller
) -> None:
    rule = "reference: at most 8000 characters"
    expect.status(say(api, speaker, chat, "é" * 8000), 200, rule)
    expect.refusal(say(api, speaker, chat, "é" * 8001), "Agent.MessageTooLong", rule=rule)


@pytest.mark.about("chatWithArAgent", "listAgentMessages", "listAgentConversations")
@pytest.mark.needs("user", "organisation")
def test_a_conversation_goes_on_under_its_id(api: ApiClient, expect: Expectations, speaker: Caller) -> None:
    conversation = begun(api, expect, speaker, "chatWithArAgent")
    answer = say(api, speaker, "chatWithArAgent", "And overdue?", conversation)
    expect.status(answer, 200, STREAM)
    once = "quick start: the conversation event comes on the first turn alone"
    expect.equal(answer, "event: conversation" in answer.response.text, False, once)
    last = answer.response.text.strip().rpartition("data: ")[2]
    expect.equal(answer, json.loads(last), {"done": True}, STREAM)
    answer = api.call("listAgentMessages", speaker, path={"id": conversation})
    said = {message["content"] for message in expect.success(answer, 200)["data"]}
    expect.that(answer, {"What is outstanding?", "And overdue?"} <= said, "both messages", str(sorted(said)), KEPT)


@pytest.mark.about("listAgentConversations")
@pytest.mark.needs("user", "organisation")
def test_conversations_are_listed_by_agent_the_latest_activity_first(
    api: ApiClient, expect: Expectations, speaker: Caller
) -> None:
    first, second = (begun(api, expect, speaker, "chatWithArAgent") for _ in range(2))
    payables = begun(api, expect, speaker, "chatWithApAgent")
    expect.status(say(api, speaker, "chatWithArAgent", "Again.", first), 200, STREAM)
    answer = api.call("listAgentConversations", speaker, query={"AgentType": "Ar"})
    listed = [each["id"] for each in expect.success(answer, 200)["data"]]
    expect.equal(answer, listed[:2], [first, second], "reference: latest activity first")
    expect.equal(answer, payables in listed, False, "reference: AgentType narrows the list")


@refusing("Mock.InvalidState")
@pytest.mark.needs("user", "organisation")
def test_a_conversation_stays_with_its_agent(chat: str, api: ApiClient, expect: Expectations, speaker: Caller) -> None:
    conversation = begun(api, expect, speaker, OTHER[chat])
    answer = say(api, speaker, chat, "Hello", conversation)
    expect.refusal(answer, "Mock.InvalidState", rule="quick start: a conversation keeps its agent")


@refusing("Mock.RecordNotFound")
@pytest.mark.needs("user", "organisation")
def test_a_conversation_must_be_there(chat: str, api: ApiClient, expect: Expectations, speaker: Caller) -> None:
    expect.refusal(say(api, speaker, chat, "Hello", unknown_id()), "Mock.RecordNotFound", rule=KEPT)


@refusing("Conversation.Forbidden")
@pytest.mark.needs("writes")
def test_a_conversation_is_for_whoever_began_it(
    chat: str, api: ApiClient, expect: Expectations, speaker: Caller, provision: Provision, organisation: str
) -> None:
    conversation = begun(api, expect, speaker, chat)
    other = provision.session(provision.user(organisation).id).selecting(organisation)
    answer = say(api, other, chat, "Hello", conversation)
    expect.refusal(answer, "Conversation.Forbidden", rule="reference: 403 Conversation.Forbidden")


@pytest.mark.error_code("Conversation.Forbidden", "listAgentMessages")
@pytest.mark.needs("writes")
def test_messages_are_for_whoever_began_the_conversation(
    api: ApiClient, expect: Expectations, speaker: Caller, provision: Provision, organisation: str
) -> None:
    conversation = begun(api, expect, speaker, "chatWithArAgent")
    other = provision.session(provision.user(organisation).id).selecting(organisation)
    answer = api.call("listAgentMessages", other, path={"id": conversation})
    expect.refusal(answer, "Conversation.Forbidden")


@pytest.mark.error_code("Mock.InvalidCursor", "listAgentMessages")
@pytest.mark.needs("user", "organisation")
def test_a_cursor_of_another_list_is_refused(api: ApiClient, expect: Expectations, speaker: Caller) -> None:
    conversation = begun(api, expect, speaker, "chatWithArAgent")
    answer = api.call("listAgentMessages", speaker, path={"id": conversation}, query={"Cursor": "no-such-cursor"})
    expect.refusal(answer, "Mock.InvalidCursor")
