/** An alerting system that reports ten times a second: a process of its own, so that nothing but the service delays it. */
import { Agent, request } from "node:http";
import { answering } from "../ingest/part.ts";

export interface ProbeQuestion {
  url: string;
  token: string;
  service: string;
  seconds: number;
}
export interface ProbeAnswer {
  /** Milliseconds to each answer, in rising order. */
  answered: number[];
  statuses: Record<number, number>;
}

const EVERY_MS = 100;

answering<ProbeQuestion>(async ({ url, token, service, seconds }): Promise<ProbeAnswer> => {
  const agent = new Agent({ keepAlive: true });
  const answered: number[] = [];
  const statuses: Record<number, number> = {};
  const open: Promise<void>[] = [];
  const firedAt = new Date().toISOString();
  const began = performance.now();
  for (let at = 0; at * EVERY_MS < seconds * 1000; at++) {
    const wait = began + at * EVERY_MS - performance.now();
    if (wait > 0) await new Promise((due) => setTimeout(due, wait));
    const sent = performance.now();
    open.push(
      send(at).then((status) => {
        answered.push(performance.now() - sent);
        statuses[status] = (statuses[status] ?? 0) + 1;
      }),
    );
  }
  await Promise.all(open);
  agent.destroy();
  return { answered: answered.sort((a, b) => a - b), statuses };

  function send(at: number): Promise<number> {
    const body = JSON.stringify({
      service,
      summary: "ErrorsHigh: 31% of requests fail",
      metric: "ErrorsHigh",
      value: 0.31,
      threshold: 0.01,
      fired_at: firedAt,
      labels: { pod: `${service}-${at}` },
    });
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
      };
      request(`${url}/api/alerts/generic`, { method: "POST", agent, headers })
        .on("response", (response) => {
          response.resume();
          response.on("end", () => resolve(response.statusCode ?? 0));
        })
        .on("error", reject)
        .end(body);
    });
  }
});
