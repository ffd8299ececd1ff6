"""A scenario's records say what matters; the rest is completed like that of records the server makes."""

import uuid
from collections.abc import Mapping
from itertools import count

from mock_server.contract.document import Contract
from mock_server.inference.collections import Inference
from mock_server.inference.records import RecordMaker
from mock_server.json_value import Json, JsonObject


class RecordCompletion:
    """Completes the records of one scenario."""

    def __init__(self, contract: Contract, scenario: str) -> None:
        inference = Inference(contract)
        self._makers = {kind.name: RecordMaker(inference.schemas, kind.schema) for kind in inference.kinds}
        self._scenario = scenario
        self._drawn = count()

    def knows(self, collection: str) -> bool:
        return collection in self._makers

    def completed(self, collection: str, record: JsonObject) -> dict[str, Json]:
        """The record with every member that its kind always has; an id that was left out is drawn in each world."""
        made = self._makers[collection].make(record, {}, self._new_id)
        if "id" not in record:
            made.pop("id", None)
        return {**made, **record, **{name: made[name] for name in record.keys() & made.keys()}}

    def moments(self, collection: str) -> tuple[str, ...]:
        """The members that hold a time and cannot be null: where they were left out, they are when it was created."""
        return tuple(
            member.name
            for member in self._makers[collection].members
            if member.merged.get("format") == "date-time" and not member.merged.get("nullable")
        )

    def _new_id(self) -> str:
        """An id for a part of a record, the same for the same scenario."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self._scenario} {next(self._drawn)}"))


def with_moments(record: Mapping[str, Json], moments: tuple[str, ...], created_at: str) -> dict[str, Json]:
    return {**dict.fromkeys(moments, str(record.get("createdAt") or created_at)), **record}
