import { expect, it } from "vitest";
import type { AlertChange } from "../../src/contracts/signal.ts";
import { noteAlerts } from "../../src/loop/steps/note-alerts.ts";
import { anIncident, at } from "./an-incident.ts";

const change = (key: string, what: AlertChange["what"] = "resolved", name = key): AlertChange => ({
  repository: "acme/marketplace",
  cause: "0123456789ab",
  key,
  name,
  what,
});
const texts = (changes: AlertChange[], incident = anIncident()) =>
  noteAlerts(incident, changes).thoughts.map(({ text }) => text);

it("names few, and counts many", () => {
  expect(texts([change("ErrorsHigh")])).toEqual(["Alert ErrorsHigh resolved."]);
  expect(texts([change("a"), change("b", "fires-again")])).toEqual([
    "Alert a resolved.",
    "Alert b fires again.",
  ]);
  const pods = Array.from({ length: 900 }, (_, n) => change(`k${n}`, "resolved", `Alert${n % 5}`));
  expect(texts(pods)).toEqual(["900 alerts resolved: Alert0, Alert1, Alert2 and others."]);
  const long = Array.from({ length: 9 }, (_, n) => change(`k${n}`, "fires-again", `${n}${"x".repeat(200)}`));
  for (const text of texts(long)) expect(text.length).toBeLessThanOrEqual(400);
});

it("does not let an alert that comes and goes push the rest of the story out", () => {
  const flap = (n: number) => change("ErrorsHigh", n % 2 ? "fires-again" : "resolved");
  let incident = anIncident();
  for (let n = 0; n < 500; n++) {
    const { thoughts } = noteAlerts(incident, [flap(n)]);
    incident = {
      ...incident,
      thoughts: [...incident.thoughts, ...thoughts.map((one) => ({ ...one, at: at(n) }))],
    };
  }
  expect(incident.thoughts).toHaveLength(20);
});
