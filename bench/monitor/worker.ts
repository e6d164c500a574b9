/**
 * A worker's intake and its monitor in a process of their own, as src/service.ts has them on one port and one event loop:
 * telemetry is decoded and watched by Scout, and watchers are told of as many events as are asked for.
 */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { getRequestListener } from "@hono/node-server";
import { claimByPolicy } from "../../src/claim-by-policy.ts";
import { parsePolicy } from "../../src/config/policy-file.ts";
import type { LoadedPolicy } from "../../src/contracts/policy.ts";
import { otlpReceiver } from "../../src/edge/otlp/receive.ts";
import { edgeServer } from "../../src/edge/server.ts";
import { createFeed } from "../../src/monitor/feed.ts";
import { monitorRoutes } from "../../src/monitor/routes.ts";
import { createScout } from "../../src/observe/scout.ts";
import { plantedSource } from "../../test/monitor/a-story.ts";
import { type Market, serviceNames } from "../ingest/market-traces.ts";
import { answering } from "../ingest/part.ts";

export type WorkerQuestion = { do: "listen" } | { do: "tell"; perSecond: number; seconds: number };
export interface WorkerAnswer {
  url: string;
  /** Events that were pushed. */
  told: number;
  loopDelayP99Ms: number;
  heapMb: number;
  /** Of one processor. */
  processorShare: number;
}

/** As the senders have it. */
const MARKET: Market = { services: 10 };
const REPOSITORY = "acme/market";
const TICK_MS = 250;
/** As large as what the page is sent of an incident. */
const MARKUP = "x".repeat(1_500);

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const now = () => Date.now();
const feed = createFeed(2_000, now());
const claims = serviceNames(MARKET).map((name) => `  ${name}: {paths: [services/${name}/**]}\n`);
const { policy } = parsePolicy(`version: 1\nservices:\n${claims.join("")}`);
if (!policy) throw new Error("The policy of this benchmark is none.");
const loaded = [{ repository: REPOSITORY, policy: { policy } as LoadedPolicy }];
const scout = createScout({ now, claim: claimByPolicy(() => loaded) });
const routes = monitorRoutes({
  source: { ...plantedSource({ now: now(), incidents: [] }), services: () => scout.services() },
  feed,
  doors: { password: undefined, signIn: undefined, peer: () => "127.0.0.1" },
});
const server = edgeServer({
  otlp: otlpReceiver({
    authenticate: () => [REPOSITORY],
    accept(signal) {
      scout.ingest(signal);
      return "accepted";
    },
    interest: (repositories) => scout.interest(repositories),
    isBehind: () => false,
    isFull: () => false,
    now,
  }),
  rest: getRequestListener(routes.fetch),
  failed(error) {
    throw error;
  },
});
setInterval(() => scout.tick(), TICK_MS);

answering<WorkerQuestion>(async (question): Promise<WorkerAnswer> => {
  if (question.do === "listen") {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const began = performance.now();
  const processor = process.cpuUsage();
  delay.enable();
  const { perSecond, seconds } = question.do === "tell" ? question : { perSecond: 0, seconds: 0 };
  const total = Math.round(perSecond * seconds);
  for (let n = 0; n < total; n++) {
    const wait = began + (n * 1000) / perSecond - performance.now();
    if (wait > 0) await sleep(wait);
    feed.push("incident", { id: `none-${n}`, markup: MARKUP });
  }
  const left = began + seconds * 1000 - performance.now();
  if (left > 0) await sleep(left);
  delay.disable();
  const { user, system } = process.cpuUsage(processor);
  const spent = (performance.now() - began) * 1000;
  collect();
  return {
    url,
    told: total,
    loopDelayP99Ms: delay.percentile(99) / 1e6,
    heapMb: process.memoryUsage().heapUsed / 1e6,
    processorShare: spent === 0 ? 0 : (user + system) / spent,
  };
});
