import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort } from "./find-free-port.ts";
import type { ServicePlan } from "./read-deploy-plan.ts";
import type { ServiceSwitch } from "./service-switch.ts";
import { type Child, startChild } from "./start-child.ts";

export type Supervised = {
  service: string;
  revision(): string | undefined;
  /** Process id, while one runs. */
  pid(): number | undefined;
  /** How often the process died by itself and was started again. */
  restarts(): number;
  /** Replaces the process without losing a request; throws, and leaves the old one, when the new is not healthy. */
  replace(next: { checkout: string; revision: string; plan: ServicePlan }): Promise<void>;
  /** Replaces the process by another one of the same revision, without losing a request. */
  restart(): Promise<void>;
  /** From now on a replacement serves every second request for so many milliseconds, and only then all of them. */
  rollOutIn(milliseconds: number): void;
  isRolling(): boolean;
  /** Ends the process and refuses connections, as when its host is gone; `resume` undoes it. */
  suspend(): Promise<void>;
  resume(): Promise<void>;
  /**
   * One more process of what runs now, on another port and with its own environment; it is not watched. Throws when none
   * runs or it does not become healthy.
   */
  startAnother(environment: NodeJS.ProcessEnv): Promise<{ child: Child; port: number; revision: string }>;
  stop(): Promise<void>;
};

const HEALTH_TIMEOUT = 30_000;

type Running = { child: Child; checkout: string; revision: string; plan: ServicePlan };

/**
 * Keeps one service of the marketplace running behind its switch, and starts it again when it dies, as an
 * orchestrator would.
 */
export function superviseService(options: {
  service: string;
  front: ServiceSwitch;
  logDirectory: string;
  environment(revision: string, instance: string): NodeJS.ProcessEnv;
  say(line: string): void;
}): Supervised {
  const { service, front, say } = options;
  let current: Running | undefined;
  let instances = 0;
  let restarts = 0;
  let stopped = false;
  let rollout = 0;
  let rolling: Promise<void> | undefined;
  const children = new Set<Child>();

  async function start(
    next: Omit<Running, "child">,
    also: NodeJS.ProcessEnv = {},
  ): Promise<{ running: Running; port: number }> {
    const port = await findFreePort();
    instances += 1;
    const instance = `${service}-${instances}`;
    const [command, ...args] = next.plan.command as [string, ...string[]];
    const child = await startChild({
      name: instance,
      command: command === "node" ? process.execPath : command,
      args,
      cwd: next.checkout,
      env: { ...options.environment(next.revision, instance), ...also, [next.plan.port_env]: String(port) },
      logFile: join(options.logDirectory, `${instance}.log`),
    });
    children.add(child);
    void child.exited.then(() => children.delete(child));
    const running: Running = { ...next, child };
    try {
      if (stopped) throw new Error(`${service} is being stopped`);
      await waitUntilHealthy(child, `http://127.0.0.1:${port}${next.plan.health}`);
    } catch (error) {
      await child.stop(1_000);
      throw error;
    }
    return { running, port };
  }

  async function watch(running: Running): Promise<void> {
    const exit = await running.child.exited;
    if (stopped || current !== running) return;
    say(
      `${service} died (${exit.signal ?? `exit ${exit.code}`}); starting it again, log ${running.child.logFile}`,
    );
    restarts += 1;
    await front.refuse();
    while (!stopped && current === running) {
      try {
        await become(running);
        return;
      } catch (error) {
        say(`${service} does not come back: ${(error as Error).message}`);
        await sleep(1_000);
      }
    }
  }

  async function become(next: Omit<Running, "child">): Promise<void> {
    const { running, port } = await start(next);
    const before = current;
    current = running;
    watch(running).catch((error: Error) => say(`${service}: ${error.message}`));
    await front.point({ port, revision: next.revision });
    if (before?.child.running()) await before.child.stop();
  }

  /** As a platform that says at once that it has begun, and takes its time: resolves when both serve. */
  async function share(next: Omit<Running, "child">, milliseconds: number): Promise<void> {
    await rolling;
    const { running, port } = await start(next);
    const before = current;
    current = running;
    watch(running).catch((error: Error) => say(`${service}: ${error.message}`));
    front.share({ port, revision: next.revision });
    say(`${service} rolls ${next.revision.slice(0, 7)} out in ${milliseconds / 1_000} s`);
    rolling = (async () => {
      await sleep(milliseconds, undefined, { ref: false });
      if (!stopped && current === running) await front.point({ port, revision: next.revision });
      front.share(undefined);
      if (before?.child.running()) await before.child.stop();
      rolling = undefined;
      say(`${service} is rolled out`);
    })();
  }

  return {
    service,
    revision: () => current?.revision,
    pid: () => (current?.child.running() ? current.child.pid : undefined),
    restarts: () => restarts,
    replace: (next) => (rollout > 0 && current?.child.running() ? share(next, rollout) : become(next)),
    rollOutIn(milliseconds) {
      rollout = milliseconds;
    },
    isRolling: () => rolling !== undefined,
    async restart() {
      if (current?.child.running()) await become(current);
    },
    async suspend() {
      const before = current;
      if (!before) return;
      // `current` keeps what to resume; a copy that is not the watched object, so that nobody restarts it.
      current = { ...before };
      await front.refuse();
      await before.child.stop();
    },
    async resume() {
      if (current && !current.child.running()) await become(current);
    },
    async startAnother(environment) {
      if (!current) throw new Error(`${service} does not run.`);
      const { running, port } = await start(current, environment);
      return { child: running.child, port, revision: running.revision };
    },
    async stop() {
      stopped = true;
      await Promise.all([...children].map((child) => child.stop()));
    },
  };
}

async function waitUntilHealthy(child: Child, url: string): Promise<void> {
  const deadline = Date.now() + HEALTH_TIMEOUT;
  while (Date.now() < deadline) {
    if (!child.running()) throw new Error(`${child.name} ended while starting; read ${child.logFile}`);
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
      await answer.arrayBuffer();
      if (answer.ok) return;
    } catch {
      // Not listening yet.
    }
    await sleep(50);
  }
  throw new Error(`${child.name} was not healthy after ${HEALTH_TIMEOUT / 1_000} s; read ${child.logFile}`);
}
