import { parentPort } from "node:worker_threads";
import type { Case } from "./case.ts";
import { judgeCase } from "./judge-case.ts";

parentPort?.on("message", async (one: Case) => {
  try {
    parentPort?.postMessage({ result: await judgeCase(one) });
  } catch (error) {
    parentPort?.postMessage({
      error: `${one.name}: ${error instanceof Error ? (error.stack ?? error.message) : error}`,
    });
  }
});
