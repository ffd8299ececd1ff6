"""Scenarios: those that come with the program load, and each kind of mistake is told in one line."""

from pathlib import Path

import pytest

from mock_server.contract.document import load
from mock_server.resources import EFFECTIVE_CONTRACT, SCENARIO_FOLDER
from mock_server.scenarios.scenario import ScenarioError, load_scenario, read_scenario, scenario_names

CONTRACT = load(EFFECTIVE_CONTRACT)
GOOD = """\
description: A small world.
clock: {now: 2025-01-15T10:30:00Z, frozen: true}
industries:
  - {id: b2d4f6a8-1234-5678-9abc-def012345678, name: Bakery}
users:
  - {id: a1111111-1111-1111-1111-111111111111, email: alice@example.com, name: Alice}
  - {id: b2222222-2222-2222-2222-222222222222, email: bob@example.com}
clients:
  - id: c1234567-abcd-ef01-2345-6789abcdef01
    name: Platform
    type: Sandbox
    apiKeys: [key-one, key-two]
    portal:
      - {email: Alice@example.com, role: Admin}
    organisations:
      - id: 9a658587-fe02-402e-b1ac-bfaf53274ef8
        name: Corner Bakery
        industry: Bakery
        createdAt: 2025-01-15T10:30:00Z
        members:
          - {email: alice@example.com, role: Owner}
        documents:
          invoices:
            - {id: 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b01, currency: GBP}
planned:
  organisations:
    - {name: Planned Ltd, id: d3333333-3333-3333-3333-333333333333}
  users:
    - {email: carol@example.com, id: e4444444-4444-4444-4444-444444444444}
"""
MEMBERS = "        members:\n"
INVOICES = "          invoices:\n"
PLANNED_USERS = "  users:\n    - {email: carol"
ORGANISATIONS = "    organisations:\n"


def mistakes(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(text, "my", "my.yaml", CONTRACT)
    return str(caught.value).splitlines()


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize("name", scenario_names())
def test_every_shipped_scenario_loads(name: str) -> None:
    assert load_scenario(name, CONTRACT).name == name


def test_the_shipped_scenarios_are_the_files_of_the_folder() -> None:
    assert scenario_names() == ("acme", "empty", "guide")
    assert {path.stem for path in SCENARIO_FOLDER.glob("*.y*ml")} == set(scenario_names())


def test_the_scenario_of_these_tests_is_good() -> None:
    assert read_scenario(GOOD, "my", "my.yaml", CONTRACT).name == "my"


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        ("description: A small world.\n", "", "my.yaml:1: /description: is required"),
        ("A small world.", '""', "my.yaml:1: /description: "),
        ("frozen: true", "frozen: maybe", "my.yaml:2: /clock/frozen: "),
        ("2025-01-15T10:30:00Z, frozen", "noon, frozen", "my.yaml:2: /clock/now: "),
        ("2025-01-15T10:30:00Z, frozen", "2025-01-15T10:30:00, frozen", "my.yaml:2: /clock/now: "),
        ("b2d4f6a8-1234", "b2d4f6a8_1234", "my.yaml:4: /industries/0/id: "),
        ("name: Bakery}", "name: Bakery, colour: red}", "my.yaml:4: /industries/0: "),
        ("email: bob@example.com", "email: bob", "my.yaml:7: /users/1/email: "),
        ("type: Sandbox", "type: Sandpit", "my.yaml:11: /clients/0/type: "),
        ("[key-one, key-two]", "[]", "my.yaml:12: /clients/0/apiKeys: "),
        ("[key-one, key-two]", "[key one]", "my.yaml:12: /clients/0/apiKeys/0: "),
        ("[key-one, key-two]", "[1]", "my.yaml:12: /clients/0/apiKeys/0: "),
        ("    name: Platform\n", "", "my.yaml:9: /clients/0/name: is required"),
        ("role: Admin", "role: King", "my.yaml:14: /clients/0/portal/0/role: "),
        ("          invoices:\n", "          ²: 5\n          invoices:\n", "/documents/²: "),
        ("          invoices:\n", "          '7': 5\n          invoices:\n", "/documents/7: "),
    ],
)
def test_what_does_not_match_the_schema_is_told_in_one_line(good: str, bad: str, told: str) -> None:
    assert good in GOOD
    (line,) = mistakes(GOOD.replace(good, bad, 1))
    assert told in line
    assert line.startswith("my.yaml:")


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        ("industry: Bakery", "industry: Butchery", "no industry is named Butchery"),
        ("{email: alice@example.com, role: Owner}", "{email: zoe@example.com, role: Owner}",
         "no user has the email zoe@example.com"),
        ("{email: Alice@example.com, role: Admin}", "{email: zoe@example.com, role: Admin}",
         "no user has the email zoe@example.com"),
        ("          invoices:", "          ghosts:", "the contract lists no ghosts"),
    ],
)  # fmt: skip
def test_a_name_that_refers_to_nothing_is_told_with_its_line(good: str, bad: str, told: str) -> None:
    text = GOOD.replace(good, bad, 1)
    (line,) = mistakes(text)
    assert line.endswith(told)
    assert abs(int(line.split(":")[1]) - line_of(text, bad.strip())) <= 1


