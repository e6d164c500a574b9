import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Case, CaseResult } from "./case.ts";

/**
 * Judges cases on as many threads as there are processors, each thread one at a time.
 * @returns results in the order of the cases
 * @throws Error naming the case that crashed
 */
export async function runCases(cases: readonly Case[], done: (count: number) => void): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  let next = 0;
  let finished = 0;
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL("worker.ts", import.meta.url));
      let index = -1;
      const give = () => {
        if (next >= cases.length) void worker.terminate().then(() => resolve());
        else {
          index = next++;
          worker.postMessage(cases[index]);
        }
      };
      worker.on("error", reject);
      worker.on("message", ({ result, error }: { result?: CaseResult; error?: string }) => {
        if (!result) {
          void worker.terminate().then(() => reject(new Error(error)));
          return;
        }
        results[index] = result;
        done(++finished);
        give();
      });
      give();
    });
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism()) }, work));
  return results;
}
