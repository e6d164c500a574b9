import { run } from "./action/run.ts";

await run(process.env);
// Timers of clients that nobody waits for any more.
process.exit();
