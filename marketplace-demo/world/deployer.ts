import { execFile } from "node:child_process";
import { promisify } from "node:util";
import picomatch from "picomatch";
import type { Checkouts } from "./checkouts.ts";
import type { Canaries } from "./create-canaries.ts";
import { type DeployPlan, readDeployPlan } from "./read-deploy-plan.ts";
import type { Supervised } from "./supervise-service.ts";
import { touchedPaths } from "./touched-paths.ts";

const run = promisify(execFile);

/** What is told to GitHub about one deployment; a deployer without a GitHub tells nobody. */
export type DeploymentRecord = {
  create(sha: string, services: string[]): Promise<number>;
  status(id: number, state: "in_progress" | "success" | "failure", description: string): Promise<void>;
};

export type Deployed = {
  sha: string;
  services: string[];
  state: "success" | "failure";
  /** Epoch milliseconds at which it began and ended. */
  startedAt: number;
  endedAt: number;
  problem?: string;
};

export type Deployer = {
  /** Deploys after everything that was asked for before; never rejects, a failure is in the answer. */
  deploy(sha: string): Promise<Deployed>;
  /** This commit is to be tried out in a canary of each service that it touches; said before it is deployed. */
  tryOut(sha: string): void;
  onDeployed(listener: (deployed: Deployed) => void): void;
  /** Resolves when nothing is waiting or running. */
  idle(): Promise<void>;
  /** Resolves when each of these commits has been deployed, well or not. */
  until(shas: readonly string[]): Promise<void>;
};

/**
 * Runs whatever it is told that `main` holds: replaces the services whose paths were touched since the revision that
 * each runs, by the `deploy.yml` of the new commit, and records it.
 */
export function createDeployer(options: {
  checkouts: Checkouts;
  services: Map<string, Supervised>;
  canaries: Canaries;
  record: DeploymentRecord | undefined;
  /** For the release step. */
  environment: NodeJS.ProcessEnv;
  say(line: string): void;
}): Deployer {
  const { checkouts, services, canaries, record, say } = options;
  const listeners: ((deployed: Deployed) => void)[] = [];
  const ended = new Set<string>();
  const triedOut = new Set<string>();
  let queue: Promise<unknown> = Promise.resolve();
  let released: string | undefined;

  async function deployNow(sha: string): Promise<Deployed> {
    const startedAt = Date.now();
    let touched: string[] = [];
    let id: number | undefined;
    const outcome = async (state: "success" | "failure", problem?: string): Promise<Deployed> => {
      const description =
        problem ??
        (touched.length === 0
          ? "Nothing to replace"
          : `${triedOut.has(sha) ? "One of two of" : "Replaced"} ${touched.join(", ")}`);
      if (id !== undefined) await record?.status(id, state, description.slice(0, 140));
      const deployed: Deployed = { sha, services: touched, state, startedAt, endedAt: Date.now() };
      if (problem !== undefined) deployed.problem = problem;
      say(`deployed ${sha.slice(0, 7)} ${state} in ${deployed.endedAt - startedAt} ms: ${description}`);
      ended.add(sha);
      for (const listener of listeners) listener(deployed);
      return deployed;
    };
    try {
      const checkout = await checkouts.of(sha);
      const plan = await readDeployPlan(checkout);
      touched = await touchedServices(plan, sha);
      id = await record?.create(sha, touched);
      if (id !== undefined) {
        await record?.status(
          id,
          "in_progress",
          touched.length > 0 ? `Replacing ${touched.join(", ")}` : "Comparing",
        );
      }
      await release(plan, checkout, sha);
      await Promise.all(
        touched.map(async (name) => {
          const instance = triedOut.has(sha) ? canaries.of(name) : services.get(name);
          await instance?.replace({ checkout, revision: sha, plan: plan.services[name] as never });
          if (!triedOut.has(sha)) await canaries.end(name);
        }),
      );
      return await outcome("success");
    } catch (error) {
      return await outcome("failure", (error as Error).message);
    }
  }

  async function touchedServices(plan: DeployPlan, sha: string): Promise<string[]> {
    const touched: string[] = [];
    for (const [name, { paths }] of Object.entries(plan.services)) {
      const service = services.get(name);
      if (!service) continue;
      const before = (canaries.running(name) ?? service).revision();
      const matches = picomatch(paths, { dot: true });
      const changed =
        before === undefined ||
        (await touchedPaths(checkouts.mirror, before, sha)).some((path) => matches(path));
      if (changed) touched.push(name);
    }
    return touched;
  }

  async function release(plan: DeployPlan, checkout: string, sha: string): Promise<void> {
    const before = released;
    released = sha;
    if (!plan.release || before === undefined) return;
    const paths = await touchedPaths(checkouts.mirror, before, sha);
    if (!paths.some((path) => path.startsWith("db/"))) return;
    const [command, ...args] = plan.release as [string, ...string[]];
    say(`release step: ${plan.release.join(" ")}`);
    await run(command === "node" ? process.execPath : command, args, {
      cwd: checkout,
      env: options.environment,
    });
  }

  return {
    deploy(sha) {
      const next = queue.then(() => deployNow(sha));
      queue = next.catch(() => {});
      return next;
    },
    tryOut: (sha) => void triedOut.add(sha),
    onDeployed(listener) {
      listeners.push(listener);
    },
    until(shas) {
      return new Promise((resolve) => {
        const look = () => shas.every((sha) => ended.has(sha)) && resolve();
        listeners.push(look);
        look();
      });
    },
    async idle() {
      let seen: unknown;
      while (seen !== queue) {
        seen = queue;
        await seen;
      }
    },
  };
}
