"""Stations send again when they hear no answer. The same minute of the same station counts once."""

from collections import OrderedDict


class Dedupe:
    """Remembers what was seen of late, the oldest forgotten first."""

    def __init__(self, capacity: int = 200_000) -> None:
        self.capacity = capacity
        self.entries: OrderedDict[tuple[str, str], None] = OrderedDict()

    def seen(self, station: str, observed_at: str) -> bool:
        key = (station, observed_at)
        if key in self.entries:
            self.entries.move_to_end(key)
            return True
        self.entries[key] = None
        if len(self.entries) > self.capacity:
            self.entries.popitem(last=False)
        return False

    def __len__(self) -> int:
        return len(self.entries)
