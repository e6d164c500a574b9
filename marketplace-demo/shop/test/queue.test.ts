import assert from "node:assert/strict";
import { test } from "node:test";
import type { Pool } from "pg";
import { enqueue } from "../packages/queue/enqueue.ts";
import { startWorker } from "../packages/queue/start-worker.ts";

process.env.LOG_LEVEL = "silent";

type Row = { id: number; payload: unknown; trace: object; attempts: number; done: boolean; failed: boolean };

/** The table of jobs, as far as the queue's five statements go; a job that waits for its next try is due at once. */
function table() {
  const rows: Row[] = [];
  const due = () => rows.filter(({ done, failed }) => !done && !failed);
  const query = async (text: string, values: unknown[] = []) => {
    const row = rows.find(({ id }) => id === values[0]) as Row;
    if (text.startsWith("insert")) {
      const payload = JSON.parse(String(values[1]));
      rows.push({ id: rows.length + 1, payload, trace: {}, attempts: 0, done: false, failed: false });
    } else if (text.startsWith("delete")) row.done = true;
    else if (text.startsWith("update")) Object.assign(row, { attempts: values[1], failed: values[4] });
    return { rows: due().slice(0, 1), rowCount: due().length };
  };
  const client = { query, release: () => undefined };
  return { rows, pool: { ...client, connect: async () => client } as unknown as Pool };
}
const settings = { poll_ms: 5, concurrency: 1, attempts: 3 };

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test("jobs are done in their turn and then gone", async () => {
  const { rows, pool } = table();
  const seen: unknown[] = [];
  for (const n of [1, 2]) await enqueue(pool, "test", { n });
  const worker = startWorker(pool, "test", settings, async (payload) => void seen.push(payload));
  await until(() => rows.every(({ done }) => done));
  assert.deepEqual(seen, [{ n: 1 }, { n: 2 }]);
  await worker.stop();
});

test("a job that fails is tried again, given up in the end, and the next one is done", async () => {
  const { rows, pool } = table();
  let tries = 0;
  for (const n of [1, 2]) await enqueue(pool, "test", { n });
  const worker = startWorker(pool, "test", settings, async (payload) => {
    if ((payload as { n: number }).n === 2) return;
    tries += 1;
    throw new Error("not today");
  });
  await until(() => rows[1]!.done);
  assert.equal(tries, 3);
  assert.equal(rows[0]!.failed, true);
  await worker.stop();
});
