"""What happens when something falls due, by the kind of the due."""

from collections.abc import Mapping

from mock_server.domain.deliveries import send_now
from mock_server.domain.effects import Effect
from mock_server.domain.events import DELIVERY_DUE
from mock_server.domain.receivables.recurring import OCCURRENCE_DUE, generate_occurrence
from mock_server.domain.receivables.reminders import REMINDER_DUE, remind

EFFECTS: Mapping[str, Effect] = {
    DELIVERY_DUE: send_now,
    OCCURRENCE_DUE: generate_occurrence,
    REMINDER_DUE: remind,
}
