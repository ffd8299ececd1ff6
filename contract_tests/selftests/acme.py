"""The identities that a freshly started mock has: what a fault may fall back on."""

from contract_tests.credentials import ACME

API_KEYS = tuple(key for key in (ACME.api_key, ACME.second_api_key) if key is not None)
USER = str(ACME.user_id)
ORGANISATION = str(ACME.organisation_id)
