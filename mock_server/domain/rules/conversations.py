"""Rules on conversations with an agent."""

from mock_server.catalogue import CONVERSATION_FORBIDDEN
from mock_server.domain.model import Document
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation


@refuses_with(CONVERSATION_FORBIDDEN)
def require_own_conversation(conversation: Document, *, own: bool) -> Document:
    """The conversation was begun by the caller."""
    if not own:
        raise Violation(CONVERSATION_FORBIDDEN)
    return conversation
