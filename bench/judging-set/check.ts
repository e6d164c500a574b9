import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { applyPatch } from "diff";
import type { Truth } from "../unseen/case.ts";
import { buildSet } from "./build.ts";
import type { JudgingSet } from "./judging-set.ts";
import type { Scenario } from "./scenario.ts";

interface CommitJson {
  sha: string;
  commit: { author: { date: string }; message: string };
  files: { filename: string; status: string; patch: string; additions: number; deletions: number }[];
}

interface Sent {
  time: number;
  service: string;
  failed: boolean;
  ms: number;
  root: boolean;
}

/** Words by which a culprit would say what it is. */
const tellTale = /\b(culprit|decoy|buggy|broken|faulty|regression|outage|sabotage|intentional(ly)?)\b/i;

const problems: string[] = [];
const report = (name: string, what: string) => problems.push(`${name}: ${what}`);

async function lines<T>(bundle: string, file: string): Promise<T[]> {
  if (!existsSync(join(bundle, file))) return [];
  const text = await readFile(join(bundle, file), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: string };
}
interface TraceLine {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: {
      spans: {
        spanId: string;
        parentSpanId?: string;
        name: string;
        startTimeUnixNano: string;
        endTimeUnixNano: string;
        attributes: Attribute[];
        status: { code?: number };
        events?: unknown[];
      }[];
    }[];
  }[];
}

interface LogLine {
  resourceLogs: { scopeLogs: { logRecords: { timeUnixNano: string; severityNumber: number }[] }[] }[];
}

/** When errors were logged, milliseconds since the epoch. */
function complaintsOf({ resourceLogs }: LogLine): number[] {
  const records = resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords));
  return records
    .filter(({ severityNumber }) => severityNumber >= 17)
    .map(({ timeUnixNano }) => Number(BigInt(timeUnixNano) / 1_000_000n));
}

function sent(requests: TraceLine[]): Sent[] {
  return requests.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ resource, scopeSpans }) => {
      const service = resource.attributes.find(({ key }) => key === "service.name")?.value.stringValue ?? "";
      return scopeSpans.flatMap(({ spans }) =>
        spans.map((span) => {
          const start = Number(BigInt(span.startTimeUnixNano) / 1000n) / 1000;
          const end = Number(BigInt(span.endTimeUnixNano) / 1000n) / 1000;
          const status = span.attributes.find(({ key }) => /status_code$/.test(key))?.value.intValue;
          const failed = span.status.code === 2 || Number(status ?? 0) >= 400 || Boolean(span.events?.length);
          return { time: end, service, failed, ms: end - start, root: !span.parentSpanId };
        }),
      );
    }),
  );
}

/** Applies the patches of all commits one after another, starting from what the first hunk of each file shows. */
function checkPatches(name: string, commits: CommitJson[]): void {
  const known = new Map<string, string>();
  for (const { sha, files } of commits)
    for (const { filename, status, patch } of files) {
      if (status === "added") {
        const made = applyPatch("", `--- a\n+++ b\n${patch}\n`);
        if (made === false) report(name, `${sha.slice(0, 7)} ${filename} cannot be added`);
        else known.set(filename, made);
        continue;
      }
      const before = known.get(filename);
      if (before === undefined) continue;
      const after = applyPatch(before, `--- a\n+++ b\n${patch}\n`);
      if (after === false) report(name, `${sha.slice(0, 7)} does not apply to ${filename}`);
      else known.set(filename, after);
    }
}

/**
 * Builds the cases of a set into a temporary folder and proves that each is sound; says what is not, and sets the exit
 * code. `only` takes the cases whose folder name holds it.
 * @param also what else a set proves of each case
 */
