import { Worker } from "node:worker_threads";
import type { CompanyService } from "../company/company.ts";
import type { SharedState } from "./shared-state.ts";

type Ask =
  | { what: "break"; service: string }
  | { what: "webhook"; url: string; secret: string | null }
  /** What the company itself writes down of requests and deliveries. */
  | { what: "forget" }
  | { what: "stop" };
export type Asked = Ask & { nth: number };
export type Told =
  | { what: "started"; repositories: string[]; environment: Record<string, string>; directory: string }
  | { what: "services"; services: CompanyService[] }
  | { what: "done"; nth: number; failures: string[] }
  | { what: "failed"; nth: number; reason: string };

/** A company in a thread of its own. */
export interface CompanyApart {
  repositories: readonly string[];
  environment: Record<string, string>;
  directory: string;
  /** As they serve at the moment. */
  services: readonly CompanyService[];
  failures: readonly string[];
  /** @throws Error that says why it could not be done */
  ask(what: Ask): Promise<void>;
}

/** Starts it on the clock that `shared` tells. */
export async function startCompanyApart(shared: SharedState): Promise<CompanyApart> {
  const thread = new Worker(new URL("company-thread.ts", import.meta.url), { workerData: shared.buffer });
  const waiting = new Map<number, { resolve(): void; reject(error: Error): void }>();
  const company = { services: [] as CompanyService[], failures: [] as string[] };
  let nth = 0;
  const fallen = new Promise<never>((_, reject) => thread.once("error", reject));
  fallen.catch((error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
  });
  const started = new Promise<Extract<Told, { what: "started" }>>((resolve) => {
    thread.on("message", (told: Told) => {
      switch (told.what) {
        case "started":
          return resolve(told);
        case "services":
          return void company.services.splice(0, Number.POSITIVE_INFINITY, ...told.services);
        case "done":
          company.failures = told.failures;
          waiting.get(told.nth)?.resolve();
          return void waiting.delete(told.nth);
        case "failed":
          waiting.get(told.nth)?.reject(new Error(told.reason));
          return void waiting.delete(told.nth);
      }
    });
  });
  const { repositories, environment, directory } = await Promise.race([started, fallen]);
  return {
    repositories,
    environment,
    directory,
    services: company.services,
    get failures() {
      return company.failures;
    },
    ask: (what) =>
      new Promise((resolve, reject) => {
        const asked: Asked = { ...what, nth: nth++ };
        waiting.set(asked.nth, { resolve, reject });
        thread.postMessage(asked);
      }),
  };
}
