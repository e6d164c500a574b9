import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Home } from "./home.ts";

const SCRIPT = fileURLToPath(new URL("worker.ts", import.meta.url));

/** @param ms that each message takes it */
export async function startWorker(home: Home, effects: string, name: string, ms = 0) {
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify(home), effects, name, String(ms)], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const exited = once(child, "exit");
  await Promise.race([
    once(child.stdout, "data"),
    exited.then(() => {
      throw new Error(`The worker ended at its start: ${said}`);
    }),
  ]);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  return { stop: () => end("SIGTERM"), kill: () => end("SIGKILL") };
}
