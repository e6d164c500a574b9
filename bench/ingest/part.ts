import { fork } from "node:child_process";

/** A part of the benchmark in a process of its own, so that it shares no thread and no heap with what is measured. */
export interface Part {
  ask<Answer>(question: object): Promise<Answer>;
  stop(): void;
}

/** @param file a script that calls `answering` */
export function startPart(file: string): Part {
  const child = fork(file, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  return {
    ask<Answer>(question: object) {
      return new Promise<Answer>((resolve, reject) => {
        const gone = (code: number | null) => reject(new Error(`${file} ended with ${code}.`));
        child.once("exit", gone);
        child.once("message", (answer) => {
          child.off("exit", gone);
          resolve(answer as Answer);
        });
        child.send(question);
      });
    },
    stop: () => {
      child.kill();
    },
  };
}

/** Answers the questions of the process that started this one, one after another. */
export function answering<Question>(answer: (question: Question) => object | Promise<object>): void {
  process.on("message", async (question) => {
    process.send?.(await answer(question as Question));
  });
  // Whoever asked is gone: so is the reason to go on.
  process.on("disconnect", () => process.exit(0));
}