@pytest.mark.parametrize(
    ("after", "added", "told"),
    [
        ("industries:\n", "  - {id: B2D4F6A8-1234-5678-9ABC-DEF012345678, name: Other}",
         "the industry id b2d4f6a8-1234-5678-9abc-def012345678 is there twice"),
        ("industries:\n", "  - {id: 3c1de2f4-5a6b-4c7d-8e9f-0a1b2c3d4e5f, name: Bakery}",
         "the industry Bakery is there twice"),
        ("users:\n", "  - {email: ALICE@example.com}", "the user email alice@example.com is there twice"),
        ("users:\n", "  - {email: carol@example.com}", "the user email carol@example.com is there twice"),
        ("users:\n", "  - {id: a1111111-1111-1111-1111-111111111111, email: zoe@example.com}",
         "the user id a1111111-1111-1111-1111-111111111111 is there twice"),
        ("users:\n", "  - {id: e4444444-4444-4444-4444-444444444444, email: zoe@example.com}",
         "the user id e4444444-4444-4444-4444-444444444444 is there twice"),
        ("clients:\n", "  - {id: c1234567-abcd-ef01-2345-6789abcdef01, name: Other, apiKeys: [other]}",
         "the client id c1234567-abcd-ef01-2345-6789abcdef01 is there twice"),
        ("clients:\n", "  - {id: d1234567-abcd-ef01-2345-6789abcdef01, name: Other, apiKeys: [key-two]}",
         "the API key key-two is there twice"),
        ("    portal:\n", "      - {email: alice@example.com, role: Owner}",
         "in c1234567-abcd-ef01-2345-6789abcdef01 the user Alice@example.com is there twice"),
        (MEMBERS, "          - {email: alice@example.com, role: Member}",
         "in 9a658587-fe02-402e-b1ac-bfaf53274ef8 the user alice@example.com is there twice"),
        (INVOICES, "            - {id: 1B9D6BCD-bbfd-4b2d-9b5d-ab8dfbbd4b01, currency: GBP}",
         "in invoices the id 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b01 is there twice"),
        (ORGANISATIONS, "      - {id: 9a658587-fe02-402e-b1ac-bfaf53274ef8, name: Other, industry: Bakery}",
         "the organisation id 9a658587-fe02-402e-b1ac-bfaf53274ef8 is there twice"),
        (ORGANISATIONS, "      - {id: d3333333-3333-3333-3333-333333333333, name: Other, industry: Bakery}",
         "the organisation id d3333333-3333-3333-3333-333333333333 is there twice"),
        ("planned:\n  organisations:\n", "    - {name: Planned Ltd, id: f5555555-3333-3333-3333-333333333333}",
         "the planned name Planned Ltd is there twice"),
    ],
)  # fmt: skip
def test_what_must_be_one_of_its_kind_is_told_where_it_comes_again(after: str, added: str, told: str) -> None:
    (line,) = mistakes(GOOD.replace(after, f"{after}{added}\n", 1))
    assert line.partition(": ")[2] == told


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ("{currency: GBP, id: 5}", "/id: "),
        ("{currency: GBP, status: Lost}", "/status: "),
        ("{currency: GBP, dueDate: soon}", "/dueDate: "),
        ("{currency: GBP, lineItems: none}", "/lineItems: "),
    ],
)
def test_a_record_that_the_contract_could_not_show_is_told_with_its_line(record: str, told: str) -> None:
    (line,) = mistakes(GOOD.replace(INVOICES, f"{INVOICES}            - {record}\n"))
    assert line.startswith(f"my.yaml:{line_of(GOOD, INVOICES) + 1}: {told}")


def test_records_that_another_contract_cannot_show_are_left_out_and_told_once() -> None:
    unfit = "            - {id: a, currency: GBP, status: Lost}\n          oddities:\n            - {id: b}\n"
    text = GOOD.replace(INVOICES, INVOICES + unfit)
    assert len(mistakes(text)) >= 2
    scenario = read_scenario(text, "my", "my.yaml", CONTRACT, lenient=True)
    (organisation,) = scenario.value["clients"][0]["organisations"]
    assert organisation["documents"] == {}
    assert scenario.left_out == (
        "scenario my: its invoices are left out, the contract has no place for them",
        "scenario my: its oddities are left out, the contract has no place for them",
    )


def test_records_that_fit_stay_and_nothing_is_told_of_them() -> None:
    scenario = read_scenario(GOOD, "my", "my.yaml", CONTRACT, lenient=True)
    assert scenario.left_out == ()
    assert len(scenario.value["clients"][0]["organisations"][0]["documents"]["invoices"]) == 1


def test_a_mistake_of_the_scenario_itself_is_one_for_any_contract() -> None:
    with pytest.raises(ScenarioError):
        read_scenario(GOOD.replace("industry: Bakery", "industry: Butchery"), "my", "my.yaml", CONTRACT, lenient=True)


def test_every_mistake_gets_its_own_line() -> None:
    text = GOOD.replace("industry: Bakery", "industry: Butchery").replace("{email: alice@", "{email: zoe@")
    assert len(mistakes(text)) == 2


@pytest.mark.parametrize("text", ["", "null", "[]", "5", "text"])
def test_a_text_that_is_no_mapping_is_told_so(text: str) -> None:
    assert mistakes(text) == ['my.yaml:1: the scenario: the value is not of type "object"']


def test_an_unknown_name_is_told_with_the_known_ones() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario("acne", CONTRACT)
    assert str(caught.value) == "no scenario acne: give one of acme, empty, guide, or the path of a .yaml file"


def test_a_file_of_the_users_own_is_read_by_its_path(tmp_path: Path) -> None:
    for name in ("mine.yaml", "mine.yml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
        assert load_scenario(str(tmp_path / name), CONTRACT).name == "mine"


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_told_in_one_line(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "mine.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ScenarioError) as caught:
        load_scenario(str(path), CONTRACT)
    assert str(caught.value).startswith(f"cannot read the scenario {path}: ")
    assert "\n" not in str(caught.value)
