"""Python's garbage collector, told what a server is like."""

import gc

_NEW_OBJECTS = 1_000
_YOUNG, _MIDDLE = 500, 50


def spare_what_stays() -> None:
    """What a server started with stays, and requests leave no cycles behind: what is older is seldom looked at again.

    Python would look at it after every 7,000 new objects, and with many records all requests would wait for that.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, _YOUNG, _MIDDLE)
