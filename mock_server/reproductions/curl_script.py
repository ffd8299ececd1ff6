"""A script for bash and curl, to be run against a server."""

import base64
import json
from collections.abc import Container, Iterator

from mock_server.reproductions.bash_words import quoted, quoted_latin, quoted_with_kept, variable
from mock_server.reproductions.beginning import TEXT_MEMBER, beginning
from mock_server.reproductions.framing import own_headers
from mock_server.reproductions.one_line import one_line
from mock_server.reproductions.script import Body, Filler, Script, Start, Step

_LONGEST_WORD = 60_000
"""Characters: Linux gives one word of a command 128 KiB."""

_FUNCTIONS = """\
MOCK=${MOCK:-http://127.0.0.1:4010}
MOCK=${MOCK%/}
DIR=$(mktemp -d) || exit 2
TOKEN=()
[ -z "${DOLFIN_MOCK_CONTROL_TOKEN:-}" ] || TOKEN=(-H "x-mock-control-token: $DOLFIN_MOCK_CONTROL_TOKEN")

stop() { echo "$1" >&2; exit 2; }

# send METHOD URL OPTION...: one request. Its answer: STATUS, $DIR/head and $DIR/body.
send() {
  : >"$DIR/head"
  : >"$DIR/body"
  STATUS=$(curl -q -sS --globoff --path-as-is -X "$1" -D "$DIR/head" -o "$DIR/body" -w '%{http_code}' "${@:3}" "$2")
  [ "$STATUS" != 000 ] || stop "no answer from $2: start a server with dolfin-mock serve, or set MOCK"
}
api() { send "$1" "$MOCK/w/$WORLD$2" "${@:3}"; }
control() { send "$1" "$MOCK/__mock__$2" "${TOKEN[@]}" "${@:3}"; }

# member POINTER: what is there in the JSON of the last answer.
member() {
  python3 -c '
import json, sys
value = json.load(sys.stdin.buffer)
for part in sys.argv[1].split("/")[1:]:
    value = value.split("/") if isinstance(value, str) else value
    value = value[int(part)] if isinstance(value, list) else value[part.replace("~1", "/").replace("~0", "~")]
sys.stdout.buffer.write(str(value).encode())
' "$1" <"$DIR/body" 2>"$DIR/trouble"
}

# code: the error code of the last answer.
code() {
  local line found=
  shopt -s nocasematch
  while IFS= read -r line; do
    [[ $line != x-mock-error-code:* ]] || found=${line#*:}
  done <"$DIR/head"
  found=${found%$'\\r'}
  echo "${found# }"
}
"""
_CLEANING = """\
clean() {
  [ -z "$WORLD" ] || (control DELETE "/worlds/$WORLD")
  rm -rf "$DIR"
}
WORLD=
trap clean EXIT
"""
_WITH_TEXT = """\
python3 -c '
import json, sys
body = json.loads(sys.argv[1])
body[sys.argv[2]] = sys.stdin.buffer.read().decode()[:-1]
json.dump(body, sys.stdout)
'"""
_WORLD_MADE = """\
[ "$STATUS" = 201 ] || { cat "$DIR/body" >&2; stop " (no world could be made: $STATUS)"; }
WORLD=$(member /name) || stop "no dolfin-mock answers at $MOCK"
"""


def curl_script(script: Script) -> str:
    """The text of a file that exits 0 only if the last answer is the expected one."""
    return "\n".join(
        (_heading(script), _FUNCTIONS, _CLEANING, _start(script.start), *_steps(script), _judgement(script))
    )


def _heading(script: Script) -> str:
    return f"""\
#!/usr/bin/env bash
# {one_line(script.title)}
# Expected: {script.expected.told}. Exits 0 if that came, 1 if another answer did, 2 where there was none.
"""


def _start(start: Start) -> str:
    body = quoted(json.dumps(beginning(start)))
    sent = "control POST /worlds -H 'content-type: application/json' --data-"
    if start.text is None:
        return f"# A world of its own, dropped at the end.\n{sent}raw {body}\n{_WORLD_MADE}"
    end = _end_of(start.text)
    file = f"{_WITH_TEXT} {body} {TEXT_MEMBER} >\"$DIR/beginning\" <<'{end}'\n{start.text}\n{end}"
    return f'# A world of its own, dropped at the end.\n{file}\n{sent}binary @"$DIR/beginning"\n{_WORLD_MADE}'


def _end_of(text: str) -> str:
    """A line that the text does not have."""
    end = "END"
    while end in text:
        end += "_"
    return end


def _steps(script: Script) -> Iterator[str]:
    known: set[str] = set()
    for number, step in enumerate(script.steps, 1):
        yield f"# Step {number}\n{_step(step, known)}{_keeping(step, number)}"
        known |= step.keep.keys()


def _step(step: Step, known: Container[str]) -> str:
    call = "control" if step.control else "api"
    place = ('"/worlds/$WORLD"' if step.control else "") + quoted_with_kept(step.path, known)
    options = " \\\n  ".join(_options(step, known))
    return f"{call} {quoted(step.method)} {place}" + (f" \\\n  {options}\n" if options else "\n")


def _options(step: Step, known: Container[str]) -> Iterator[str]:
    headers = dict(own_headers(step.headers))
    for name, value in headers.items():
        yield (
            f"-H {quoted_with_kept(f'{name}: {value}', known, latin=True)}"
            if value
            else f"-H {quoted_latin(name + ';')}"
        )
    if step.method.upper() == "HEAD":
        yield "--head"
    elif step.body is not None:
        if "content-type" not in map(str.lower, headers):
            yield "-H 'content-type:'"
        yield _data(step.body, known)


def _data(body: Body, known: Container[str]) -> str:
    if isinstance(body, str) and "\0" not in body and len(body.encode()) <= _LONGEST_WORD:
        return f"--data-raw {quoted_with_kept(body, known)}"
    return f"--data-binary @- < <({_produced(body, known)})"


def _produced(body: Body, known: Container[str]) -> str:
    """A command that writes what is too long for a word, or cannot be in one."""
    if isinstance(body, Filler):
        return f"head -c {body.size} /dev/zero | tr '\\0' ' '"
    if isinstance(body, str) and "\0" not in body:
        return f"printf %s {quoted_with_kept(body, known)}"
    content = body.encode() if isinstance(body, str) else body or b""
    decode = "import base64, sys; sys.stdout.buffer.write(base64.b64decode(sys.stdin.read()))"
    return f"printf %s '{base64.b64encode(content).decode()}' | python3 -c '{decode}'"


def _keeping(step: Step, number: int) -> str:
    return "".join(
        f"{variable(name)}=$(member {quoted(pointer)}) ||\n"
        f'  stop "step {number} was answered $STATUS, without "{quoted(pointer)}\n'
        for name, pointer in step.keep.items()
    )


def _judgement(script: Script) -> str:
    answer = quoted(f"{script.expected.status} {script.expected.code or ''}")
    return f"""\
ANSWER="$STATUS $(code)"
echo "$ANSWER"
cat "$DIR/body"
echo
[ "$ANSWER" = {answer} ] || {{ echo "expected: "{answer} >&2; exit 1; }}
"""
