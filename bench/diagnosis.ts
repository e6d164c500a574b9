import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Benchmark, Measured, Row } from "./benchmark.ts";
import type { Case, CaseResult } from "./diagnosis/case.ts";
import { type FiftyCommits, fiftyCommits } from "./diagnosis/fifty-commits.ts";
import { JUDGING } from "./diagnosis/judging.ts";
import { noteLook } from "./diagnosis/note-look.ts";
import { openedCases } from "./diagnosis/opened-cases.ts";
import { type Reliability, reliability } from "./diagnosis/reliability.ts";
import { reliabilityPlot } from "./diagnosis/reliability-plot.ts";
import { seenCases } from "./diagnosis/seen-cases.ts";
import { type DiagnosisSummary, summarise } from "./diagnosis/summarise.ts";
import { unseenCases } from "./diagnosis/unseen-cases.ts";
import { VARIANTS } from "./diagnosis/variants.ts";
import { writeBundles } from "./diagnosis/write-bundles.ts";
import { readDefinitions } from "./incidents/read-definitions.ts";
import { onThreads } from "./on-threads.ts";

const SHARES = [0.3, 0.5, 0.7];
const OPENED: readonly Case["part"][] = [
  "opened",
  "opened 2a",
  "opened 2b",
  "opened 3",
  "opened 4",
  "opened 5",
  "opened 6",
];

/**
 * Does Brain name the commit that did it, and nobody where none did? Every incident of `bench/incidents`, variants of it and
 * placebos, through the very `diagnose` of the command line; the unseen part only where it is asked for, because each look
 * at it costs some of its worth.
 */
