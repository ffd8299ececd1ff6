"""Tag Agent: conversations with real state. There is no model behind them: the answer says so."""

import json
from collections.abc import Iterator, Mapping
from typing import Literal

from mock_server.domain import documents, times
from mock_server.domain.collections import AGENT_CONVERSATIONS, AGENT_MESSAGES
from mock_server.domain.documents import Author, Envelope, author_of, listed_of
from mock_server.domain.model import Document
from mock_server.domain.rules.conversations import require_own_conversation
from mock_server.domain.rules.states import require_state
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json, JsonObject

__all__ = ["chat_with_ap_agent", "chat_with_ar_agent", "list_agent_conversations", "list_agent_messages"]

AgentType = Literal["Ar", "Ap"]
_ALL = "all"
_TITLE_LENGTH = 60
_PREVIEW_LENGTH = 100
_REPLY = "The mock keeps conversations, and has no model that could answer. You wrote {length} characters."


def chat_with_ar_agent(world: World, request: OperationRequest) -> Json:
    return _turn(world, request, "Ar")


def chat_with_ap_agent(world: World, request: OperationRequest) -> Json:
    return _turn(world, request, "Ap")


def list_agent_conversations(world: World, request: OperationRequest) -> Json:
    """The latest activity first: a turn moves a conversation to the front."""
    wanted = str(request.query.get("AgentType") or _ALL).casefold()
    return listed_of(
        world,
        request,
        AGENT_CONVERSATIONS,
        request.owner_id,
        Envelope.NEXT_CURSOR,
        show=_conversation_shown,
        wanted=lambda found: _is_own(request, found) and wanted in (_ALL, str(found.body["agentType"]).casefold()),
    )


def list_agent_messages(world: World, request: OperationRequest) -> Json:
    conversation = _own_conversation(world, request, request.path["id"])
    return documents.listed(world, request, AGENT_MESSAGES, Envelope.NEXT_CURSOR, parent_id=conversation.id)


def _turn(world: World, request: OperationRequest, agent: AgentType) -> Json:
    sent = request.members.get("conversationId")
    message = str(request.members["message"])
    author = author_of(request)
    if sent is None:
        first = True
        conversation = _begin(world, author, agent, message)
    else:
        first = False
        conversation = _own_conversation(world, request, sent)
        require_state(conversation.body["agentType"], [agent])
    reply = _REPLY.format(length=len(message))
    for content in (message, reply):
        _say(world, author, conversation, content)
    _note_turn(world, conversation, reply)
    return "".join(_frames(conversation.id if first else None, reply))


def _begin(world: World, author: Author, agent: AgentType, message: str) -> Document:
    members: JsonObject = {
        "agentType": agent,
        "userId": author.user_id,
        "title": message[:_TITLE_LENGTH],
        "lastMessagePreview": None,
        "messageCount": 0,
    }
    return documents.create(world, AGENT_CONVERSATIONS, author, members)


def _say(world: World, author: Author, conversation: Document, content: str) -> None:
    members: JsonObject = {
        "conversationId": conversation.id,
        "content": content,
        "toolCallsJson": "[]",
        "toolResultsJson": "[]",
        "actions": [],
        "truncated": False,
    }
    documents.create(world, AGENT_MESSAGES, author, members)


def _note_turn(world: World, conversation: Document, reply: str) -> None:
    count = conversation.body["messageCount"]
    assert isinstance(count, int)
    members: JsonObject = {
        **conversation.body,
        "lastMessagePreview": reply[:_PREVIEW_LENGTH],
        "messageCount": count + 2,
        "updatedAt": times.written(world.clock.now()),
    }
    documents.remove(world, conversation)
    documents.put(world, Document(conversation.collection, conversation.id, conversation.owner_id, members))


def _own_conversation(world: World, request: OperationRequest, conversation_id: Json) -> Document:
    found = documents.require(world, AGENT_CONVERSATIONS, request.owner_id, conversation_id)
    return require_own_conversation(found, own=_is_own(request, found))


def _is_own(request: OperationRequest, conversation: Document) -> bool:
    return conversation.body["userId"] == request.author_id


def _conversation_shown(conversation: Document) -> Json:
    hidden = ("agentType", "userId")
    return {name: value for name, value in conversation.body.items() if name not in hidden}


def _frames(conversation_id: str | None, reply: str) -> Iterator[str]:
    """The documented server-sent events of one turn."""
    if conversation_id is not None:
        yield _frame({"id": conversation_id}, event="conversation")
    for word in reply.split(" "):
        yield _frame({"content": f"{word} "})
    yield _frame({"done": True})


def _frame(data: Mapping[str, Json], event: str | None = None) -> str:
    named = "" if event is None else f"event: {event}\n"
    return f"{named}data: {json.dumps(data)}\n\n"
