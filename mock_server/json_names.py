"""Names as JSON writes them."""


def camel_case(name: str) -> str:
    """A name in snake case as that of a member: `next_attempt_at` is `nextAttemptAt`."""
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)
