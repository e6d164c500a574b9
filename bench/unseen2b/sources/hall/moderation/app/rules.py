"""Rules that a text is held against, cheapest first. All are compiled once, when the process starts."""

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    name: str
    reason: str
    matches: Callable[[str], bool]


INVITE = re.compile(r"(?:hall\.example|hl\.chat)/invite/[a-z0-9]{6,12}", re.IGNORECASE)
PHONE = re.compile(r"\+?\d[\d \-]{7,14}\d")
LINK = re.compile(r"https?://[^\s/]+\.(?:zip|mov|top)(?:/\S*)?", re.IGNORECASE)
SHOUT = re.compile(r"[A-Z]{30,}")


def _repeats(text: str, limit: int = 12) -> bool:
    """Whether one character stands there more than `limit` times in a row."""
    run = 0
    last = ""
    for character in text:
        run = run + 1 if character == last else 1
        last = character
        if run > limit:
            return True
    return False


def _too_many_links(text: str) -> bool:
    return text.count("http://") + text.count("https://") > 5


RULES: list[Rule] = [
    Rule("flood", "repeated characters", _repeats),
    Rule("links", "too many links", _too_many_links),
    Rule("invite", "invitations are not allowed here", lambda text: INVITE.search(text) is not None),
    Rule("phone", "no telephone numbers", lambda text: PHONE.search(text) is not None),
    Rule("bad-link", "this link is not allowed", lambda text: LINK.search(text) is not None),
    Rule("shout", "please do not shout", lambda text: SHOUT.search(text) is not None),
]


def first_match(text: str, enabled: set[str]) -> Rule | None:
    """The first enabled rule that the text breaks."""
    for rule in RULES:
        if rule.name in enabled and rule.matches(text):
            return rule
    return None
