import { createHash } from "node:crypto";
import type { Random } from "../../telemetry/random.ts";
import type { Service, System } from "../definition.ts";
import type { Commit } from "./history.ts";
import { otlpAttributes } from "./otlp-attributes.ts";
import type { Json, Process } from "./recorder.ts";

/** From the deployment to the first new process, and from one to the next. */
const PULL_MS = 12_000;
const NEXT_MS = 9_000;

/**
 * Every process of every service over the time: a deployment replaces one instance after another.
 * @param told what processes say of their revision
 */
export function processesOf(
  system: System,
  commits: readonly Commit[],
  endMs: number,
  random: Random,
  told: System["revision"],
): Map<string, Process[][]> {
  const services = new Map<string, Process[][]>();
  for (const [name, service] of Object.entries(system.services)) {
    const rollouts = commits
      .map((commit, index) => ({ commit, index }))
      .filter(({ commit }) => commit.deploys.includes(name));
    const instances = Array.from({ length: service.instances }, (_, k) => {
      const slow = 1 + 0.4 * random.uniform();
      const starts = rollouts.map(({ commit, index }) => ({
        commit,
        index,
        at: commit.deployedMs + (index === 0 ? 0 : slow * (PULL_MS + k * NEXT_MS)),
      }));
      return starts.map(({ commit, index, at }, i): Process => {
        const instance = createHash("md5").update(`${commit.sha} ${name} ${k}`).digest("hex").slice(0, 10);
        return {
          service: name,
          language: service.language,
          index,
          sha: commit.sha,
          number: k + 1,
          instance: `${name}-${instance.slice(0, 5)}-${instance.slice(5)}`,
          fromMs: at,
          toMs: starts[i + 1]?.at ?? endMs,
          resource: resource(system, name, service, commit, index, k, instance, told),
        };
      });
    });
    services.set(name, instances);
  }
  return services;
}

const SDK: Readonly<Record<Service["language"], readonly [string, string]>> = {
  node: ["nodejs", "2.1.0"],
  python: ["python", "1.31.1"],
  go: ["go", "1.35.0"],
  java: ["java", "1.49.0"],
  ruby: ["ruby", "1.8.0"],
  dotnet: ["dotnet", "1.11.2"],
  php: ["php", "1.2.4"],
};

function resource(
  system: System,
  name: string,
  service: Service,
  commit: Commit,
  index: number,
  k: number,
  instance: string,
  told: System["revision"],
): Json[] {
  const [language, sdk] = SDK[service.language];
  const old = service.semconv === "old";
  return otlpAttributes({
    "service.name": name,
    "service.namespace": system.repository.split("/")[1],
    "service.instance.id": `${name}-${instance.slice(0, 5)}-${instance.slice(5)}`,
    "service.version": {
      vcs: "4.12.0",
      "version-sha": commit.sha,
      short: `4.12.${index}-${commit.sha.slice(0, 8)}`,
      tag: `v4.12.${index}`,
      none: undefined,
    }[told],
    "vcs.ref.head.revision": told === "vcs" ? commit.sha : undefined,
    [old ? "deployment.environment" : "deployment.environment.name"]: "production",
    "host.name": `node-${((k + name.length) % 4) + 1}`,
    "telemetry.sdk.name": "opentelemetry",
    "telemetry.sdk.language": language,
    "telemetry.sdk.version": sdk,
  });
}
