"""Text is text: no character of a name means anything to the server."""

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Provision

AS_SENT = "a name is answered as it was sent"

TEXTS = {
    "apostrophe": "O'Brien & Sons",
    "quotes": 'The "Quick" Fix',
    "sql": "x'); DROP TABLE organisations;--",
    "markup": "<b>Bold</b> <script>alert(1)</script>",
    "template": "{{7*7}} ${7*7} %s {0}",
    "path": "../../etc/passwd \\ C:\\",
    "right_to_left": "שלום عليكم",
    "combining": "e\u0301a\u0308 \u200d",
    "line": "first\nsecond\tthird",
}


@pytest.mark.about("createOrganisation")
@pytest.mark.needs("writes")
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_an_organisation_may_have_a_name_of_odd_characters(
    text: str, api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    name = f"{provision.name('organisation')} {text}"
    answer = api.call("createOrganisation", client, json={"name": name, "industryId": provision.industry()})
    expect.equal(answer, expect.success(answer, 201)["name"], name, AS_SENT)
