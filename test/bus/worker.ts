/** A consumer in a process of its own: `worker.ts HOME EFFECTS NAME MS`, each message taking so many milliseconds. */
import type { BusTopic } from "../../src/contracts/ports/bus.ts";
import { openEffects } from "./effects.ts";
import { type Home, openHome } from "./home.ts";

const [home = "", file = "", name = "", ms = "0", topic = "signals"] = process.argv.slice(2);
const effects = openEffects(file);
const bus = await openHome(JSON.parse(home) as Home);
const subscription = await bus.consume(topic as BusTopic, async (delivery) => {
  if (ms !== "0") await new Promise((done) => setTimeout(done, Number(ms)));
  await effects.act(name, delivery);
});
process.once("SIGTERM", async () => {
  await subscription.stop();
  await bus.close();
  effects.close();
  process.exit(0);
});
// Whoever started it is gone.
process.stdin.once("end", () => process.exit(0)).resume();
console.log("ready");
