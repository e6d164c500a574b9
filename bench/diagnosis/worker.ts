import { parentPort } from "node:worker_threads";
import type { Case } from "./case.ts";
import { judgeCase } from "./judge-case.ts";

parentPort?.on("message", async (one: Case) => {
  try {
    parentPort?.postMessage(await judgeCase(one));
  } catch (error) {
    // Nobody awaits this: it reaches the other side as the worker's error.
    throw new Error(`${one.name}: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
  }
});
