/** Opens that many streams, says so, and in the end says how many events all of them were told of, each counted once. */
import { get, type IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** However slow the machine is. */
const PATIENCE_MS = 60_000;
const [url, count] = [process.argv[2] as string, Number(process.argv[3])];
const seen = Array.from({ length: count }, () => new Set<string>());

await Promise.all(
  seen.map(async (ids) => {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`${url}/monitor/events`, { agent: false }, resolve).on("error", reject);
    });
    let rest = "";
    answer.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() as string;
      let isIncident = false;
      for (const line of lines) {
        if (line.startsWith("event: ")) isIncident = line === "event: incident";
        else if (isIncident && line.startsWith("id: ")) ids.add(line);
      }
    });
  }),
);
process.send?.("ready");

process.on("message", async ({ expected }: { expected: number }) => {
  const told = () => seen.reduce((sum, ids) => sum + ids.size, 0);
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until && told() < expected * count; )
    await sleep(50);
  process.send?.({ told: told() }, () => process.exit(0));
});
