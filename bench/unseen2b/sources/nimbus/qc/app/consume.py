"""Quality control: what is physically impossible, doubled, or far from its neighbours does not go on."""

import json
import logging

from .dedupe import Dedupe
from .limits import check_limits
from .neighbours import Neighbours
from .units import to_si

log = logging.getLogger("qc.consume")


class Rejected(Exception):
    """The observation is kept aside with a reason and goes no further."""


class Handler:
    def __init__(self, dedupe: Dedupe, neighbours: Neighbours, bus) -> None:
        self.dedupe = dedupe
        self.neighbours = neighbours
        self.bus = bus

    async def handle(self, raw: bytes) -> None:
        document = json.loads(raw)
        station = document["station"]
        if self.dedupe.seen(station, document["observed_at"]):
            return

        observation = to_si(document)
        problems = check_limits(observation)
        if problems:
            await self.put_aside(observation, problems)
            raise Rejected(f"{station}: {', '.join(problems)}")

        spread = await self.neighbours.spread(station, observation)
        if spread > 6.0:
            await self.put_aside(observation, [f"spread {spread:.1f}"])
            raise Rejected(f"{station}: {spread:.1f} from its neighbours")

        await self.bus.send("observations.clean", key=station, value=observation)

    async def put_aside(self, observation: dict, problems: list[str]) -> None:
        log.warning("station %s put aside: %s", observation["station"], ", ".join(problems))
        await self.bus.send(
            "observations.rejected",
            key=observation["station"],
            value={**observation, "problems": problems},
        )
