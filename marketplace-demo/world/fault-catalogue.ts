import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const Duration = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m)$/, "must be a duration such as 500ms, 4s or 2m")
  .transform(
    (text) => Number.parseFloat(text) * (text.endsWith("ms") ? 1 : text.endsWith("m") ? 60_000 : 1_000),
  );

export const FaultCommit = z.object({
  patch: z.string(),
  message: z.string(),
  author: z.string(),
  culprit: z.boolean().default(false),
  order: z.enum(["any", "fixed"]).default("fixed"),
  /** Deployed to one of two instances of a service, with half of the requests; the next commit to it goes to all of it. */
  canary: z.boolean().default(false),
  /** Pushed at once with the next one, so that one deployment brings both. */
  together: z.boolean().default(false),
});
export type FaultCommit = z.infer<typeof FaultCommit>;

export const EnvironmentAction = z.object({
  action: z.string(),
  target: z.string().optional(),
  for: Duration.optional(),
  ms: z.number().nonnegative().optional(),
  ratio: z.number().min(0).max(1).optional(),
  factor: z.number().positive().optional(),
  /** A second. */
  megabytes: z.number().positive().optional(),
  name: z.string().optional(),
  value: z.unknown().optional(),
  table: z.string().optional(),
});
export type EnvironmentAction = z.infer<typeof EnvironmentAction>;

/** What SRE-Space falsely believes of an earlier incident: that a commit of that kind did it, and that undoing it healed. */
export const PlantedMemory = z.object({
  service: z.string(),
  operation: z.string(),
  symptom: z.enum(["errors", "latency", "memory", "traffic", "saturation"]),
  /** The kind of change, in SRE-Space's own words. */
  mechanism: z.string(),
  files: z.array(z.string()).min(1),
});
export type PlantedMemory = z.infer<typeof PlantedMemory>;

/** `fault.yml`; durations are milliseconds once read. */
const FaultFile = z.object({
  title: z.string(),
  kind: z.enum(["change", "environment"]),
  intake: z.enum(["otlp", "alerts"]).default("otlp"),
  spacing: Duration.default(4_000),
  /** How long each deployment after the culprit's shares the traffic with what it replaces, half and half. */
  rollout: Duration.default(0),
  commits: z.array(FaultCommit).default([]),
  onset: Duration.default(0),
  environment: EnvironmentAction.optional(),
  /** Set in the team's `.sre-space.yml` beforehand, as deep as it goes. */
  policy: z.record(z.string(), z.unknown()).optional(),
  /** The team's collector keeps failing and slow traces, and one in so many of the others. */
  tail_sampled: z.number().int().min(2).optional(),
  /** The branch asks for a person's review, which somebody of the team gives once SRE-Space waits for it. */
  reviewed: z.boolean().default(false),
  /** Planted beforehand into what SRE-Space remembers. */
  memory: z.array(PlantedMemory).default([]),
  expect: z.object({
    suspect: z.enum(["culprit", "none"]),
    verdict: z.string(),
    /** Left out where it is the strength of the machine that decides. */
    healed: z.boolean().optional(),
    remedy: z.string().optional(),
    /** As what SRE-Space closes it. */
    recovery: z.enum(["healed", "recovered-unexplained"]).optional(),
    /** Whether the pull request waits for a person, who approves it. */
    approved: z.boolean().optional(),
    /** Whether SRE-Space takes a merge of its own back. */
    taken_back: z.boolean().optional(),
  }),
});

export type Fault = z.infer<typeof FaultFile> & {
  id: string;
  /** Where its patches lie. */
  directory: string;
};

/** A fault's file is wrong; the message names the file and the field. */
export class BadFault extends Error {}

/**
 * Every fault of a directory, by id. Throws {@link BadFault} where a file says something that the catalogue does not
 * know, or names a patch that is not there.
 */
export function readFaults(path: string): Map<string, Fault> {
  const directory = resolve(path);
  if (!existsSync(directory)) throw new BadFault(`${directory}: there is no such directory of faults.`);
  const faults = new Map<string, Fault>();
  for (const entry of readdirSync(directory, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const file = join(directory, entry.name, "fault.yml");
    if (!entry.isDirectory() || !existsSync(file)) continue;
    faults.set(entry.name, readFault(entry.name, join(directory, entry.name), file));
  }
  return faults;
}

function readFault(id: string, directory: string, file: string): Fault {
  let raw: unknown;
  try {
    raw = parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new BadFault(`${file}: ${(error as Error).message}`);
  }
  const parsed = FaultFile.safeParse(raw);
  if (!parsed.success) throw new BadFault(`${file}: ${z.prettifyError(parsed.error)}`);
  const fault = parsed.data;
  for (const { patch } of fault.commits) {
    if (!existsSync(join(directory, patch))) throw new BadFault(`${file}: the patch ${patch} is not there.`);
  }
  if (fault.kind === "environment" && !fault.environment) {
    throw new BadFault(`${file}: an environment fault needs "environment: {action: …}".`);
  }
  if (fault.kind === "change" && !fault.commits.some((commit) => commit.culprit)) {
    throw new BadFault(`${file}: a change fault needs one commit with "culprit: true".`);
  }
  return { ...fault, id, directory };
}
