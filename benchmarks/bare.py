"""The bare endpoint that everything is compared with: Starlette parses a JSON body and answers a JSON value.

`python -m benchmarks.bare ANSWERS.json [--as-the-mock | --log]` serves POST /<name> for every name in the file, whose
values it answers with: behind Uvicorn as it comes (also with its access log), or behind the HTTP protocol with which
the mock serves.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from benchmarks.serving import serve, serve_as_the_mock


def application(answers: dict[str, Any]) -> Starlette:
    return Starlette(routes=[Route(f"/{name}", _answering(value), methods=["POST"]) for name, value in answers.items()])


def _answering(value: Any) -> Any:
    async def answer(request: Request) -> JSONResponse:
        await request.json()
        return JSONResponse(value)

    return answer


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("answers", type=Path)
    parser.add_argument("--as-the-mock", action="store_true")
    parser.add_argument("--log", action="store_true")
    given = parser.parse_args()
    bare = application(json.loads(given.answers.read_text(encoding="utf-8")))
    if given.as_the_mock:
        serve_as_the_mock(bare)
    else:
        serve(bare, access_log=given.log)


if __name__ == "__main__":
    main()
