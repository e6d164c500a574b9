import type { Resource, Span, Telemetry } from "../../src/contracts/telemetry.ts";
import { seeded } from "../../test/observe/shop-world.ts";
import type { CompanyService } from "../company/company.ts";

const HOUR_MS = 3_600_000;
const ROUTES = ["POST /quotes", "GET /quotes/:id"] as const;

/** What the customers of a second leave behind in each service: more of them by day than by night, failures by what is deployed. */
export function customers(services: readonly CompanyService[], rate: number): (nowMs: number) => Telemetry {
  const random = seeded(7);
  const hex = (digits: number) =>
    Array.from({ length: digits / 8 }, () =>
      Math.floor(random() * 2 ** 32)
        .toString(16)
        .padStart(8, "0"),
    ).join("");

  /** One for all that a service exports in a second, as in a batch of its exporter. */
  const resourceOf = ({ name, sha }: CompanyService): Resource => ({
    service: name,
    environment: "production",
    revision: sha,
    instance: `${name}-${sha.slice(0, 7)}`,
    attributes: {},
  });

  function request(
    { name, defective }: CompanyService,
    resource: Resource,
    nowMs: number,
    nth: number,
  ): Span {
    const fails = defective && random() < 0.5;
    const startMs = nowMs - 1_000 + 900 * random();
    const endMs = startMs + 8 + 40 * random() ** 3;
    const route = ROUTES[nth % ROUTES.length] as string;
    const message = "Cannot read properties of undefined (reading 'base')";
    const exception = {
      name: "exception",
      timeMs: endMs,
      attributes: {
        "exception.type": "TypeError",
        "exception.message": message,
        "exception.stacktrace": `TypeError: ${message}\n    at price (/srv/app/services/${name}/price.ts:6:16)\n    at handle (/srv/app/http/handle.ts:27:22)`,
      },
    };
    return {
      traceId: hex(32),
      spanId: hex(16),
      name: route,
      kind: "server",
      startMs,
      endMs,
      status: fails ? "error" : "unset",
      attributes: { "http.route": route.split(" ")[1] ?? "", "http.response.status_code": fails ? 500 : 200 },
      events: fails ? [exception] : [],
      resource,
    };
  }

  return (nowMs) => {
    const hour = (nowMs / HOUR_MS) % 24;
    const byHour = rate * (1 + 0.4 * Math.cos(((hour - 15) / 24) * 2 * Math.PI));
    const spans = services.flatMap((service) => {
      const resource = resourceOf(service);
      const count = Math.floor(byHour + random());
      return Array.from({ length: count }, (_, nth) => request(service, resource, nowMs, nth));
    });
    return { spans, points: [], logs: [] };
  };
}
