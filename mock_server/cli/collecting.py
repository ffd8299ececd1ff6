"""Python's garbage collector, told what a server is like."""

import gc

_NEW_OBJECTS = 200
_SCANS_OF_NEW = 0
_SCANS_OF_YOUNG = 2_500
"""How many new objects make it look at them; how often it does until it looks at them with those that the last time
left, and how often at these until it looks at all.

All requests wait meanwhile. What is looked at in many small parts is not noticed, and costs no more than in large ones;
what is left by then stays, or is garbage of others' making, of which there is little.
"""


def spare_what_stays() -> None:
    """What a server started with stays, and requests leave no cycles behind: what is older is seldom looked at again.

    Python would look at it after every 7,000 new objects, and with many records all requests would wait for that.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, _SCANS_OF_NEW, _SCANS_OF_YOUNG)
