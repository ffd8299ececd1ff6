"""What a person or a program finds at the root."""

import re
from pathlib import Path

import pytest

from tests.asgi import InProcess, refusal

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="module")
def mock() -> InProcess:
    return InProcess()


def test_a_program_learns_what_this_server_is_and_where_its_contract_is(mock: InProcess) -> None:
    shown = mock.request("GET", "/").json()
    assert shown["name"] == "dolfin-mock"
    assert mock.request("GET", shown["contract"]).json()["openapi"].startswith("3.1")
    assert mock.request("GET", shown["docs"]).status_code == 200


def test_below_a_world_the_links_lead_into_that_world(mock: InProcess) -> None:
    assert mock.request("GET", "/w/default/").json()["docs"] == "http://127.0.0.1:4010/w/default/docs"


def test_every_link_of_the_page_leads_somewhere(mock: InProcess) -> None:
    html = mock.request("GET", "/", headers=BROWSER).text
    links = [link for link in re.findall(r'href="([^"]*)"', html) if link != "data:,"]
    assert len(links) >= 7
    assert {link: mock.request("GET", f"/{link.removeprefix('/')}").status_code for link in links} == dict.fromkeys(
        links, 200
    )


def test_a_path_that_the_contract_has_is_the_contracts(tmp_path: Path) -> None:
    document = """
openapi: 3.1.0
info: {title: one, version: '1'}
paths:
  /:
    get:
      responses:
        '200': {description: fine, content: {application/json: {schema: {type: object}}}}
"""
    path = tmp_path / "api.yaml"
    path.write_text(document, encoding="utf-8")
    assert refusal(InProcess(contract=str(path)).request("GET", "/")) == (401, "Mock.Unauthorized")
