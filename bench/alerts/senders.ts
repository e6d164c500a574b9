/** Alerting systems that all report the same cause: a process of its own on loopback. */
import { Agent, request } from "node:http";
import { answering } from "../ingest/part.ts";

export interface BurstQuestion {
  url: string;
  token: string;
  service: string;
  alerts: number;
  /** How many are under way at one time. */
  senders: number;
}
export interface BurstAnswer {
  seconds: number;
  /** Milliseconds from the first byte of a request to the last of its answer, in rising order. */
  answered: number[];
  /** How often each HTTP status came. */
  statuses: Record<number, number>;
}

const RULES = ["ErrorsHigh", "ErrorBudgetBurn", "AvailabilityLow", "PodFailing"];

answering<BurstQuestion>(async ({ url, token, service, alerts, senders }): Promise<BurstAnswer> => {
  const agent = new Agent({ keepAlive: true, maxSockets: senders });
  const firedAt = new Date().toISOString();
  const answered: number[] = [];
  const statuses: Record<number, number> = {};
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: senders }, async () => {
      for (let at = next++; at < alerts; at = next++) {
        const body = JSON.stringify(alertOf(service, at, firedAt));
        const sent = performance.now();
        const status = await send(agent, url, token, body);
        answered.push(performance.now() - sent);
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  return { seconds, answered: answered.sort((a, b) => a - b), statuses };
});

/** Each of a pod of its own, by one of several rules. */
function alertOf(service: string, at: number, firedAt: string): object {
  const rule = RULES[at % RULES.length] as string;
  return {
    service,
    summary: `${rule}: 31% of requests fail`,
    metric: rule,
    value: 0.31,
    threshold: 0.01,
    fired_at: firedAt,
    labels: { pod: `${service}-${at}`, instance: `10.0.${at >> 8}.${at & 255}:8080` },
  };
}

function send(agent: Agent, url: string, token: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${url}/api/alerts/generic`, {
      method: "POST",
      agent,
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
      },
    });
    outgoing.on("response", (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
