"""Who a text mentions."""

import re

MENTION = re.compile(r"<@(\d{1,19})>")
LIMIT = 50


def find_mentions(text: str) -> list[int]:
    """User ids without doubles, at most `LIMIT` of them."""
    found = {int(match.group(1)) for match in MENTION.finditer(text)}
    return sorted(found)[:LIMIT]