export const diagnosis: Benchmark = async ({ progress, seconds, build, unseen: asked }) => {
  const unseen = asked && JUDGING.length > 0;
  const definitions = readDefinitions();
  const variants = seconds === undefined ? VARIANTS.each : 0;
  if (build !== undefined) {
    const cases = seenCases(definitions, 0, VARIANTS.seed).filter(({ part }) => part === "seen");
    const count = writeBundles(build, cases, definitions, progress);
    return { section: {}, rows: [{ what: `bundles in ${build}`, measured: String(count) }], keep: false };
  }
  const scratch = mkdtempSync(join(tmpdir(), "sre-space-unseen-"));
  try {
    const opened: Case[] = [];
    if (seconds === undefined)
      for await (const some of openedCases(join(scratch, "opened"))) opened.push(...some);
    const cases = [
      ...seenCases(definitions, variants, VARIANTS.seed).filter(
        ({ part }) => seconds === undefined || part === "seen",
      ),
      ...opened,
      ...(unseen ? await unseenCases(scratch) : []),
    ];
    // Before the rest, while nothing else of this runs.
    progress("fifty commits", 0);
    const fifty = fiftyCommits(definitions);
    const text = `${cases.length} bundles`;
    progress(text, 0);
    const results = await onThreads<Case, CaseResult>(
      new URL("diagnosis/worker.ts", import.meta.url),
      cases,
      (count) => progress(text, count / cases.length),
    );
    return report(results, unseen, fifty);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};

function report(results: readonly CaseResult[], unseen: boolean, fifty: FiftyCommits): Measured {
  const of = (...parts: Case["part"][]) => results.filter(({ part }) => parts.includes(part));
  const seen = summarise(of("seen"));
  const varied = summarise(of("variant"));
  const opened = summarise(of(...OPENED).filter(({ group }) => group !== "undecidable"));
  const training = of("seen", "variant", ...OPENED).filter(({ group }) => group !== "undecidable");
  const section: Record<string, unknown> = {};
  const rows: Row[] = [];
  if (unseen) {
    // Where two answers are equally good, the only right thing to say is that it cannot be told.
    const undecidable = of("unseen").filter(({ group }) => group === "undecidable");
    const decidable = of("unseen").filter(({ group }) => group !== "undecidable");
    const decided = undecidable.filter(({ decision }) => decision !== "unknown").length;
    const judged = summarise(decidable);
    const looks = noteLook(judged);
    const at = { commit: headCommit(), at: new Date().toISOString() };
    section.unseen = {
      ...at,
      ...judged,
      by_author: Object.fromEntries(
        [...Map.groupBy(decidable, ({ name }) => name.split("/")[0] as string)].map(([author, some]) => {
          const { cases, top1, guiltless_recognised, confident, confidently_wrong, coverage } =
            summarise(some);
          return [author, { cases, top1, guiltless_recognised, confident, confidently_wrong, coverage }];
        }),
      ),
      undecidable: { cases: undecidable.length, decided },
      looks,
      ...calibration(decidable, "unseen"),
    };
    rows.push(
      { what: `UNSEEN, look ${looks}`, measured: "" },
      ...summaryRows(judged, true),
      {
        what: "undecidable, and decided all the same",
        measured: `${decided} of ${undecidable.length}`,
        wanted: "0",
        met: decided === 0,
      },
      ...calibrationRows(decidable),
    );
  }
  // Figures of the last look stay beside newer ones of the seen part.
  else section.unseen = earlierUnseen();
  section.seen = { ...seen, ...calibration(training, "seen") };
  section.variants = varied;
  section.opened = opened;
  const placebos = placeboFigures(results);
  section.placebos = placebos;
  const main = summarise(unseen ? of("unseen").filter(({ group }) => group !== "undecidable") : of("seen"));
  section.baselines = main.baselines;
  section.seconds = main.seconds;
  section.cpu_seconds = main.cpu_seconds;
  rows.push({ what: "SEEN, as written", measured: "" }, ...summaryRows(seen, false));
  if (varied.cases > 0) rows.push({ what: "SEEN, variants", measured: "" }, ...summaryRows(varied, false));
  if (opened.cases > 0)
    rows.push({ what: "OPENED, judging sets of before", measured: "" }, ...summaryRows(opened, false));
  rows.push({ what: "SEEN, calibration", measured: "" }, ...calibrationRows(training));
  rows.push(...placeboRows(placebos));
  section.fifty_commits = fifty;
  rows.push(...fiftyRows(fifty));
  const wrong = training
    .concat(of("permuted", "culprit taken out", "healthy"))
    .filter(({ right }) => !right)
    .map((one) => `wrong: ${one.part} ${one.name}, ${one.told}`);
  if (wrong.length > 0) wrong.push("To look into one: node bench/incidents/try.ts NAME");
  return { section, rows, notes: wrong };
}

function fiftyRows({ commits, first_seconds, seconds, from_sources_seconds, rss_mb }: FiftyCommits): Row[] {
  return [
    { what: `COMMAND LINE, ${commits} commits`, measured: "" },
    {
      what: "wall time of diagnose",
      measured: `${seconds.toFixed(2)} s; ${first_seconds.toFixed(2)} s the first time; ${from_sources_seconds.toFixed(2)} s from sources`,
      wanted: "< 1 s",
      met: seconds < 1,
    },
    {
      what: "memory of diagnose",
      measured: `${rss_mb.toFixed(0)} MB`,
      wanted: "< 300 MB",
      met: rss_mb < 300,
    },
  ];
}

function headCommit(): string {
  return execFileSync("git", ["rev-parse", "HEAD"], { encoding: "utf8" }).trim();
}

function earlierUnseen(): unknown {
  const file = new URL("results.json", import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).diagnosis?.unseen : undefined;
}

const dim = (text: string) => `  ${text}`;
const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

function summaryRows(one: DiagnosisSummary, judges: boolean): Row[] {
  const wanted = (row: Row): Row => (judges ? row : { what: row.what, measured: row.measured });
  return [
    wanted({
      what: "right, top 1",
      measured: `${percent(one.top1)} of ${one.cases}`,
      wanted: "≥ 85%",
      met: one.top1 >= 0.85,
    }),
    { what: "top 3", measured: percent(one.top3) },
    {
      what: "baseline: last deploy · always none",
      measured: `${percent(one.baselines.last_deploy)} · ${percent(one.baselines.always_none)}`,
    },
    wanted({
      what: "guiltless recognised",
      measured: percent(one.guiltless_recognised),
      wanted: "≥ 90%",
      met: one.guiltless_recognised >= 0.9,
    }),
    { what: "decoys blamed", measured: String(one.decoys_blamed) },
    wanted({
      what: "wrong at or above 0.95",
      measured: `${one.confidently_wrong} of ${one.confident}`,
      wanted: "0",
      met: one.confidently_wrong === 0,
    }),
    {
      what: "wrong merges, 95% upper bound",
      measured: `${one.wrong_merges} of ${one.merges}, ≤ ${percent(one.wrong_merges_upper_95)}; by scenario ${one.by_scenario.wrong} of ${one.by_scenario.merging}, ≤ ${percent(one.by_scenario.wrong_upper_95)}`,
    },
    wanted({
      what: "guilty at or above 0.95",
      measured: percent(one.coverage),
      wanted: "≥ 50%",
      met: one.coverage >= 0.5,
    }),
    { what: "Brier, multiclass", measured: one.brier.toFixed(3) },
    { what: "service where it began", measured: percent(one.service_right) },
    {
      what: "seconds, median · p95",
      measured: `${one.seconds.median.toFixed(2)} · ${one.seconds.p95.toFixed(2)}; of a processor ${one.cpu_seconds.median.toFixed(2)} · ${one.cpu_seconds.p95.toFixed(2)}`,
    },
    { what: "tokens", measured: String(one.tokens) },
    ...Object.entries(one.by_group).map(([group, of]) => ({
      what: dim(group),
      measured: [
        `${of.right}/${of.cases} right`,
        of.other_commit > 0 ? `${of.other_commit} another commit` : "",
        of.no_commit > 0 ? `${of.no_commit} no commit` : "",
        `${of.confident} sure`,
        of.wrong_merges > 0 ? `${of.wrong_merges} WRONG MERGES` : "",
      ]
        .filter((text) => text !== "")
        .join(", "),
    })),
  ];
}

/** Also draws the plot. */
function calibration(results: readonly CaseResult[], name: string): Record<string, unknown> {
  const lines = SHARES.map((share) => ({ share, of: reliability(results, share) }));
  const folder = fileURLToPath(new URL("plots/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, `diagnosis-${name}.svg`),
    reliabilityPlot(`Reliability, ${name}: ${results.length} cases`, lines),
  );
  return {
    calibration: Object.fromEntries(lines.map(({ share, of }) => [`guilty_${Math.round(100 * share)}`, of])),
  };
}

function calibrationRows(results: readonly CaseResult[]): Row[] {
  return SHARES.map((share) => {
    const { bins, error, brier }: Reliability = reliability(results, share);
    const told = bins.map(
      ({ confidence, right, cases }) => `${confidence.toFixed(2)}→${right.toFixed(2)} (${cases})`,
    );
    return {
      what: `${Math.round(100 * share)}% guilty: said → true`,
      measured: `${told.join("  ")}\noff by ${(100 * error).toFixed(1)} points, Brier ${brier.toFixed(3)}`,
    };
  });
}

function placeboFigures(results: readonly CaseResult[]) {
  const of = (part: Case["part"]) => results.filter((one) => one.part === part);
  const sure = (some: readonly CaseResult[]) => some.filter(({ decision }) => decision === "commit").length;
  const named = (some: readonly CaseResult[]) => some.filter((one) => one.named).length;
  const blanked = of("blanked");
  const names = new Set(blanked.map(({ name }) => name));
  const written = of("seen").filter(({ name }) => names.has(name));
  const top1 = (some: readonly CaseResult[]) =>
    some.filter(({ right }) => right).length / Math.max(1, some.length);
  const permuted = of("permuted");
  return {
    healthy: {
      cases: of("healthy").length,
      commit_decided: sure(of("healthy")),
      commit_named: named(of("healthy")),
    },
    culprit_taken_out: {
      cases: of("culprit taken out").length,
      commit_decided: sure(of("culprit taken out")),
      commit_named: named(of("culprit taken out")),
    },
    permuted_deployments: {
      cases: permuted.length,
      wrong_commit_decided: sure(permuted.filter(({ right }) => !right)),
      right: top1(permuted),
    },
    blanked: {
      cases: blanked.length,
      top1: top1(blanked),
      points_lost: 100 * (top1(written) - top1(blanked)),
    },
  };
}

function placeboRows(of: ReturnType<typeof placeboFigures>): Row[] {
  if (of.blanked.cases === 0) return [];
  const { healthy, culprit_taken_out: out, permuted_deployments: permuted, blanked } = of;
  const none = (count: number) => ({ wanted: "0 decided", met: count === 0 });
  return [
    { what: "PLACEBOS", measured: "" },
    {
      what: "healthy window",
      measured: `${healthy.commit_decided} decided, ${healthy.commit_named} named of ${healthy.cases}`,
      ...none(healthy.commit_decided),
    },
    {
      what: "culprit taken out",
      measured: `${out.commit_decided} decided, ${out.commit_named} named of ${out.cases}`,
      ...none(out.commit_decided),
    },
    {
      what: "deployments permuted, no revision told",
      measured: `${permuted.wrong_commit_decided} wrongly decided of ${permuted.cases}, ${percent(permuted.right)} right`,
      ...none(permuted.wrong_commit_decided),
    },
    {
      what: "messages and authors blanked",
      measured: `${blanked.points_lost.toFixed(1)} points lost of ${blanked.cases}`,
      wanted: "≤ 3",
      met: blanked.points_lost <= 3,
    },
  ];
}
