"""Runs wrk, from the system's packages, and reads what it says."""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_SCRIPT = """
local requests = {{}}
local next = 0
local headers = {{{headers}}}
function init(args)
  for body in io.lines("{bodies}") do
    for number = 1, {heads} do
      if {heads} > 1 then headers["x-request-id"] = number end
      table.insert(requests, wrk.format("{method}", "{path}", headers, body ~= "" and body or nil))
    end
  end
end
function request()
  next = next % #requests + 1
  return requests[next]
end
local other = 0
function response(status) if status ~= {status} then other = other + 1; wrk.thread:set("other", other) end end
local threads = {{}}
function setup(thread) thread:set("other", 0); table.insert(threads, thread) end
function done(summary, latency)
  local count = 0
  for _, thread in ipairs(threads) do count = count + thread:get("other") end
  local p99 = latency:percentile(99) / 1000
  local seconds = summary.duration / 1e6
  local lost = count + summary.errors.connect + summary.errors.read
  print(string.format("RESULT %d %.6f %.4f %d", summary.requests, seconds, p99, lost))
end
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as wrk sends it, over and over; of several bodies each goes once around. `status` is what it gets.

    Of several `heads` each is sent in turn: they differ by a header that nobody reads.
    """

    method: str
    path: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    bodies: Sequence[str] = ("",)
    heads: int = 1


@dataclass(frozen=True, slots=True)
class Measured:
    """Requests per second, the 99th percentile in milliseconds, and how many answers were others than wanted."""

    rate: float
    p99: float
    others: int


def require_wrk() -> None:
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not installed: on Debian, apt-get install wrk")


def measured(url: str, asked: Asked, seconds: int, connections: int = 32) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        script, bodies = Path(folder) / "asked.lua", Path(folder) / "bodies"
        bodies.write_text("".join(f"{body}\n" for body in asked.bodies), encoding="utf-8")
        script.write_text(_script(asked, bodies), encoding="utf-8")
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(script), "--latency", url]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"RESULT (\d+) ([\d.]+) ([\d.]+) (\d+)", told)
    assert found is not None, told
    return Measured(int(found[1]) / float(found[2]), float(found[3]), int(found[4]))


def _script(asked: Asked, bodies: Path) -> str:
    headers = ", ".join(f"[{json.dumps(name)}] = {json.dumps(value)}" for name, value in asked.headers.items())
    return _SCRIPT.format(
        bodies=bodies, heads=asked.heads, method=asked.method, path=asked.path, headers=headers, status=asked.status
    )
