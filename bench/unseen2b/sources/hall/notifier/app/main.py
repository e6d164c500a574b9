"""Tells people about messages that mention them: push to telephones and browsers."""

import asyncio
import logging
import os
import signal

from .bus import Consumer
from .push import PushSender
from .settings import Settings

log = logging.getLogger("notifier")


def build_sender(settings: Settings) -> PushSender:
    return PushSender(
        endpoint=settings.push_endpoint,
        key=settings.push_key,
        concurrency=settings.push_concurrency,
    )


async def run() -> None:
    settings = Settings.from_environment(os.environ)
    sender = build_sender(settings)
    consumer = Consumer(settings.brokers, group="notifier", topic="message.created")
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)

    log.info("consuming message.created with %s workers", settings.push_concurrency)
    async with consumer, sender:
        while not stop.is_set():
            batch = await consumer.poll(max_records=200, timeout=1.0)
            for message in batch:
                await deliver(sender, message)
            await consumer.commit()


async def deliver(sender: PushSender, message: dict) -> None:
    for user in message["mentions"]:
        await sender.send(user, title=message.get("channel_name", "hall"), tag=str(message["id"]))


def main() -> None:
    logging.basicConfig(level=os.environ.get("LOG_LEVEL", "INFO"))
    asyncio.run(run())


if __name__ == "__main__":
    main()
