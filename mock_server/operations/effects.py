"""What happens when something falls due, by the kind of the due."""

from collections.abc import Mapping

from mock_server.domain.effects import Effect

EFFECTS: Mapping[str, Effect] = {}
