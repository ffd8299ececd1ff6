"""What the control API works on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mock_server.contract.document import Contract
from mock_server.control.followers import Followers
from mock_server.domain.behaviour import Behaviour
from mock_server.domain.snapshots import Snapshots
from mock_server.domain.worlds import Worlds
from mock_server.http_api.timekeeper import Timekeeper
from mock_server.scenarios.shelf import ScenarioShelf
from mock_server.scenarios.start import Beginning, WorldStarter


@dataclass(frozen=True, slots=True)
class Services:
    """One server's parts.

    `own` is how the default world began; `new_seed` gives the seed of a world that names none. `options`
    are those of the command line that answers depend on, in every world.
    """

    contract: Contract
    behaviours: Mapping[str, Behaviour]
    worlds: Worlds
    snapshots: Snapshots
    followers: Followers
    timekeeper: Timekeeper
    starter: WorldStarter
    own: Beginning
    scenarios: ScenarioShelf
    new_seed: Callable[[], int]
    version: str
    options: tuple[str, ...] = ()
