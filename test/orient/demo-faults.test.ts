import { execFileSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import picomatch from "picomatch";
import { afterEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { Policy } from "../../src/contracts/policy.ts";
import { planRemedy } from "../../src/decide/plan/plan.ts";
import { at, Scene } from "./scene.ts";

/*
 * The three faults of the demo, as commits of a real repository, with evidence of the kind that Scout
 * collects about them. What the running world adds to this is in the demo's own tests.
 */
const DEMO = join(import.meta.dirname, "../../marketplace-demo");
const SHOP = join(DEMO, "shop");
const SPACING = 4;

interface FaultFile {
  commits: { patch: string; message: string; author: string; culprit?: boolean; order?: "any" }[];
}

const scenes: Scene[] = [];
afterEach(() => {
  for (const scene of scenes.splice(0)) scene.repository.remove();
});

/** Pushes the fault's commits four seconds apart; the culprit goes live at second 0. */
function stage(id: string, order: (free: FaultFile["commits"]) => FaultFile["commits"] = (free) => free) {
  const scene = new Scene();
  scenes.push(scene);
  cpSync(SHOP, scene.repository.directory, { recursive: true });
  scene.policy = parse(readFileSync(join(SHOP, ".sre-space.yml"), "utf8"));
  const { services } = Policy.parse(scene.policy);
  const serves = (service: string, path: string) =>
    picomatch(services[service]?.paths ?? [], { dot: true })(path);

  const first = scene.push(-90, {}, { message: "The shop", deploy: false });
  const before = scene.push(-80, { "docs/note.md": "# Note\n" }, { message: "docs: a note" });
  const fault: FaultFile = parse(readFileSync(join(DEMO, "faults", id, "fault.yml"), "utf8"));
  const free = order(fault.commits.filter((commit) => commit.order === "any"));
  const commits = fault.commits.map((commit) => (commit.order === "any" ? (free.shift() ?? commit) : commit));
  const culpritAt = commits.findIndex((commit) => commit.culprit) * SPACING;
  /** Revisions of quotes, each with the second at which it began to serve. */
  const revisions: { sha: string; live: number }[] = [{ sha: before, live: -77 }];
  let culprit = "";
  for (const [i, commit] of commits.entries()) {
    const pushed = i * SPACING - culpritAt - 3;
    execFileSync("git", ["apply", join(DEMO, "faults", id, commit.patch)], {
      cwd: scene.repository.directory,
    });
    const sha = scene.push(pushed, {}, { message: commit.message, author: commit.author });
    const paths = scene.repository.git("diff", "--name-only", `${sha}^`, sha).trim().split("\n");
    if (paths.some((path) => serves("quotes", path))) revisions.push({ sha, live: pushed + 3 });
    if (commit.culprit) culprit = sha;
  }
  const failing = revisions.findIndex(({ sha }) => sha === culprit);
  return { scene, first, culprit, revisions, failing };
}

/** Ten requests a second; of `bad` of them each fails once the culprit is live. */
function revisionRows(
  { revisions, failing }: ReturnType<typeof stage>,
  until: number,
  broken: (requests: number) => boolean | null,
) {
  return revisions.map(({ sha, live }, i): [string, number, number, number, boolean | null] => {
    const last = (revisions[i + 1]?.live ?? until) - 0.2;
    const requests = Math.max(1, Math.round((last - live) * 4));
    return [sha, live, last, requests, i < failing ? (requests >= 20 ? false : null) : broken(requests)];
  });
}

const reversed = <T>(items: T[]) => items.toReversed();
const orders = [
  ["as written", undefined],
  ["with its free commits the other way round", reversed],
] as const;

async function heals(of: ReturnType<typeof stage>) {
  const diagnosis = await of.scene.diagnose();
  expect(diagnosis).toMatchObject({ decision: "commit", suspect: of.culprit });
  const plan = await planRemedy({ diagnosis, reader: of.scene.input.reader, policy: of.scene.input.policy });
  expect(plan.kind).toBe("planned");
  return diagnosis;
}

describe.each(orders)("the demo's faults, %s", (_, order) => {
  test("quotes-500 from telemetry", async () => {
    const of = stage("quotes-500", order);
    of.scene.anomalous({ observed: { value: 0.3, unit: "ratio", samples: 20 } });
    of.scene.revisions(revisionRows(of, 6, (requests) => (requests >= 8 ? true : null)));
    of.scene.threw("TypeError", [
      ["packages/rating/no-claims.ts", 29, "noClaimsYears"],
      ["services/quotes/quote-renewal.ts", 24, "renewalDiscounts"],
      ["services/quotes/quote-renewal.ts", 44, "quoteRenewal"],
      ["services/quotes/routes/create-quote.ts", 42, "renewal"],
    ]);
    expect((await heals(of)).confidence).toBeGreaterThanOrEqual(0.97);
  });

  test("quotes-500 from an alert alone", async () => {
    const of = stage("quotes-500", order);
    of.scene.alerted("HighErrorRate", 6);
    await heals(of);
  });

  test("quotes-slow from telemetry", async () => {
    const of = stage("quotes-slow", order);
    of.scene.anomalous({
      symptom: "latency",
      observed: { value: 900, unit: "ms", samples: 30 },
      onset: { at: at(0), earliest: at(-4), latest: at(3) },
    });
    of.scene.revisions(revisionRows(of, 8, () => true));
    of.scene.saw({
      kind: "span-shift",
      service: "quotes",
      operation: "POST /quotes",
      span: "pg.query:SELECT fernhill",
      detail: `select due_on as "dueOn", paid_on as "paidOn" from payments where upper(replace(trim(policy_number), ?, ?)) = upper($1) order by due_on`,
      perRequest: { before: 0, after: 9 },
      ownMs: { before: 0, after: 80 },
    });
    expect((await heals(of)).confidence).toBeGreaterThanOrEqual(0.97);
  });

  test("quotes-slow from an alert alone", async () => {
    const of = stage("quotes-slow", order);
    of.scene.anomalous({ symptom: "latency", observed: { value: 900, unit: "ms", samples: 0 } });
    of.scene.alerted("HighLatency", 8);
    await heals(of);
  });

  test("quotes-leak from telemetry", async () => {
    const of = stage("quotes-leak", order);
    of.scene.anomalous({
      symptom: "memory",
      operation: "*",
      observed: { value: 3e6, unit: "bytes/s", samples: 12 },
      onset: { at: at(4), earliest: at(-1), latest: at(10) },
    });
    of.scene.revisions(
      of.revisions.map(({ sha, live }, i) => {
        const last = (of.revisions[i + 1]?.live ?? 24) - 0.2;
        const points = Math.floor((last - live) / 2);
        return [sha, live, last, points, points < 5 ? null : i >= of.failing];
      }),
    );
    await heals(of);
  });
});
