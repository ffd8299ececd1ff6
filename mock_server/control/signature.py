"""How an answer of the control API shows that it is one: other servers answer any path too."""

VERSION_HEADER = "x-mock-version"
"""Its value is the version of the program."""
