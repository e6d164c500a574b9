import { expect, it } from "vitest";
import { alertsByRepository } from "../src/alerts-by-repository.ts";
import type { Alert, AlertSignal } from "../src/contracts/signal.ts";

const alert = (key: string, service?: string): Alert => ({
  status: "firing",
  key,
  name: key,
  ...(service ? { service } : {}),
  summary: "",
  startsAt: "2026-01-01T00:00:00.000Z",
  labels: {},
});
const signal = (...alerts: Alert[]): AlertSignal => ({
  kind: "alert",
  source: "generic",
  repositories: ["acme/shop", "acme/till"],
  receivedAt: "2026-01-01T00:00:00.000Z",
  alerts,
});
const claim = (service: string) =>
  ({ api: "acme/shop", web: "acme/shop", till: "acme/till", both: "claimed twice" })[service] ?? null;

it("tells the alerts of one delivery apart by the repository that they are of", () => {
  const parts = alertsByRepository(
    signal(alert("1", "api"), alert("2", "till"), alert("3"), alert("4", "web"), alert("5", "both")),
    claim,
  );
  expect(parts.map((part) => [part.of, part.signal.alerts.map(({ key }) => key)])).toEqual([
    ["acme/shop", ["1", "4"]],
    ["acme/till", ["2"]],
    ["", ["3", "5"]],
  ]);
});

it("leaves a delivery as it is that is of one repository, under the name that it came by", () => {
  const one = signal(alert("1", "api"), alert("2", "web"));
  expect(alertsByRepository(one, claim)).toEqual([{ of: "", signal: one }]);
  expect(alertsByRepository(signal(), claim)).toEqual([{ of: "", signal: signal() }]);
});
