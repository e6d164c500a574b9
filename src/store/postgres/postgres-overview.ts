import { z } from "zod";
import { WorkerStatus } from "../../contracts/worker-status.ts";
import type { Postgres } from "./connect-postgres.ts";

/** What a monitor asks of the shared state besides the incidents themselves. */
export function postgresOverview(postgres: Postgres, unreadable: (key: string, reason: string) => void) {
  return {
    /** Which of the newest incidents there are, and in which version, so that nobody reads what has not changed. */
    async versions(limit: number): Promise<{ id: string; version: number }[]> {
      const { rows } = await postgres.query<{ id: string; version: number }>(
        "select id, version from incident order by opened_at desc, id desc limit $1",
        [limit],
      );
      return rows;
    },
    /** Of the workers that are there, what they said last. */
    async workers(): Promise<WorkerStatus[]> {
      const { rows } = await postgres.query<{ name: string; status: string }>(
        "select name, status from worker where until > now() and status is not null order by name",
      );
      return rows.flatMap(({ name, status }) => {
        const read = WorkerStatus.safeParse(parseJson(status));
        if (!read.success) unreadable(name, read.error.message);
        return read.success ? [read.data] : [];
      });
    },
    async redactions(): Promise<Map<string, string[]>> {
      const { rows } = await postgres.query<{ repository: string; patterns: string }>(
        "select repository, patterns from redaction",
      );
      return new Map(
        rows.flatMap(({ repository, patterns }) => {
          const read = z.array(z.string()).safeParse(parseJson(patterns));
          if (!read.success) unreadable(repository, read.error.message);
          return read.success ? [[repository, read.data] as const] : [];
        }),
      );
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
