import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Answer, Job } from "./worker.ts";

/**
 * Runs jobs on as many threads as there are processors, each thread one at a time.
 * @returns the answers in the order of the jobs
 */
export async function runJobs(jobs: readonly Job[], done: (count: number) => void): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  let finished = 0;
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL("worker.ts", import.meta.url));
      let index = -1;
      const give = () => {
        if (next >= jobs.length) void worker.terminate().then(() => resolve());
        else {
          index = next++;
          worker.postMessage(jobs[index]);
        }
      };
      worker.on("error", reject);
      worker.on("message", (answer: Answer) => {
        answers[index] = answer;
        done(++finished);
        give();
      });
      give();
    });
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism()) }, work));
  return answers;
}
