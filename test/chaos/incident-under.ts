import type { Incident } from "../../src/contracts/incident.ts";
import { LABELS } from "../../src/report/labels.ts";
import { until } from "../service/until.ts";
import { type Company, startCompany } from "./company.ts";
import { type EndState, endState } from "./end-state.ts";
import { leftOver } from "./left-over.ts";

/** Longer than any wait of the service, and than a machine under load takes. */
const PATIENCE_MS = 240_000;
const LOOK_MS = 100;

/** Two places at which the world holds an incident, so that what is done to it then is done in its midst. */
export interface Stages {
  company: Company;
  /** Resolves once the pull request is open. CI says nothing about it before `passChecks`. */
  proposed: Promise<void>;
  passChecks(): void;
  /** Resolves once the fix is merged. It is brought out after `bringOut`. */
  merged: Promise<void>;
  bringOut(): void;
}

/**
 * One whole incident of a company of its own, while something is done to it: a defect goes out, an alert fires, an issue and
 * a pull request are opened, the revert is merged and goes out, the alert resolves, the issue is closed.
 *
 * @param disturb both gates are open once it is over
 * @returns what GitHub and the store hold when nothing is left to be done
 * @throws Error with the service's last words where it does not end
 */
export async function incidentUnder(
  disturb: (stages: Stages) => Promise<void>,
  environment: Readonly<Record<string, string>> = {},
): Promise<EndState> {
  const company = await startCompany(environment);
  const over = new AbortController();
  const [proposed, checks, merged, deployment] = Array.from({ length: 4 }, () =>
    Promise.withResolvers<void>(),
  ) as Gates;
  const open = () => {
    checks.resolve();
    deployment.resolve();
  };
  company.beforeCheck = () => {
    proposed.resolve();
    return checks.promise;
  };
  let deployments = 0;
  company.beforeDeploy = async () => {
    // The first is the defect's.
    if (++deployments === 1) return;
    merged.resolve();
    await deployment.promise;
  };
  try {
    await company.service.start();
    // They are made in the background, and belong to no incident.
    await until(PATIENCE_MS, LOOK_MS, async () =>
      LABELS.every(({ name }) => company.repository().labels.has(name)),
    );
    await company.breakIt();
    const disturbed = disturb({
      company,
      proposed: proposed.promise,
      passChecks: checks.resolve,
      merged: merged.promise,
      bringOut: deployment.resolve,
    }).finally(open);
    // Where the incident cannot end any more, the disturbance would wait for ever.
    await Promise.all([disturbed, untilEnded(company, environment.DATABASE_URL, over.signal)]);
    return await endState(company);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${lastWords(company)}`, {
      cause: error,
    });
  } finally {
    over.abort();
    open();
    await company.end();
  }
}
type Gates = [Gate, Gate, Gate, Gate];
type Gate = PromiseWithResolvers<void>;

async function untilEnded(
  company: Company,
  databaseUrl: string | undefined,
  over: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  let seen = "nothing";
  while (!over.aborted) {
    const answer = await fetch(`${company.url}/api/incidents`, {
      signal: AbortSignal.timeout(10_000),
    }).catch(() => null);
    const incidents = answer?.ok ? ((await answer.json().catch(() => [])) as Incident[]) : [];
    if (incidents.length > 0)
      seen = JSON.stringify(incidents.map(({ waiting, closed, issue }) => ({ waiting, closed, issue })));
    const asked = incidents.find(({ needsHuman }) => needsHuman !== null);
    if (asked) throw new Error(`A person was asked: ${asked.needsHuman?.reason}`);
    const isClosed = ({ closed, issue, remembered }: Incident) =>
      closed !== null && issue?.state === "closed" && remembered !== null;
    if (
      incidents.length > 0 &&
      incidents.every(isClosed) &&
      company.calm() &&
      (await company.service.ready())
    ) {
      const left = await leftOver(company.data, databaseUrl).catch((error: unknown) => [String(error)]);
      if (left.length === 0) return;
      seen = `left over: ${left.join(", ")}`;
    }
    if (performance.now() > deadline) throw new Error(`It has not ended in ${PATIENCE_MS / 1000} s: ${seen}`);
    await new Promise((again) => setTimeout(again, LOOK_MS));
  }
}

function lastWords({ service, repository }: Company): string {
  const issues = [...repository().issues.values()].map(
    ({ number, state, title, pull }) => `#${number} ${state} ${pull?.merged ? "merged " : ""}${title}`,
  );
  return [...issues, service.said().slice(-6000)].join("\n");
}
