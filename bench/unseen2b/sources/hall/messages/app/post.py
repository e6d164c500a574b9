"""A message on its way from a client into a channel."""

import logging
import time

import httpx
from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, Field

from .mentions import find_mentions
from .store import MessageStore

log = logging.getLogger("messages.post")
router = APIRouter()

MODERATION_TIMEOUT = 2.0


class NewMessage(BaseModel):
    body: str = Field(max_length=4000)
    attachments: list[str] = []
    nonce: str | None = None


class Posted(BaseModel):
    id: int
    sent_at: float


async def moderate(client: httpx.AsyncClient, channel: int, body: str) -> None:
    """Asks whether the text may be shown. Raises where it may not."""
    answer = await client.post(
        "http://moderation:8080/check",
        json={"channel": channel, "text": body},
        timeout=MODERATION_TIMEOUT,
    )
    answer.raise_for_status()
    verdict = answer.json()
    if verdict["blocked"]:
        raise HTTPException(422, detail=verdict["reason"])


@router.post("/channels/{channel}/messages")
async def post_message(channel: int, author: int, message: NewMessage, request: Request) -> Posted:
    app = request.app.state
    store: MessageStore = app.store
    if not await store.may_write(channel, author):
        raise HTTPException(403, detail="not a member of this channel")

    if message.nonce:
        known = await store.by_nonce(author, message.nonce)
        if known is not None:
            return Posted(id=known.id, sent_at=known.sent_at)

    await moderate(app.http, channel, message.body)

    sent_at = time.time()
    row = await store.insert(channel, author, message.body, message.attachments, message.nonce, sent_at)
    await app.bus.send(
        "message.created",
        {
            "id": row.id,
            "channel": channel,
            "author": author,
            "mentions": find_mentions(message.body),
            "sent_at": sent_at,
        },
    )
    log.info("message stored in channel %s", channel)
    return Posted(id=row.id, sent_at=sent_at)
