"""Takes observations from stations: one small JSON document a minute, and a burst after an outage of their line."""

import logging
import os
from datetime import UTC, datetime
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, Field

log = logging.getLogger("receiver.intake")
router = APIRouter()

SPOOL = Path(os.environ.get("SPOOL_DIR", "/var/spool/receiver"))


class Observation(BaseModel):
    station: str = Field(pattern=r"^[A-Z0-9]{4,8}$")
    observed_at: datetime
    temperature: float | None = None
    pressure: float | None = None
    wind_speed: float | None = None
    wind_direction: int | None = None
    rain: float | None = None


def spool(observation: Observation) -> Path:
    """Writes the document down before the station hears that it was taken."""
    folder = SPOOL / observation.station
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{observation.observed_at.timestamp():.0f}.json"
    with path.open("w") as file:
        file.write(observation.model_dump_json())
        file.flush()
        os.fsync(file.fileno())
    return path


@router.post("/observations", status_code=202)
async def receive(observation: Observation, request: Request) -> dict:
    stations = request.app.state.stations
    if not await stations.is_known(observation.station):
        raise HTTPException(404, detail=f"station {observation.station} is not registered")
    age = (datetime.now(UTC) - observation.observed_at).total_seconds()
    if age < -120:
        raise HTTPException(422, detail="observed in the future")

    path = spool(observation)
    await request.app.state.bus.send(
        "observations.raw",
        key=observation.station,
        value=observation.model_dump(mode="json"),
    )
    path.unlink(missing_ok=True)
    return {"taken": True}
