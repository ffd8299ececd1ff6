"""The API of the contract as an ASGI application: CORS, plain OPTIONS, Connexion's router, the endpoint."""

from collections.abc import Mapping, Sequence

from starlette.types import ASGIApp

from mock_server.contract.document import Contract
from mock_server.contract.routing_view import routing_view
from mock_server.domain.behaviour import Behaviour
from mock_server.domain.worlds import Worlds
from mock_server.http_api.cors import Cors
from mock_server.http_api.endpoint import Endpoint
from mock_server.http_api.faulting import FAULT_HEADER
from mock_server.http_api.forcing import FORCED_HEADER, Forcing
from mock_server.http_api.pipeline import AnswerJudge, Pipeline
from mock_server.http_api.problems import ERROR_CODE_HEADER
from mock_server.http_api.routing import routed_by_connexion
from mock_server.http_api.timekeeper import Timekeeper
from mock_server.http_api.validate import RequestMatcher
from mock_server.http_api.written import FIDELITY_HEADER

_EXPOSED = (ERROR_CODE_HEADER, FIDELITY_HEADER, FORCED_HEADER, FAULT_HEADER, "retry-after", "www-authenticate")


def build_api(
    contract: Contract,
    behaviours: Mapping[str, Behaviour],
    worlds: Worlds,
    timekeeper: Timekeeper,
    cors_origins: Sequence[str],
    judge: AnswerJudge | None = None,
) -> ASGIApp:
    """`cors_origins` are the origins whose pages may call the API; `*` stands for all."""
    pipeline = Pipeline(contract, behaviours, RequestMatcher(contract), Forcing(contract), judge)
    endpoint = Endpoint(worlds, pipeline, timekeeper)
    return with_cors(routed_by_connexion(endpoint, routing_view(contract)), cors_origins, varies=True)


def with_cors(application: ASGIApp, origins: Sequence[str], *, varies: bool = False) -> ASGIApp:
    return Cors(application, origins, _EXPOSED, varies=varies)
