import type { Anomaly } from "../../src/contracts/anomaly.ts";
import type { Evidence, EvidenceItem } from "../../src/contracts/evidence.ts";
import { Policy, type PolicyFile } from "../../src/contracts/policy.ts";
import type { Deployment } from "../../src/contracts/ports/repo-reader.ts";
import { diagnose } from "../../src/orient/diagnose.ts";
import { createGitRepository, type GitRepository, gitReader } from "./git-reader.ts";

/** Everything happens relative to this moment: the scene's second 0. */
export const START = Date.parse("2026-11-02T10:00:00.000Z");
export const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

export const POLICY: PolicyFile = {
  version: 1,
  mode: "merge",
  services: {
    quotes: { paths: ["services/quotes/**", "packages/rating/**", "config/quotes.yml", "db/**"] },
    policies: { paths: ["services/policies/**"], depends_on: ["quotes"] },
    storefront: { paths: ["services/storefront/**"], depends_on: ["quotes", "policies"] },
  },
};

type Item = EvidenceItem extends infer Each
  ? Each extends EvidenceItem
    ? Omit<Each, "id" | "text">
    : never
  : never;

/** Builds an incident over a real git repository: commits, their deployments, what telemetry saw. */
export class Scene {
  readonly repository: GitRepository = createGitRepository();
  readonly deployments: Deployment[] = [];
  readonly items: EvidenceItem[] = [];
  localisation: Evidence["localisation"] = [];
  policy: PolicyFile = POLICY;
  private anomaly: Anomaly = {
    fingerprint: "0123456789ab",
    repository: "acme/shop",
    environment: "production",
    service: "quotes",
    operation: "POST /quotes",
    symptom: "errors",
    source: "telemetry",
    alerts: [],
    onset: { at: at(0), earliest: at(-2), latest: at(2) },
    detectedAt: at(5),
    observed: { value: 0.4, unit: "ratio", samples: 50 },
    baseline: { value: 0, unit: "ratio", samples: 300 },
    objective: 0.01,
    baselineSeconds: 120,
    blastRadius: ["storefront"],
    summary: "Two of five requests fail.",
  };

  /** Commits at `seconds` and, unless told otherwise, deploys three seconds later. */
  push(
    seconds: number,
    files: Record<string, string | null>,
    options: { message?: string; author?: string; deploy?: boolean } = {},
  ): string {
    const sha = this.repository.commit(files, { at: at(seconds), ...options });
    if (options.deploy !== false) this.deploy(sha, seconds);
    return sha;
  }

  deploy(sha: string, seconds: number, took = 3): void {
    this.deployments.push({
      id: this.deployments.length + 1,
      sha,
      environment: "production",
      description: "",
      createdAt: at(seconds),
      status: { state: "success", at: at(seconds + took) },
      succeededAt: at(seconds + took),
    });
  }

  anomalous(change: Partial<Anomaly>): this {
    this.anomaly = { ...this.anomaly, ...change };
    return this;
  }

  replaceAnomaly(anomaly: Anomaly): this {
    this.anomaly = anomaly;
    return this;
  }

  saw(item: Item): this {
    this.items.push({ ...item, id: `E${this.items.length + 1}`, text: "as measured" } as EvidenceItem);
    return this;
  }

  /** `[revision, first second, last second, requests, broken]` of the failing operation. */
  revisions(rows: [string, number, number, number, boolean | null][], service = "quotes"): this {
    const unit = {
      errors: "ratio",
      latency: "ms",
      memory: "bytes/s",
      traffic: "ratio",
      saturation: "ratio",
    } as const;
    return this.saw({
      kind: "revisions",
      service,
      operation: this.anomaly.operation,
      unit: unit[this.anomaly.symptom],
      revisions: rows.map(([revision, first, last, requests, broken]) => ({
        revision,
        firstSeen: at(first),
        lastSeen: at(last),
        requests,
        value: broken ? 0.4 : 0,
        broken,
      })),
    });
  }

  threw(type: string, frames: [string, number | undefined, string?][], count = 20): this {
    return this.saw({
      kind: "exception",
      service: this.anomaly.service,
      operation: this.anomaly.operation,
      type,
      message: "cannot read <value>",
      frames: frames.map(([path, line, name]) => ({
        path: `/srv/releases/7/${path}`,
        ...(line === undefined ? {} : { line }),
        ...(name ? { function: name } : {}),
        inApp: !path.includes("node_modules"),
      })),
      count,
      countBefore: 0,
      revisions: [],
    });
  }

  /** As Scout tells of an alert that fired then, and of which nothing else is known. */
  alerted(name: string, seconds: number): this {
    this.saw({ kind: "alert", source: "alertmanager", name, startsAt: at(seconds) });
    const { baseline: _, ...rest } = this.anomaly;
    this.anomaly = {
      ...rest,
      source: "alert",
      alerts: ["key"],
      onset: { at: at(seconds - 10), earliest: at(seconds - 60), latest: at(seconds) },
      detectedAt: at(seconds + 1),
      observed: { ...rest.observed, samples: 0 },
      baselineSeconds: 0,
    };
    return this;
  }

  get evidence(): Evidence {
    return { collectedAt: at(5), items: this.items, localisation: this.localisation };
  }

  get input() {
    return {
      anomaly: this.anomaly,
      evidence: this.evidence,
      policy: Policy.parse(this.policy),
      reader: gitReader(this.repository.directory, this.deployments),
      now: at(10),
    };
  }

  diagnose() {
    return diagnose(this.input);
  }
}

/** `line 1 … line n`, with some replaced: a file whose lines can be told apart. */
export function lines(...texts: string[]): string {
  return `${texts.join("\n")}\n`;
}
