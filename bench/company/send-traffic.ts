import { spansOf } from "../../test/service/spans-of.ts";
import type { CompanyService } from "./company.ts";

/** Four requests a second of each service, as its exporter tells of them. */
const EVERY_MS = 250;

/**
 * Has each service answer requests, and tells whoever serves it: while its revision is defective every second one fails.
 *
 * @returns ends it
 */
export function sendTraffic(
  services: readonly CompanyService[],
  urlOf: (service: CompanyService) => string,
  tokenOf: (service: CompanyService) => string,
): () => void {
  let nth = 0;
  const timer = setInterval(() => {
    nth++;
    for (const of of Map.groupBy(services, (one) => `${urlOf(one)} ${tokenOf(one)}`).values()) {
      const [first] = of;
      if (first === undefined) continue;
      const [url, token] = [urlOf(first), tokenOf(first)];
      const resourceSpans = of.map((service) => request(service, nth));
      fetch(`${url}/v1/traces`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
        body: JSON.stringify({ resourceSpans }),
      })
        .then((answer) => answer.arrayBuffer())
        .catch(() => {
          // The service is down at the moment: its telemetry is lost, as it would be.
        });
    }
  }, EVERY_MS);
  return () => clearInterval(timer);
}

function request({ name, sha, defective }: CompanyService, nth: number) {
  const fails = defective && nth % 2 === 0;
  const stack = [`price (/srv/app/services/${name}/price.ts:6:16)`, "handle (/srv/app/http/handle.ts:27:22)"];
  return spansOf({
    service: name,
    route: "POST /quotes",
    revision: sha,
    answered: {
      milliseconds: 12 + (nth % 7),
      ...(fails
        ? {
            error: {
              type: "TypeError",
              message: "Cannot read properties of undefined (reading 'base')",
              stack: stack.map((frame) => `    at ${frame}`).join("\n"),
            },
          }
        : {}),
    },
  });
}
