"""Scenarios that are named by their file."""

_ENDINGS = (".yaml", ".yml")


def is_file(scenario: str) -> bool:
    """Whether a scenario's name is that of a file."""
    return scenario.endswith(_ENDINGS)
