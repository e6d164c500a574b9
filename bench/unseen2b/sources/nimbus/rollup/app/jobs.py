"""Jobs that run by the clock. Each holds its own advisory lock, so that two instances never run the same one."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from psycopg_pool import AsyncConnectionPool

log = logging.getLogger("rollup.jobs")


@dataclass(frozen=True)
class Job:
    name: str
    cron: str
    run: Callable[[AsyncConnectionPool], Awaitable[int]]


async def hourly_means(pool: AsyncConnectionPool) -> int:
    """Means of the last full hour per cell."""
    async with pool.connection() as db:
        done = await db.execute(
            "INSERT INTO hourly (cell, hour, temperature, wind_speed)"
            " SELECT cell, date_trunc('hour', minute), avg(temperature), avg(wind_speed) FROM cells"
            " WHERE minute >= date_trunc('hour', now()) - interval '1 hour'"
            "   AND minute < date_trunc('hour', now())"
            " GROUP BY 1, 2 ON CONFLICT DO NOTHING"
        )
        return done.rowcount


async def drop_old(pool: AsyncConnectionPool) -> int:
    """Partitions older than two weeks."""
    async with pool.connection() as db:
        rows = await db.execute("SELECT drop_partitions('cells', now() - interval '14 days')")
        row = await rows.fetchone()
        return row[0] if row else 0


JOBS = [
    Job("hourly-means", "0 * * * *", hourly_means),
    Job("drop-old", "20 2 * * *", drop_old),
]


async def run(job: Job, pool: AsyncConnectionPool) -> None:
    log.info("job %s starts", job.name)
    touched = await job.run(pool)
    log.info("job %s is done, %s rows", job.name, touched)
