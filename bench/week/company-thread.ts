/**
 * The company of the week in a thread of its own: its heap, and what its GitHub remembers, are not the service's. It goes by the
 * clock of whoever started it, and does what it is asked to.
 */
import { parentPort, workerData } from "node:worker_threads";
import { startCompany } from "../company/company.ts";
import type { Asked, Told } from "./company-apart.ts";
import { countInFlight } from "./in-flight.ts";
import { SharedState } from "./shared-state.ts";

/** How often it is looked whether a deployment has come through, in milliseconds. */
const LOOK_MS = 2;

const shared = new SharedState(workerData as SharedArrayBuffer);
goBy(() => shared.now());
countInFlight((by) => shared.add(by));
const company = await startCompany({ repositories: 1, servicesEach: 3, checks: true });
company.github.state.now = () => shared.now();

const tell = (told: Told) => parentPort?.postMessage(told);
let known = "";
function tellServices(): void {
  const services = company.services.map((one) => ({ ...one }));
  if (JSON.stringify(services) === known) return;
  known = JSON.stringify(services);
  tell({ what: "services", services });
}
const looking = setInterval(tellServices, LOOK_MS);

async function perform(asked: Asked): Promise<void> {
  switch (asked.what) {
    case "break":
      return company.breakServices(company.services.filter(({ name }) => name === asked.service));
    case "webhook":
      return company.github.setWebhook("sre-space", { url: asked.url, secret: asked.secret });
    case "forget":
      company.github.clearJournal();
      (company.github.webhooks() as unknown[]).splice(0);
      return;
    case "stop":
      clearInterval(looking);
      return company.stop();
  }
}

parentPort?.on("message", (asked: Asked) => {
  perform(asked).then(
    () => {
      tellServices();
      tell({ what: "done", nth: asked.nth, failures: company.failures.map(String) });
      if (asked.what === "stop") parentPort?.close();
    },
    (error: unknown) => tell({ what: "failed", nth: asked.nth, reason: String(error) }),
  );
});
tellServices();
const { repositories, environment, directory } = company;
tell({ what: "started", repositories: [...repositories], environment, directory });

/** `Date` of this thread tells that time. */
function goBy(now: () => number): void {
  const Real = Date;
  globalThis.Date = new Proxy(Real, {
    construct: (of, given, by) => Reflect.construct(of, given.length === 0 ? [now()] : given, by),
    get: (of, name, by) => (name === "now" ? now : Reflect.get(of, name, by)),
  });
}
