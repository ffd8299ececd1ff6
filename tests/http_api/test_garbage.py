"""What a request leaves behind: nothing that waits for the garbage collector, which would hold up other requests."""

import gc
from collections.abc import Iterator

import pytest

from mock_server.http_api.call import Call
from tests.asgi import ACME_KEY, ALICE, InProcess, sent_raw

TYPED = (b"content-type", b"application/json")
KEYED = (b"x-dolfin-api-key", ACME_KEY.encode())


@pytest.fixture
def _nothing_is_collected() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def _calls_left() -> int:
    return sum(isinstance(each, Call) for each in gc.get_objects())


@pytest.mark.usefixtures("_nothing_is_collected")
@pytest.mark.parametrize(
    ("body", "status"),
    [(b'{"userId": "%s"}' % ALICE.encode(), 201), (b'{"userId": 5}', 400), (b"not JSON", 400)],
    ids=["answered", "refused by the contract", "not read"],
)
def test_a_request_is_gone_with_its_answer(mock: InProcess, body: bytes, status: int) -> None:
    before = _calls_left()
    assert sent_raw(mock, "POST", "/auth/codes", [KEYED, TYPED], body).status_code == status
    assert _calls_left() == before
