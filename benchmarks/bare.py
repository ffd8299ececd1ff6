"""The bare endpoint that everything is compared with: Starlette parses a JSON body and answers a JSON value.

`python benchmarks/bare.py ANSWERS.json` serves POST /<name> for every name in the file, whose values it answers with.
"""

import json
import sys
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from benchmarks.serving import serve


def application(answers: dict[str, Any]) -> Starlette:
    return Starlette(routes=[Route(f"/{name}", _answering(value), methods=["POST"]) for name, value in answers.items()])


def _answering(value: Any) -> Any:
    async def answer(request: Request) -> JSONResponse:
        await request.json()
        return JSONResponse(value)

    return answer


if __name__ == "__main__":
    serve(application(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
