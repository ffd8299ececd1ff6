"""The numbers that rules and reports go by: documented ones, and assumed ones where nothing is documented."""

from datetime import timedelta
from decimal import Decimal

AUTH_CODE_LIFETIME = timedelta(minutes=10)
"""Guide, step 3: auth codes expire after 10 minutes."""

SESSION_LIFETIME = timedelta(hours=8)
"""Guide, step 4: the session token is valid for 8 hours."""

INVITE_LIFETIME = timedelta(days=7)
"""Assumed: an invite to a client's portal can be accepted for 7 days."""

PAGE_LIMIT_DEFAULT = 20
"""Reference: `Limit` defaults to 20."""

PAGE_LIMIT_MAXIMUM = 100
"""Assumed: `Limit` is clamped to 1..100."""

WEBHOOK_BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
"""Assumed: how long a delivery waits after its first failed attempt, its second and so on; then it has failed."""

WEBHOOK_FAILURE_LIMIT = 10
"""Assumed: a subscription goes inactive after so many failed attempts in a row."""

OVERDUE_TIERS = (("gentle", 7), ("firm", 30), ("final", 60))
"""The names are documented, the bounds assumed: a tier and the most days overdue that it is for; then escalation."""

TOP_CUSTOMERS = 5
"""Assumed: how many customers the report on money received names."""

DEFAULT_CURRENCY = "GBP"
"""Assumed: that of reports of an organisation without any amounts."""

BILL_READING_TIME = timedelta(seconds=30)
"""Assumed: how long the reading of an uploaded bill takes."""

OVERDUE_URGENCIES = (("low", 7), ("medium", 30), ("high", 60), ("critical", None))
"""The names are documented, the bounds assumed: an urgency and the most days overdue that it is for."""

TOP_SUPPLIERS = 5
"""Assumed: how many suppliers the report on money paid names."""

MATCH_TOLERANCE = Decimal(0)
"""Assumed: by how much a bill's line may cost more or less than was ordered; no documented setting holds it."""

MATCH_LIKENESS = 0.6
"""Assumed: how alike two texts must be for one line to be suggested for the other, up to 1."""

MATCH_SUGGESTIONS = 3
"""Assumed: how many lines are suggested for one line of a bill."""
