import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { TelemetrySignal } from "../../../src/contracts/signal.ts";
import { type OtlpDeps, otlpReceiver } from "../../../src/edge/otlp/receive.ts";
import { EDGE_TIMEOUTS, type EdgeTimeouts, edgeServer } from "../../../src/edge/server.ts";

export interface Intake {
  url: string;
  port: number;
  accepted: TelemetrySignal[];
  /** The heads of all requests, in the order in which they came. */
  heads: { path: string | undefined; type: string | undefined; encoding: string | undefined }[];
  /** What the server called an error of its own. */
  failures: unknown[];
  close(): Promise<void>;
}

/** The real server on a free port of loopback, which takes what comes with the token "good". */
export async function startIntake(
  deps: Partial<OtlpDeps> = {},
  timeouts: Partial<EdgeTimeouts> = {},
): Promise<Intake> {
  const accepted: TelemetrySignal[] = [];
  const failures: unknown[] = [];
  const server = edgeServer(
    {
      otlp: otlpReceiver({
        authenticate: (bearer) => (bearer === "good" ? ["acme/market"] : null),
        accept: (signal) => {
          accepted.push(signal);
          return "accepted";
        },
        isBehind: () => false,
        isFull: () => false,
        now: () => 1_700_000_000_000,
        ...deps,
      }),
      rest: (_request, response) => {
        response.writeHead(404).end();
      },
      failed: (error) => failures.push(error),
    },
    { ...EDGE_TIMEOUTS, ...timeouts },
  );
  const heads: Intake["heads"] = [];
  server.prependListener("request", ({ url, headers }: IncomingMessage) =>
    heads.push({ path: url, type: headers["content-type"], encoding: headers["content-encoding"] }),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    accepted,
    heads,
    failures,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
