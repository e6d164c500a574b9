import { structuredPatch } from "diff";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { EvidenceItem } from "../../src/contracts/evidence.ts";
import { Policy } from "../../src/contracts/policy.ts";
import type { Candidate, CaseFile } from "../../src/orient/case-file.ts";
import { reason } from "../../src/orient/reason.ts";
import { at, POLICY, Scene, START } from "./scene.ts";
import { lineOf, SHOP, type ShopPath } from "./shop.ts";

/*
 * Many incidents drawn at random: a week of deployments squeezed into hours, each commit harmless or
 * guilty, and onsets that follow a guilty one, fall anywhere, or fall on purpose just after a harmless
 * deployment of the failing service. It counts how often something wrong is said with confidence.
 */
interface Edit {
  path: ShopPath;
  from: string;
  to: string;
  /** Where it throws. */
  throwsAt?: string;
}

const PRICE = "services/quotes/price.ts";
const HARMLESS: readonly Edit[] = [
  { path: "docs/rating.md", from: "come about", to: "are made" },
  { path: "test/price.test.ts", from: "() => {}", to: "() => { price(); }" },
  { path: "services/storefront/page.ts", from: "(title, body)", to: "(title = 'Fernhill', body)" },
  { path: "services/policies/buy.ts", from: "number: quote.id", to: "number: quote.id, at: 1" },
  { path: PRICE, from: "/** The yearly premium in pence. */", to: "/** The premium of a year, in pence. */" },
  { path: PRICE, from: "const pence = base * loading;", to: "const pence = loading * base;" },
  {
    path: "services/quotes/routes/create-quote.ts",
    from: "  return { premium };",
    to: "  const answer = { premium };\n  return answer;",
  },
  { path: "packages/rating/discount.ts", from: "0.18, 0.25]", to: "0.18, 0.25, 0.3]" },
  { path: PRICE, from: "pounds.toFixed(2)} a year", to: "pounds.toFixed(2)} each year" },
  { path: "config/quotes.yml", from: "offer_valid_days: 14", to: "offer_valid_days: 21" },
];
const GUILTY: readonly Edit[] = [
  {
    path: PRICE,
    from: "history.claims.length === 0 ? history.years : 0",
    to: "history.claims[0].years",
    throwsAt: "claims[0]",
  },
  { path: "packages/rating/discount.ts", from: "?? 0", to: "", throwsAt: "Math.min" },
  {
    path: "services/quotes/store/load-history.ts",
    from: "  if (policies.length === 0) return { claims: [], years: 0 };",
    to: "  if (policies.length === 0) throw new Error('no policies');",
    throwsAt: "throw new Error",
  },
];

const incident = fc.record({
  /** What is pushed, in order, with the seconds between. */
  pushes: fc.array(
    fc.record({ edit: fc.constantFrom(...HARMLESS), gap: fc.integer({ min: 5, max: 3600 }) }),
    { minLength: 1, maxLength: 6 },
  ),
  kind: fc.constantFrom("guilty", "anywhere", "just after a harmless deployment"),
  guilty: fc.constantFrom(...GUILTY),
  place: fc.nat(6),
  delay: fc.integer({ min: 1, max: 25 }),
  sees: fc.constantFrom("alert", "revisions", "revisions and frames"),
});
type Incident = typeof incident extends fc.Arbitrary<infer T> ? T : never;

const shaOf = (i: number) => (i + 1).toString(16).padStart(40, "0");
const ROOT = "e".repeat(40);

