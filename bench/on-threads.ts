import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

/**
 * Has jobs done on as many threads as there are processors, each thread one at a time. The worker answers each message with
 * one; what it throws ends the whole.
 * @returns the answers in the order of the jobs
 * @throws what a worker threw
 */
export async function onThreads<Job, Answer>(
  worker: URL,
  jobs: readonly Job[],
  done: (count: number) => void,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  let finished = 0;
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const thread = new Worker(worker);
      let index = -1;
      const give = () => {
        if (next >= jobs.length) void thread.terminate().then(() => resolve());
        else {
          index = next++;
          thread.postMessage(jobs[index]);
        }
      };
      thread.on("error", reject);
      thread.on("message", (answer: Answer) => {
        answers[index] = answer;
        done(++finished);
        give();
      });
      give();
    });
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism()) }, work));
  return answers;
}
