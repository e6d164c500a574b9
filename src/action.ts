import { run } from "./action/run.ts";
import { complain } from "./safety/print.ts";

// What nobody waits for fails here, and its message may be anybody's: Node itself would print it as it is.
process.on("uncaughtException", (error) => {
  complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
});
await run(process.env);
// Timers of clients that nobody waits for any more.
process.exit();
