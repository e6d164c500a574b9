import { readdir, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { z } from "zod";
import {
  BundleCommit,
  BundleDeployment,
  BundleEvent,
  BundleHead,
  type BundleProblem,
} from "../contracts/bundle.ts";
import type { Policy } from "../contracts/policy.ts";
import type { AlertSignal } from "../contracts/signal.ts";
import { extentOf } from "./extent-of.ts";
import { indexTelemetry, type TelemetryIndex } from "./index-telemetry.ts";
import { NoBundle } from "./no-bundle.ts";
import { readAlert } from "./read-alert.ts";
import { checkList, checkObject, readJsonFile } from "./read-json-file.ts";
import { readPolicy } from "./read-policy.ts";
import { type RecordedEvidence, readRecordedEvidence } from "./recorded-evidence.ts";

/** A bundle with everything in memory but its telemetry. */
export interface Bundle {
  folder: string;
  repository: string;
  environment: string;
  /** Epoch milliseconds; null where the bundle does not say. */
  window: { fromMs: number | null; toMs: number | null };
  alert: AlertSignal | null;
  deployments: BundleDeployment[];
  commits: BundleCommit[];
  events: BundleEvent[];
  /** Absolute path of a git clone. */
  clone: string | null;
  /** Null where the bundle has none. */
  policy: Policy | null;
  telemetry: TelemetryIndex;
  /** What Scout said at the time; null in a bundle that something else wrote. */
  recorded: RecordedEvidence | null;
  /** What the last verdict was made of, unread; null in a bundle that something else wrote. */
  judgement: Record<string, unknown> | null;
  problems: BundleProblem[];
}

/** A folder that holds any of these is a bundle. */
export const BUNDLE_FILES = [
  "bundle.json",
  "alert.json",
  "traces.jsonl",
  "logs.jsonl",
  "metrics.jsonl",
  "deployments.json",
  "commits.json",
  "events.json",
];

/**
 * Reads a bundle. Any file may be absent, and what cannot be read is left out and told in `problems`.
 * @throws NoBundle where there is no such folder, or nothing in it that a bundle is made of
 */
export async function readBundle(path: string): Promise<Bundle> {
  const folder = resolve(path);
  const found = await stat(folder).catch(() => null);
  if (!found) throw new NoBundle(`There is no folder ${path}. Name one: sre-space diagnose BUNDLE`);
  if (!found.isDirectory())
    throw new NoBundle(`${path} is a file. Name the folder of the bundle: sre-space diagnose BUNDLE`);
  const files = await readdir(folder);
  if (!BUNDLE_FILES.some((file) => files.includes(file)))
    throw new NoBundle(
      `${path} holds no incident bundle. Put at least one of these into it: ${BUNDLE_FILES.join(", ")} (see docs/bundles.md).`,
    );

  const problems: BundleProblem[] = [];
  const head = await readHead(folder, problems);
  const list = async <T extends z.ZodType>(file: string, schema: T): Promise<z.output<T>[]> => {
    const read = await readJsonFile(folder, file, problems);
    return read ? checkList(schema, read, file, problems) : [];
  };
  const [from, to] = [head.window?.from, head.window?.to].map((time) => (time ? Date.parse(time) : null));
  const window = { fromMs: from ?? null, toMs: to ?? null };
  if (window.fromMs !== null && window.toMs !== null && window.toMs <= window.fromMs) {
    const message = "window.to is not after window.from";
    problems.push({ file: "bundle.json", message, hint: "The window is left out of account." });
    window.fromMs = null;
    window.toMs = null;
  }
  const telemetry = await indexTelemetry(folder, problems);
  const toldMs = window.toMs ?? extentOf(telemetry)?.toMs ?? window.fromMs;
  return {
    folder,
    repository: head.repository,
    environment: head.environment,
    window,
    alert: await readAlert(folder, head, toldMs, problems),
    deployments: await list("deployments.json", BundleDeployment),
    commits: await list("commits.json", BundleCommit),
    events: await list("events.json", BundleEvent),
    clone: head.clone ? resolve(folder, head.clone) : null,
    policy: await readPolicy(folder, problems),
    telemetry,
    recorded: await readRecordedEvidence(folder, problems),
    judgement: await readKept(folder, problems),
    problems,
  };
}

async function readKept(folder: string, problems: BundleProblem[]): Promise<Record<string, unknown> | null> {
  const read = await readJsonFile(folder, "judgement.json", problems);
  return typeof read?.json === "object" && read.json !== null ? (read.json as Record<string, unknown>) : null;
}

async function readHead(folder: string, problems: BundleProblem[]): Promise<BundleHead> {
  const read = await readJsonFile(folder, "bundle.json", problems);
  if (!read) return BundleHead.parse({});
  const whole = await checkObject(BundleHead, read, "bundle.json", problems);
  if (whole) return whole;
  // One wrong field is no reason to do without the others.
  const json = typeof read.json === "object" && read.json !== null ? read.json : {};
  const good = Object.entries(BundleHead.shape).flatMap(([key, schema]) => {
    const value = (json as Record<string, unknown>)[key];
    return schema.safeParse(value).success ? [[key, value]] : [];
  });
  return BundleHead.parse(Object.fromEntries(good));
}
