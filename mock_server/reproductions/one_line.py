"""Text for a place that has one line, such as a comment."""


def one_line(text: str) -> str:
    """The text with a blank for each run of blanks, line ends and what cannot be printed."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
