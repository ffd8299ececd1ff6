"""JWTs as text: what is altered differs in one bit, and what is forged is forged."""

import jwt
import pytest

from contract_tests.checks import jwt_text

KEY = b"k" * 32
TOKEN = jwt.encode({"sub": "u", "exp": 1}, KEY, algorithm="HS256")


def test_a_token_is_read_without_its_key() -> None:
    assert jwt_text.header(TOKEN) == {"alg": "HS256", "typ": "JWT"}
    assert jwt_text.claims(TOKEN) == {"sub": "u", "exp": 1}


@pytest.mark.parametrize("text", ["", "a", "a.b", "a.b.c", "eyJh.W10.c", TOKEN + ".more", "no-token"])
def test_what_is_no_jwt_is_none(text: str) -> None:
    assert not jwt_text.is_jwt(text)
    assert jwt_text.is_jwt(TOKEN)


@pytest.mark.parametrize("part", [0, 1, 2])
@pytest.mark.parametrize("place", [0, 7, -2, -1])
def test_an_altered_token_differs_in_one_character(part: int, place: int) -> None:
    altered = jwt_text.altered(TOKEN, part, place)
    assert sum(a != b for a, b in zip(TOKEN, altered, strict=True)) == 1


def test_other_claims_keep_the_old_signature() -> None:
    forged = jwt_text.with_claims(TOKEN, {"exp": 2})
    assert jwt_text.claims(forged) == {"sub": "u", "exp": 2}
    assert forged.split(".")[2] == TOKEN.split(".")[2]


def test_an_unsigned_token_says_so() -> None:
    forged = jwt_text.unsigned(TOKEN)
    assert jwt_text.header(forged)["alg"] == "none"
    assert forged.endswith(".")
    assert jwt.decode(forged, options={"verify_signature": False})["sub"] == "u"


def test_a_token_of_another_key_is_well_signed_by_that_key() -> None:
    forged = jwt_text.signed_by_another(TOKEN)
    read = jwt.decode(forged, jwt_text.OTHER_KEY, algorithms=["HS256"], options={"verify_exp": False})
    assert read == {"sub": "u", "exp": 1}
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(forged, KEY, algorithms=["HS256"])
