"""Python's garbage collector, told what a server is like."""

import gc

_NEW_OBJECTS = 1_000
_YOUNG, _MIDDLE = 4, 5_000
"""How often new objects are looked at until they are looked at together, and that until all are.

Requests wait meanwhile, the longer the more objects there are: a small part is looked at often.
"""


def spare_what_stays() -> None:
    """What a server started with stays, and requests leave no cycles behind: what is older is seldom looked at again.

    Python would look at it after every 7,000 new objects, and with many records all requests would wait for that.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, _YOUNG, _MIDDLE)
