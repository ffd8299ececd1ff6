"""Tag Agent: conversations with the two agents."""

from collections.abc import Iterator, Mapping

from mock_server.reproductions.recipe import CLIENT, UNKNOWN_ID, Ask, Recipe

_OTHER = {"chatWithArAgent": "chatWithApAgent", "chatWithApAgent": "chatWithArAgent"}
_LONGEST = 8000
_LIST = Ask("listAgentConversations", keep={"conversation": "/data/0/id"})
"""The answer of a chat is a stream: the id of its conversation is read from the list."""


def _go_on(chat: str, conversation: str = "${conversation}", caller: str = CLIENT) -> Ask:
    return Ask(chat, json={"message": "And overdue?", "conversationId": conversation}, caller=caller)


def _begun(chat: str) -> Recipe:
    """A conversation of the client's backend."""
    return Ask(chat, json={"message": "What is outstanding?"}), _LIST


def _messages(caller: str = CLIENT, **query: str) -> Ask:
    return Ask("listAgentMessages", path={"id": "${conversation}"}, query=query, caller=caller)


def _of_chats() -> Iterator[tuple[tuple[str, str], Recipe]]:
    for chat, other in _OTHER.items():
        yield (chat, "Agent.MissingMessage"), (Ask(chat, json={}),)
        yield (chat, "Agent.MessageTooLong"), (Ask(chat, json={"message": "a" * (_LONGEST + 1)}),)
        yield (chat, "Conversation.Forbidden"), (*_begun(chat), _go_on(chat, caller="alice"))
        yield (chat, "Mock.RecordNotFound"), (_go_on(chat, UNKNOWN_ID),)
        yield (chat, "Mock.InvalidState"), (*_begun(other), _go_on(chat))


RECIPES: Mapping[tuple[str, str], Recipe] = {
    **dict(_of_chats()),
    ("listAgentMessages", "Conversation.Forbidden"): (*_begun("chatWithArAgent"), _messages(caller="alice")),
    ("listAgentMessages", "Mock.InvalidCursor"): (*_begun("chatWithArAgent"), _messages(Cursor="no-such-cursor")),
}
