"""The documented numbers."""

from datetime import timedelta

AUTH_CODE_LIFETIME = timedelta(minutes=10)
"""Guide, step 3: auth codes expire after 10 minutes."""

SESSION_LIFETIME = timedelta(hours=8)
"""Guide, step 4: the session token is valid for 8 hours."""

PAGE_LIMIT_DEFAULT = 20
"""Reference: `Limit` defaults to 20."""

PAGE_LIMIT_MAXIMUM = 100
"""Assumed: `Limit` is clamped to 1..100."""
