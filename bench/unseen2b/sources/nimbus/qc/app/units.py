"""Stations speak several dialects. Behind this module everything is SI: kelvin, pascal, metres a second, metres."""

from datetime import datetime

KELVIN = 273.15
KNOT = 0.514444
MILE_PER_HOUR = 0.44704
INCH_OF_MERCURY = 3386.389


def _celsius(value: float | None) -> float | None:
    return None if value is None else round(value + KELVIN, 2)


def _pressure(value: float | None, dialect: str) -> float | None:
    if value is None:
        return None
    if dialect == "us":
        return round(value * INCH_OF_MERCURY, 1)
    return round(value * 100.0, 1)


def _wind(value: float | None, dialect: str) -> float | None:
    if value is None:
        return None
    if dialect == "synop-kt":
        return round(value * KNOT, 2)
    if dialect == "us":
        return round(value * MILE_PER_HOUR, 2)
    return round(value, 2)


def _minute(text: str) -> str:
    """Start of the minute, in UTC."""
    moment = datetime.fromisoformat(text)
    return moment.replace(second=0, microsecond=0).isoformat()


def to_si(document: dict) -> dict:
    dialect = document.get("dialect", "synop-ms")
    return {
        "station": document["station"],
        "minute": _minute(document["observed_at"]),
        "temperature": _celsius(document.get("temperature")),
        "pressure": _pressure(document.get("pressure"), dialect),
        "wind_speed": _wind(document.get("wind_speed"), dialect),
        "wind_direction": document.get("wind_direction"),
        "rain": None if document.get("rain") is None else document["rain"] / 1000.0,
    }