function caseOf({
  pushes,
  kind,
  guilty,
  place,
  delay,
  sees,
}: Incident): { file: CaseFile; truth: string | null } | null {
  const edits = pushes.filter((push, i) => pushes.findIndex((other) => other.edit === push.edit) === i);
  const all: { edit: Edit; gap: number; bad: boolean }[] = edits.map((push) => ({ ...push, bad: false }));
  if (kind === "guilty") all.splice(place % (all.length + 1), 0, { edit: guilty, gap: 300, bad: true });
  const tree: Record<string, string> = { ...SHOP };
  const quotes = /^(services\/quotes|packages\/rating|config\/quotes|db)/;
  const candidates: (Candidate & { live: number; replaces: boolean })[] = [];
  let clock = START - 40_000_000;
  let before = "";
  for (const [i, { edit, gap }] of all.entries()) {
    const old = tree[edit.path] ?? "";
    if (!old.includes(edit.from)) return null;
    const now = old.replace(edit.from, () => edit.to);
    tree[edit.path] = now;
    clock += gap * 1000;
    const patch = structuredPatch("a", "b", old, now, "", "", { context: 3 })
      .hunks.map(
        (hunk) =>
          `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@\n${hunk.lines.join("\n")}`,
      )
      .join("\n");
    candidates.push({
      sha: shaOf(i),
      parents: [before || ROOT],
      committedMs: clock,
      files: [{ path: edit.path, status: "modified", additions: 1, deletions: 1, patch }],
      people: { subject: "", author: "", url: "" },
      live: clock + 3000,
      replaces: quotes.test(edit.path),
    });
    before = shaOf(i);
  }
  const bad = all.findIndex((push) => push.bad);
  const aimed = candidates.filter((candidate) => candidate.replaces)[place % Math.max(1, candidates.length)];
  if (kind === "just after a harmless deployment" && !aimed) return null;
  const first = candidates[0]?.live ?? clock;
  const onset =
    kind === "guilty"
      ? (candidates[bad]?.live ?? 0) + delay * 1000
      : kind === "anywhere"
        ? first + ((clock + 600_000 - first) * place) / 7 + delay * 1000
        : (aimed?.live ?? 0) + delay * 1000;
  // The frame of a guiltless failure points at code that talks to something outside.
  const where: Edit =
    kind === "guilty"
      ? guilty
      : { path: "services/quotes/store/load-history.ts", from: "", to: "", throwsAt: "select number" };
  const seen = onset + 8000;
  const runs = candidates.filter((candidate) => candidate.replaces && candidate.live < seen);
  const last = runs.at(-1);
  const rows = [{ sha: ROOT, live: START - 50_000_000 }, ...runs].map((row, i, list) => {
    const until = list[i + 1]?.live ?? seen;
    const broken = until > onset + 1000;
    const requests = Math.round((until - row.live) / 250);
    return {
      revision: row.sha,
      firstSeen: new Date(row.live).toISOString(),
      lastSeen: new Date(until - 200).toISOString(),
      requests,
      value: broken ? Math.min(0.4, (0.4 * (until - Math.max(onset, row.live))) / (until - row.live)) : 0,
      broken: broken ? true : requests >= 20 ? false : null,
    };
  });
  const items: EvidenceItem[] = [];
  const common = { service: "quotes", operation: "POST /quotes", text: "" };
  if (sees === "alert")
    items.push({
      kind: "alert",
      id: "E1",
      text: "",
      source: "x",
      name: "x",
      startsAt: new Date(seen).toISOString(),
    });
  else items.push({ kind: "revisions", id: "E1", unit: "ratio", ...common, revisions: rows });
  if (sees === "revisions and frames") {
    const frames = [
      { path: `/srv/${where.path}`, line: lineOf(tree[where.path] ?? "", where.throwsAt ?? ""), inApp: true },
    ];
    items.push({
      kind: "exception",
      id: "E2",
      type: "Error",
      message: "",
      frames,
      count: 20,
      countBefore: 0,
      revisions: [],
      ...common,
    });
  }
  const iso = (ms: number) => new Date(ms).toISOString();
  const { baseline, ...anomaly } = TEMPLATE;
  return {
    truth: kind === "guilty" ? shaOf(bad) : null,
    file: {
      anomaly: {
        ...anomaly,
        ...(sees === "alert"
          ? {
              source: "alert",
              baselineSeconds: 0,
              onset: { at: iso(seen - 10_000), earliest: iso(seen - 60_000), latest: iso(seen) },
            }
          : { baseline, onset: { at: iso(onset), earliest: iso(onset - 2000), latest: iso(onset + 2000) } }),
      },
      evidence: { collectedAt: at(0), items, localisation: [] },
      policy: Policy.parse(POLICY),
      nowMs: seen,
      history: [
        { sha: ROOT, parents: [], atMs: START - 50_000_000 },
        ...candidates.map(({ sha, parents, committedMs }) => ({ sha, parents, atMs: committedMs })),
      ],
      candidates,
      deployments: [
        { sha: ROOT, beginMs: START - 50_000_000, endMs: START - 50_000_000 },
        ...candidates.map(({ sha, live }) => ({ sha, beginMs: live - 3000, endMs: live })),
      ],
      shaOf: Object.fromEntries([ROOT, ...candidates.map(({ sha }) => sha)].map((sha) => [sha, sha])),
      failing: sees === "alert" ? null : (last?.sha ?? ROOT),
      sources: sees === "revisions and frames" ? { [where.path]: tree[where.path] ?? "" } : {},
      truncated: false,
    },
  };
}

const scene = new Scene();
const TEMPLATE = scene.input.anomaly;
scene.repository.remove();

test("of many incidents, none is blamed on an innocent commit, and many guilty ones are found", () => {
  const runs = Number(process.env.SIMULATIONS ?? 1500);
  const counts: Record<string, { cases: number; named: number; none: number; wrong: number }> = {};
  for (const drawn of fc.sample(incident, { numRuns: runs, seed: Number(process.env.SEED ?? 7) })) {
    const made = caseOf(drawn);
    if (!made) continue;
    const diagnosis = reason(made.file);
    const key = `${drawn.kind}, ${drawn.sees}`;
    counts[key] ??= { cases: 0, named: 0, none: 0, wrong: 0 };
    const count = counts[key];
    count.cases += 1;
    if (diagnosis.decision === "commit") count.named += 1;
    if (diagnosis.decision === "none") count.none += 1;
    if (diagnosis.decision !== "unknown" && diagnosis.suspect !== made.truth) {
      count.wrong += 1;
      if (process.env.SIMULATIONS)
        console.log(
          JSON.stringify(drawn),
          diagnosis.hypotheses
            .slice(0, 2)
            .map((one) => [one.suspect, one.mechanism, one.probability, one.reasons.map((r) => r.text)]),
        );
    }
  }
  if (process.env.SIMULATIONS) console.table(counts);
  const total = (pick: (count: (typeof counts)[string]) => number, of = "") =>
    Object.entries(counts).reduce((sum, [key, count]) => sum + (key.startsWith(of) ? pick(count) : 0), 0);
  expect(total((count) => count.wrong)).toBe(0);
  // Revisions one after the other are a coincidence in time, like any deployment: what settles it is where it is raised.
  const framed = "guilty, revisions and frames";
  expect(total((count) => count.named, framed)).toBeGreaterThan(0.9 * total((count) => count.cases, framed));
});
