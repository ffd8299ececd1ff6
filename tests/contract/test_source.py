"""Documents from files and from the web."""

import json
import os
import socket
from pathlib import Path

import pytest

from mock_server.contract import download as web_module
from mock_server.contract import source as source_module
from mock_server.contract.download import download
from mock_server.contract.errors import ContractError
from mock_server.contract.source import valid_source
from tests.contract.diff.documents import document
from tests.contract.web import Page, web

TEXT = json.dumps(document())
YAML = """
openapi: 3.1.0
info: {title: Things, version: '1'}
paths: {/things: {get: {responses: {200: {description: All}}}}}
"""


@pytest.mark.parametrize("name", ["a.json", "a", "a.txt"])
def test_json_is_known_by_how_it_begins(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert valid_source(str(tmp_path / name)).document == document()


@pytest.mark.parametrize("name", ["a.yaml", "a.yml", "a"])
def test_anything_else_is_yaml(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(YAML, encoding="utf-8")
    source = valid_source(str(tmp_path / name))
    assert list(source.document["paths"]["/things"]["get"]["responses"]) == ["200"]
    assert source.text is None


def test_a_mark_of_the_encoding_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(TEXT, encoding="utf-8-sig")
    assert valid_source(str(tmp_path / "a.json")).text == TEXT


def test_an_address_is_fetched_through_redirects() -> None:
    pages = {"/a": Page(status=302, headers={"location": "/b"}), "/b": Page(TEXT.encode())}
    with web(pages) as address:
        source = valid_source(f"{address}/a?key=secret")
        assert source.document == document()
        assert "secret" not in source.name


def test_yaml_is_fetched_too() -> None:
    with web({"/openapi.yaml": Page(YAML.encode())}) as address:
        assert list(valid_source(f"{address}/openapi.yaml").document["paths"]) == ["/things"]


BAD_PAGES = {
    "missing": (Page(status=404), "the server answers 404"),
    "failing": (Page(status=500), "the server answers 500"),
    "to a file": (
        Page(status=302, headers={"location": "file:///etc/hostname"}),
        "it redirects to an address that is not taken (file:)",
    ),
    "to a file, in capitals": (Page(status=307, headers={"location": "FILE:///etc/hostname"}), "it redirects to"),
    "to ftp": (Page(status=301, headers={"location": "ftp://127.0.0.1/a"}), "it redirects to an address that is not"),
    "to itself": (Page(status=302, headers={"location": "/page"}), "it redirects more than 10 times"),
    "a web page": (Page(b"<!doctype html><title>x</title>"), "is a web page or XML"),
    "empty": (Page(b""), "is empty"),
    "no text": (Page(b"\x89PNG\xff\xfe"), "no text in UTF-8"),
    "cut off": (Page(TEXT.encode()[:40], claims=4000), "cannot be had ("),
    "no OpenAPI": (Page(b"[1]"), "no OpenAPI document"),
    "not a number": (Page(b'{"openapi": NaN}'), "NaN is no value that JSON can hold"),
    "half a character": (Page(b'{"openapi": "\\ud800"}'), "no JSON ("),
    "OpenAPI 3.0": (Page(TEXT.replace("3.1.0", "3.0.3").encode()), "must be an OpenAPI 3.1 document"),
}


@pytest.mark.parametrize("case", BAD_PAGES)
def test_an_address_that_gives_no_document_is_one_line(case: str) -> None:
    page, told = BAD_PAGES[case]
    with web({"/page": page}) as address, pytest.raises(ContractError) as caught:
        valid_source(f"{address}/page?key=secret")
    assert told in str(caught.value)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_nobody_there_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(ContractError, match="cannot be had"):
        download(f"http://127.0.0.1:{port}/a")


@pytest.mark.parametrize(
    "address", ["ftp://a.example/b", "file:///etc/hostname", "http://", "http://[::1", "http://a b/", "http://a:x/"]
)
def test_an_address_of_another_kind_is_not_opened(address: str) -> None:
    with pytest.raises(ContractError) as caught:
        valid_source(address)
    assert "\n" not in str(caught.value)


def test_an_address_with_a_password_is_not_taken_and_not_repeated() -> None:
    with pytest.raises(ContractError) as caught:
        valid_source("http://me:hidden@a.example/openapi.json")
    assert "hidden" not in str(caught.value)


def test_what_is_too_large_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_module, "MOST_BYTES", 1000)
    monkeypatch.setattr(source_module, "MOST_BYTES", 1000)
    (tmp_path / "a.json").write_text(" " * 2000, encoding="utf-8")
    with pytest.raises(ContractError, match="is larger than"):
        valid_source(str(tmp_path / "a.json"))
    with web({"/a": Page(b" " * 2000)}) as address, pytest.raises(ContractError, match="is larger than"):
        valid_source(f"{address}/a")


def test_what_drips_is_not_waited_for() -> None:
    with web({"/a": Page(b"{", claims=10)}) as address, pytest.raises(ContractError, match="cannot be had"):
        download(f"{address}/a", timeout=0.5)


@pytest.mark.parametrize(
    ("name", "told"), [("", "is a folder"), ("none.json", "cannot be read"), ("\0", "cannot be read")]
)
def test_what_is_no_file_is_told(tmp_path: Path, name: str, told: str) -> None:
    with pytest.raises(ContractError, match=told):
        valid_source(os.path.join(tmp_path, name))  # noqa: PTH118  (as a user would write it)
