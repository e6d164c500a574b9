"""Messages in Postgres, one table partitioned by month."""

from dataclasses import dataclass

from psycopg.rows import class_row
from psycopg_pool import AsyncConnectionPool


@dataclass
class Message:
    id: int
    channel: int
    author: int
    body: str
    sent_at: float


class MessageStore:
    def __init__(self, pool: AsyncConnectionPool) -> None:
        self.pool = pool

    async def may_write(self, channel: int, author: int) -> bool:
        async with self.pool.connection() as db:
            row = await db.execute(
                "SELECT 1 FROM members WHERE channel = %s AND user_id = %s AND NOT muted",
                (channel, author),
            )
            return await row.fetchone() is not None

    async def by_nonce(self, author: int, nonce: str) -> Message | None:
        async with self.pool.connection() as db, db.cursor(row_factory=class_row(Message)) as cursor:
            await cursor.execute(
                "SELECT id, channel, author, body, sent_at FROM messages"
                " WHERE author = %s AND nonce = %s AND sent_at > extract(epoch from now()) - 300",
                (author, nonce),
            )
            return await cursor.fetchone()

    async def insert(
        self,
        channel: int,
        author: int,
        body: str,
        attachments: list[str],
        nonce: str | None,
        sent_at: float,
    ) -> Message:
        async with self.pool.connection() as db, db.cursor(row_factory=class_row(Message)) as cursor:
            await cursor.execute(
                "INSERT INTO messages (channel, author, body, attachments, nonce, sent_at)"
                " VALUES (%s, %s, %s, %s, %s, %s) RETURNING id, channel, author, body, sent_at",
                (channel, author, body, attachments, nonce, sent_at),
            )
            row = await cursor.fetchone()
            assert row is not None
            return row

    async def page(self, channel: int, before: int | None, limit: int = 50) -> list[Message]:
        async with self.pool.connection() as db, db.cursor(row_factory=class_row(Message)) as cursor:
            await cursor.execute(
                "SELECT id, channel, author, body, sent_at FROM messages"
                " WHERE channel = %s AND (%s::bigint IS NULL OR id < %s) ORDER BY id DESC LIMIT %s",
                (channel, before, before, min(limit, 100)),
            )
            return await cursor.fetchall()
