"""Python's garbage collector, told what a server is like."""

import gc

_NEW_OBJECTS = 50_000
_YOUNG, _MIDDLE = 20, 50


def spare_what_stays() -> None:
    """What a server started with stays, and requests leave no cycles behind: to look for some seldom is enough.

    Python looks after every 700 new objects, and each time a while longer: requests would wait for it.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, _YOUNG, _MIDDLE)
