import { parentPort } from "node:worker_threads";
import { type VirtualDays, virtualDays } from "./virtual-days.ts";

parentPort?.on("message", (job: VirtualDays) => {
  parentPort?.postMessage(virtualDays(job));
});
