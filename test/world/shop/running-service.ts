import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { findFreePort } from "../../../marketplace-demo/world/find-free-port.ts";

type Plan = { services: Record<string, { command: string[]; port_env: string; health: string }> };
export type RunningService = { url: string; stop(): Promise<number | null> };

/** The stand-in for the carriers' gateway is no service of ours, and deployed by nobody. */
const CARRIER = { command: ["node", "sandbox/carrier/main.ts"], port_env: "PORT", health: "/healthz" };

/**
 * Starts a service of a checkout as its `deploy.yml` says, or the `carrier`, and waits until it is healthy.
 * @throws with what it printed when it ends before that.
 */
export async function startService(
  checkout: string,
  name: string,
  env: NodeJS.ProcessEnv,
): Promise<RunningService> {
  const { services } = parse(readFileSync(join(checkout, "deploy.yml"), "utf8")) as Plan;
  const { command, port_env, health } = { ...services, carrier: CARRIER }[name]!;
  const port = await findFreePort();
  const child: ChildProcess = spawn(process.execPath, command.slice(1), {
    cwd: checkout,
    env: { PATH: process.env.PATH, [port_env]: String(port), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}:\n${output}`);
    const healthy = await fetch(`${url}${health}`).then(
      (response) => response.ok,
      () => false,
    );
    if (healthy) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    url,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      await exited;
      return child.exitCode;
    },
  };
}
