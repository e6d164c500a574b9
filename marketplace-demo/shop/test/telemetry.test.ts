import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { topFrame } from "../packages/telemetry/top-frame.ts";

test("the top frame of an error is a line of ours", () => {
  function thrower(): never {
    throw new Error("here");
  }
  try {
    [1].forEach(thrower);
  } catch (error) {
    const frame = topFrame(error as Error);
    assert.equal(frame?.file, fileURLToPath(import.meta.url));
    assert.equal(frame?.function, "thrower");
    assert.equal(frame?.line, 8);
  }
});

test("dependencies and Node's own frames are passed over", () => {
  const error = new Error("late");
  error.stack = [
    "Error: late",
    "    at Client.query (/srv/app/node_modules/pg/lib/client.js:10:5)",
    "    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)",
    "    at async loadHistory (file:///srv/app/services/quotes/store/load-history.ts:16:28)",
  ].join("\n");
  assert.deepEqual(topFrame(error), {
    file: "/srv/app/services/quotes/store/load-history.ts",
    line: 16,
    function: "loadHistory",
  });
});
