"""What no weather on this planet exceeds, per quantity, in SI."""

LIMITS: dict[str, tuple[float, float]] = {
    "temperature": (180.0, 335.0),
    "pressure": (48_000.0, 109_000.0),
    "wind_speed": (0.0, 75.0),
    "wind_direction": (0, 360),
    "rain": (0.0, 0.04),
}


def check_limits(observation: dict) -> list[str]:
    """Names the quantities that are out of bounds."""
    problems = []
    for name, (low, high) in LIMITS.items():
        value = observation.get(name)
        if value is None:
            continue
        if not low <= value <= high:
            problems.append(f"{name} {value} not in {low}..{high}")
    return problems