export async function checkSet(
  set: JudgingSet,
  only: string,
  also?: (bundle: string, truth: Truth, scenario: Scenario) => Promise<string[]>,
): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), `${set.name}-`));
  try {
    const cases = await buildSet(set, dir, only);
    for (const { bundle, truth } of cases) {
      const name = basename(bundle);
      const scenario = set.scenarios.find(({ id }) => name === `${id}-${name.slice(id.length + 1)}`)!;
      for (const problem of (await also?.(bundle, truth, scenario)) ?? []) report(name, problem);
      const commits = (
        JSON.parse(await readFile(join(bundle, "commits.json"), "utf8")) as CommitJson[]
      ).toSorted((a, b) => a.commit.author.date.localeCompare(b.commit.author.date));
      checkPatches(name, commits);
      const shas = new Set(commits.map(({ sha }) => sha));
      if (truth.culprit !== null && !shas.has(truth.culprit)) report(name, "the culprit is no commit");
      for (const decoy of truth.decoys) if (!shas.has(decoy)) report(name, "a decoy is no commit");
      if (truth.culprit && truth.decoys.includes(truth.culprit)) report(name, "the culprit is a decoy");
      if (truth.decoys.length === 0) report(name, "no decoys");
      for (const { sha, commit, files } of commits) {
        if (sha !== truth.culprit) continue;
        const said = files.flatMap(({ patch }) => patch.split("\n").filter((line) => line.startsWith("+")));
        if ([commit.message, ...said].some((text) => tellTale.test(text)))
          report(name, `"${commit.message.split("\n")[0]}" gives itself away`);
      }

      const spans = sent(await lines<TraceLine>(bundle, "traces.jsonl"));
      await lines(bundle, "metrics.jsonl");
      const complaints = (await lines<LogLine>(bundle, "logs.jsonl")).flatMap(complaintsOf);
      const { window } = JSON.parse(await readFile(join(bundle, "bundle.json"), "utf8")) as {
        window?: { from: string; to: string };
      };
      const first = Math.min(...spans.map(({ time }) => time));
      const last = Math.max(...spans.map(({ time }) => time));
      if (window) {
        const from = Date.parse(window.from);
        const inside = spans.filter(({ time }) => time >= from);
        const before = spans.filter(({ time }) => time < from);
        if (from - first < 5 * 60_000)
          report(name, `only ${Math.round((from - first) / 1000)} s of baseline`);
        if (before.length < 60 || inside.length < 60)
          report(name, `${before.length} spans before and ${inside.length} within the window`);
        if (truth.culprit) {
          const { commit } = commits.find(({ sha }) => sha === truth.culprit)!;
          if (Date.parse(commit.author.date) >= from) report(name, "the culprit comes after the fault shows");
        }
        // Something is to be seen: failures, slowness, traffic, or a scenario that says it in logs and metrics.
        const bad = (some: Sent[]) => some.filter(({ failed }) => failed).length / Math.max(1, some.length);
        const slow = (some: Sent[]) => {
          const sorted = some
            .filter(({ root }) => root)
            .map(({ ms }) => ms)
            .sort((a, b) => a - b);
          return sorted[Math.floor(sorted.length * 0.9)] ?? 0;
        };
        const rate = (some: Sent[], ms: number) => some.length / ms;
        // Where neither status nor events are recorded, a failure is to be seen in the logs alone.
        const complained = complaints.filter((time) => time >= from).length;
        const shown =
          complained > 8 + 3 * (complaints.length - complained) ||
          bad(inside) > Math.min(3 * bad(before), bad(before) + 0.01) ||
          slow(inside) > 1.5 * slow(before) ||
          rate(inside, last - from) > 1.5 * rate(before, from - first) ||
          scenario.needs?.includes("metrics");
        if (!shown) report(name, "nothing is to be seen in the window");
        const failures = Math.max(complained, inside.filter(({ failed }) => failed).length);
        if (scenario.symptom === "errors" && !scenario.thin && failures < 8)
          report(name, `only ${failures} failed spans`);
      }
      if (existsSync(join(bundle, "deployments.json")) && truth.culprit) {
        const rows = JSON.parse(await readFile(join(bundle, "deployments.json"), "utf8")) as {
          sha: string;
          environment: string;
          created_at: string;
        }[];
        const index = commits.findIndex(({ sha }) => sha === truth.culprit);
        const carriers = commits.slice(index, scenario.oneRelease ? index + 2 : index + 1);
        const mine = rows.find(
          ({ sha, environment }) => environment === "production" && carriers.some((one) => one.sha === sha),
        );
        if (!mine) report(name, "the culprit was never deployed");
        else if (window && Date.parse(mine.created_at) > Date.parse(window.from) + 30_000)
          report(name, "the culprit was deployed after the window began");
      }
      // What fails in a guiltless case stands on lines that no commit of the bundle wrote.
      if (truth.culprit === null)
        for (const { fail } of [...scenario.effects, ...(scenario.logs ?? [])])
          for (const frame of fail?.frames ?? [])
            for (const { files, commit } of commits)
              for (const { filename, patch } of files)
                if (
                  filename === frame.file &&
                  patch.split("\n").some((line) => line.startsWith("+") && line.includes(frame.text))
                )
                  report(name, `"${commit.message.split("\n")[0]}" writes the line that fails`);
    }
    const decidable = cases.filter(({ truth }) => truth.group !== "undecidable");
    const guilty = decidable.filter(({ truth }) => truth.culprit !== null).length;
    console.log(
      `${cases.length} cases, ${decidable.length} decidable, ${guilty} of them guilty (${Math.round((100 * guilty) / decidable.length)}%)`,
    );
    for (const problem of problems) console.log(problem);
    console.log(problems.length === 0 ? "Nothing is wrong." : `${problems.length} problems.`);
    if (problems.length > 0) process.exitCode = 1;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
