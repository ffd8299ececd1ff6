"""No planted secret survives, wherever it stands."""

import json
from urllib.parse import quote, urlencode

from hypothesis import given
from hypothesis import strategies as st

from contract_tests.http_layer.masking import MASK, Masker

SECRETS = st.text(st.characters(codec="utf-8", exclude_characters="*"), min_size=8, max_size=40)
SURROUNDINGS = st.text(st.sampled_from(' abc{}":,&?=/\n'), max_size=20)
TOKEN_PARTS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", min_size=4, max_size=60)


@given(st.lists(SECRETS, min_size=1, max_size=4), SURROUNDINGS, SURROUNDINGS)
def test_a_known_secret_survives_in_no_text(secrets: list[str], before: str, after: str) -> None:
    masker = Masker(secrets)
    for secret in secrets:
        shown = masker.text(before + secret + after)
        assert all(each not in shown for each in secrets)


@given(SECRETS)
def test_a_known_secret_survives_in_no_json_and_no_url(secret: str) -> None:
    masker = Masker([secret])
    for text in (
        json.dumps({"x": [secret]}),
        json.dumps({"x": secret}, ensure_ascii=False),
        urlencode({"x": secret}),
        f"/path/{quote(secret, safe='')}",
    ):
        written = text.replace(MASK, "")
        assert masker.text(text) != text
        assert secret not in masker.text(written)


@given(SECRETS, SECRETS)
def test_a_secret_that_begins_another_leaves_no_rest_of_it(first: str, rest: str) -> None:
    assert Masker([first, first + rest]).text(f"<{first + rest}>") == f"<{MASK}>"


@given(TOKEN_PARTS, TOKEN_PARTS, TOKEN_PARTS)
def test_a_jwt_survives_even_when_nobody_learned_it(head: str, payload: str, signature: str) -> None:
    token = f"eyJ{head}.{payload}.{signature}"
    shown = Masker().text(f"Bearer {token}, and once more: {token}")
    assert payload + "." + signature not in shown
    assert head + "." + payload not in shown


@given(SECRETS, st.sampled_from(["token", "code", "accessToken", "rawKey", "secret", "clientSecret"]))
def test_a_member_that_holds_credentials_shows_none(secret: str, member: str) -> None:
    assert json.loads(Masker().text(json.dumps({member: secret, "other": 1}))) == {member: MASK, "other": 1}


@given(SECRETS)
def test_a_learned_secret_is_masked_from_then_on(secret: str) -> None:
    masker = Masker()
    masker.learn(secret, "")
    assert secret not in masker.text(f"a {secret} b")


def test_headers_that_carry_credentials_are_masked_whole() -> None:
    sent = {
        "Authorization": "Basic eA==",
        "X-Dolfin-Api-Key": "k",
        "Cookie": "c",
        "X-Mock-Control-Token": "t",
        "Accept": "a",
    }
    assert Masker().headers(sent) == {**dict.fromkeys(sent, MASK), "Accept": "a"}


def test_what_is_no_secret_stays() -> None:
    text = '{"userId": "a1", "codes": "open", "detail": "The code was not issued."}'
    assert Masker(["", "s3cret"]).text(text) == text
