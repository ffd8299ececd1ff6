"""What the program logs, and how: lines for people, or one JSON object a line."""

import json
import logging
import sys
from datetime import UTC, datetime

from mock_server.cli.protocol import is_no_interruption
from mock_server.config import Settings
from mock_server.http_api.access_log import ACCESS_LOG, FIELDS


class JsonLines(logging.Formatter):
    """`time` (UTC) and `level` of each record; of a request its fields, of anything else the message."""

    def format(self, record: logging.LogRecord) -> str:
        told = getattr(record, FIELDS, None) or {"message": record.getMessage()}
        shown = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            **told,
        }
        if record.exc_info:
            shown["traceback"] = self.formatException(record.exc_info)
        return json.dumps(shown, ensure_ascii=False)


def log_to_stderr(settings: Settings) -> None:
    """Everything to standard error; with `--quiet` no line for a request."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if settings.log_format == "json" else logging.Formatter("%(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    logging.getLogger("mock_server").setLevel(logging.INFO)
    logging.getLogger("uvicorn.error").addFilter(is_no_interruption)
    if settings.quiet:
        ACCESS_LOG.setLevel(logging.WARNING)
