"""The endpoint that `messages` asks before a text is shown to anybody."""

import logging

from fastapi import APIRouter, Request
from pydantic import BaseModel

from .rules import first_match

log = logging.getLogger("moderation.check")
router = APIRouter()


class Check(BaseModel):
    channel: int
    text: str


class Verdict(BaseModel):
    blocked: bool
    reason: str | None = None


@router.post("/check")
async def check(body: Check, request: Request) -> Verdict:
    enabled = await request.app.state.channels.enabled_rules(body.channel)
    rule = first_match(body.text, enabled)
    if rule is None:
        return Verdict(blocked=False)
    log.info("rule %s matched in channel %s", rule.name, body.channel)
    return Verdict(blocked=True, reason=rule.reason)
