"""What the process is told by its environment. Everything is read once, so that a mistake shows at start."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    brokers: str
    push_endpoint: str
    push_key: str
    push_concurrency: int

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> "Settings":
        return cls(
            brokers=env["KAFKA_BROKERS"],
            push_endpoint=env.get("PUSH_ENDPOINT", "https://push.wavecast.example"),
            push_key=env["PUSH_KEY"],
            push_concurrency=int(env.get("PUSH_CONCURRENCY", "16")),
        )
