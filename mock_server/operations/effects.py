"""What happens when something falls due, by the kind of the due."""

from collections.abc import Mapping

from mock_server.domain.deliveries import send_now
from mock_server.domain.effects import Effect
from mock_server.domain.events import DELIVERY_DUE
from mock_server.domain.payables.payment import PAYMENT_DUE, pay
from mock_server.domain.payables.reading import (
    READING_AGAIN_DUE,
    READING_DUE,
    finish_reading,
    finish_reading_again,
)
from mock_server.domain.receivables.recurring import OCCURRENCE_DUE, generate_occurrence
from mock_server.domain.receivables.reminders import REMINDER_DUE, remind

EFFECTS: Mapping[str, Effect] = {
    DELIVERY_DUE: send_now,
    PAYMENT_DUE: pay,
    READING_DUE: finish_reading,
    READING_AGAIN_DUE: finish_reading_again,
    OCCURRENCE_DUE: generate_occurrence,
    REMINDER_DUE: remind,
}
