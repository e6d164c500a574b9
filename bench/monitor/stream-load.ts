import { fork } from "node:child_process";
import { once } from "node:events";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Feed } from "../../src/monitor/feed.ts";

const WATCHERS = 100;
const PER_SECOND = 50;
/** As large as what the page is sent of an incident. */
const MARKUP = "x".repeat(1_500);

/** A hundred watchers in another process, told of fifty events a second; what that costs the one who tells. */
export async function streamLoad(served: { url: string; feed: Feed }, seconds: number) {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const watchers = fork(new URL("watchers.ts", import.meta.url), [served.url, String(WATCHERS)]);
  await once(watchers, "message");
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const total = Math.round(seconds * PER_SECOND);
  let before = 0;
  const began = performance.now();
  const processor = process.cpuUsage();
  delay.enable();
  for (let n = 0; n < total; n++) {
    if (n === Math.floor(total / 10)) {
      collect();
      before = process.memoryUsage().heapUsed;
      delay.reset();
    }
    const wait = began + (n * 1000) / PER_SECOND - performance.now();
    if (wait > 0) await sleep(wait);
    served.feed.push("incident", { id: `none-${n}`, markup: MARKUP });
  }
  delay.disable();
  const { user, system } = process.cpuUsage(processor);
  const spent = (performance.now() - began) * 1000;
  collect();
  const after = process.memoryUsage().heapUsed;
  watchers.send({ expected: total });
  const [{ told }] = (await once(watchers, "message")) as [{ told: number }];
  watchers.disconnect();
  return {
    watchers: WATCHERS,
    eventsPerSecond: PER_SECOND,
    deliveredRatio: told / (total * WATCHERS),
    loopDelayP99Ms: Number((delay.percentile(99) / 1e6).toFixed(1)),
    heapGrowthMb: Number(((after - before) / 1e6).toFixed(1)),
    processorShare: Number(((user + system) / spent).toFixed(2)),
  };
}
