import { Scene } from "./scene.ts";
import { edited, lineOf, openShop, SHOP } from "./shop.ts";

/** An incident whose truth is known: the guilty commit's SHA, or null where no commit did it. */
export interface Case {
  name: string;
  /** What a right answer is: the truth with confidence, or silence where the evidence cannot tell. */
  expect: "named" | "none" | "silent";
  stage(scene: Scene): { guilty: string | null };
}

const PRICE = "services/quotes/price.ts";
const STORE = "services/quotes/store/load-history.ts";
const ROUTE = "services/quotes/routes/create-quote.ts";
const DISCOUNT = "packages/rating/discount.ts";

const unguarded = edited(PRICE, [
  "history.claims.length === 0 ? history.years : 0",
  "history.claims[0].years",
]);
const tidied = edited(ROUTE, [
  "const premium = price(request.risk, history);\n  return { premium };",
  "return { premium: price(request.risk, history) };",
]);
const commented = edited(PRICE, [
  "/** The yearly premium in pence. */",
  "/**\n * The yearly premium in pence, before tax.\n */",
]);
const otherService = edited(
  "services/storefront/page.ts",
  ["<h1>", "<h2>"],
  ["(title, body)", "(title = 'Fernhill', body)"],
);
const manyQueries = edited(STORE, [
  `  const { rows: claims } = await pool.query("select lodged_on, status from claims where policy_number = any($1)", [numbers]);\n`,
  `  const claims = [];\n  for (const number of numbers) {\n    const { rows } = await pool.query("select lodged_on, status from claims where upper(policy_number) = $1", [number]);\n    claims.push(...rows);\n  }\n`,
]);
const keeps = edited(
  PRICE,
  ["const base = 41200;", "const base = 41200;\nconst priced = new Map();"],
  [
    "  return Math.round(pence",
    "  priced.set(risk.age + Date.now(), { risk, history });\n  return Math.round(pence",
  ],
);
const docs = { "docs/rating.md": "# Rating\n\nHow premiums come about, in more words.\n" };
const longAgo = -7200;

const priceFrames = (content: Record<string, string>, text: string): [string, number, string][] => [
  [PRICE, lineOf(content[PRICE] ?? "", text), "price"],
  [ROUTE, 6, "createQuote"],
];
const claimsQuery = "select lodged_on, status from claims where upper(policy_number) = $1";
const latency = { symptom: "latency", observed: { value: 900, unit: "ms", samples: 40 } } as const;
const memory = {
  symptom: "memory",
  operation: "*",
  observed: { value: 4e6, unit: "bytes/s", samples: 12 },
} as const;

export const CASES: readonly Case[] = [
  {
    name: "a guard removed, by revision and frame",
    expect: "named",
    stage(scene) {
      const root = openShop(scene);
      scene.push(-20, docs);
      const guilty = scene.push(-3, unguarded);
      scene.push(2, otherService);
      scene.revisions([
        [root, longAgo, -1, 900, false],
        [guilty, -0.5, 5, 60, true],
      ]);
      scene.threw("TypeError", priceFrames(unguarded, "claims[0]"));
      return { guilty };
    },
  },
  {
    name: "one of three commits in a batch, by its frame",
    expect: "named",
    stage(scene) {
      const root = openShop(scene);
      const longer = edited(DISCOUNT, ["0.25]", "0.25, 0.3]"]);
      scene.push(-30, longer, { deploy: false });
      const guilty = scene.push(-20, unguarded, { deploy: false });
      const last = scene.push(-3, tidied);
      scene.revisions([
        [root, longAgo, -1, 900, false],
        [last, -0.5, 5, 60, true],
      ]);
      scene.threw("TypeError", priceFrames(unguarded, "claims[0]"));
      return { guilty };
    },
  },
  {
    name: "a defect whose lines a later innocent commit of the batch has moved",
    expect: "named",
    stage(scene) {
      const root = openShop(scene);
      const guilty = scene.push(-30, unguarded, { deploy: false });
      const moved = {
        [PRICE]: `// Prices are yearly.\n// They are in pence.\n// Tax comes later.\n${unguarded[PRICE]}`,
      };
      const last = scene.push(-3, moved);
      scene.revisions([
        [root, longAgo, -1, 900, false],
        [last, -0.5, 5, 60, true],
      ]);
      scene.threw("TypeError", priceFrames(moved, "claims[0]"));
      return { guilty };
    },
  },
  {
    name: "a query inside a loop",
    expect: "named",
    stage(scene) {
      const root = openShop(scene);
      scene.push(-40, tidied);
      const guilty = scene.push(-3, manyQueries);
      scene.anomalous(latency).revisions([
        [root, longAgo, -1, 900, false],
        [guilty, -0.5, 5, 60, true],
      ]);
      scene.saw({
        kind: "span-shift",
        service: "quotes",
        operation: "POST /quotes",
        span: "pg.query",
        detail: claimsQuery,
        perRequest: { before: 0, after: 9 },
        ownMs: { before: 0, after: 60 },
      });
      return { guilty };
    },
  },
  {
    name: "memory that is kept",
    expect: "named",
    stage(scene) {
      const root = openShop(scene);
      const guilty = scene.push(-3, keeps);
      scene.push(3, docs);
      scene.anomalous(memory).revisions([
        [root, longAgo, -1, 100, false],
        [guilty, -0.5, 40, 20, true],
      ]);
      return { guilty };
    },
  },
  {
    name: "one fitting deployment seconds before an alert",
    expect: "named",
    stage(scene) {
      openShop(scene);
      const guilty = scene.push(-9, unguarded);
      scene.push(-30, docs);
      scene.alerted("HighErrorRate", 2);
      return { guilty };
    },
  },
  {
    name: "a merged pull request stands for its commits",
    expect: "named",
    stage(scene) {
      const root = openShop(scene);
      const git = scene.repository.git;
      git("checkout", "--quiet", "-b", "topic");
      scene.repository.commit(unguarded, { at: new Date(Date.parse("2026-11-02T09:50:00Z")).toISOString() });
      git("checkout", "--quiet", "main");
      git("merge", "--quiet", "--no-ff", "-m", "Merge topic", "topic");
      git("commit", "--quiet", "--amend", "--no-edit", "--date", "2026-11-02T09:59:55Z");
      const guilty = git("rev-parse", "HEAD").trim();
      scene.deploy(guilty, -3);
      scene.revisions([
        [root, longAgo, -1, 900, false],
        [guilty, -0.5, 5, 60, true],
      ]);
      scene.threw("TypeError", priceFrames(unguarded, "claims[0]"));
      return { guilty };
    },
  },
  {
    name: "three commits of one batch and no frames",
    expect: "silent",
    stage(scene) {
      const root = openShop(scene);
      scene.push(-30, edited(DISCOUNT, ["if (years < 0) return 0;\n", ""]), { deploy: false });
      const guilty = scene.push(-20, unguarded, { deploy: false });
      const last = scene.push(-3, tidied);
      scene.revisions([
        [root, longAgo, -1, 900, false],
        [last, -0.5, 5, 60, true],
      ]);
      return { guilty };
    },
  },
  {
    name: "an alert after two fitting deployments",
    expect: "silent",
    stage(scene) {
      openShop(scene);
      scene.push(-14, edited(DISCOUNT, ["if (years < 0) return 0;\n", ""]));
      const guilty = scene.push(-9, unguarded);
      scene.alerted("HighErrorRate", 2);
      return { guilty };
    },
  },
  {
    name: "nothing but an alert and a code change that has no known mechanism",
    expect: "silent",
    stage(scene) {
      openShop(scene);
      scene.push(-9, edited(PRICE, ["const pence = base * loading;", "const pence = loading * base;"]));
      scene.alerted("HighErrorRate", 2);
      return { guilty: null };
    },
  },
  {
    name: "a provider that refuses, while the same revision was healthy for hours",
    expect: "silent",
    stage(scene) {
      const root = openShop(scene);
      scene.revisions([[root, longAgo, 5, 3000, true]]);
      scene.threw("ConnectTimeoutError", [["services/quotes/carrier-client.ts", 12, "ask"]]);
      return { guilty: null };
    },
  },
  {
    name: "an innocent deployment of another service at the onset",
    expect: "silent",
    stage(scene) {
      const root = openShop(scene);
      scene.push(-3, otherService);
      scene.revisions([[root, longAgo, 5, 3000, true]]);
      scene.threw("Error", [[STORE, 2, "loadHistory"]]);
      return { guilty: null };
    },
  },
  {
    name: "an innocent comment in the failing service at the onset",
    expect: "none",
    stage(scene) {
      const root = openShop(scene);
      const last = scene.push(-3, commented);
      scene.revisions([
        [root, longAgo, -1, 900, false],
        [last, -0.5, 5, 60, true],
      ]);
      scene.threw("ETIMEDOUT", [[STORE, 2, "loadHistory"]]);
      return { guilty: null };
    },
  },
  {
    name: "a failure that the revision before shows already",
    expect: "none",
    stage(scene) {
      const root = openShop(scene);
      const last = scene.push(-3, unguarded);
      scene.anomalous({
        onset: {
          at: "2026-11-02T09:59:50.000Z",
          earliest: "2026-11-02T09:59:45.000Z",
          latest: "2026-11-02T10:00:02.000Z",
        },
      });
      scene.revisions([
        [root, longAgo, -1, 900, true],
        [last, -0.5, 5, 60, true],
      ]);
      return { guilty: null };
    },
  },
  {
    name: "an innocent refactoring at the onset, while the database fails elsewhere in the code",
    expect: "silent",
    stage(scene) {
      const root = openShop(scene);
      const last = scene.push(-3, tidied);
      scene.revisions([
        [root, longAgo, -1, 900, false],
        [last, -0.5, 5, 60, true],
      ]);
      scene.threw("Error", [[STORE, 2, "loadHistory"]]);
      return { guilty: null };
    },
  },
  {
    name: "an innocent change of the very file that fails, in another function",
    expect: "silent",
    stage(scene) {
      const root = openShop(scene);
      const last = scene.push(
        -3,
        edited(PRICE, [
          "const pounds = premium / 100;\n",
          "if (!premium) return '';\n  const pounds = premium / 100;\n",
        ]),
      );
      scene.revisions([
        [root, longAgo, -1, 900, false],
        [last, -0.5, 5, 60, true],
      ]);
      scene.threw("Error", [[PRICE, lineOf(SHOP[PRICE], "const loading"), "price"]]);
      return { guilty: null };
    },
  },
  {
    name: "an alert and only prose deployed",
    expect: "none",
    stage(scene) {
      openShop(scene);
      scene.push(-9, docs);
      scene.push(-5, { "test/price.test.ts": "test('price', () => { price(); });\n" });
      scene.alerted("HighErrorRate", 2);
      return { guilty: null };
    },
  },
  {
    name: "an alert, and the fitting change went live only after it",
    expect: "silent",
    stage(scene) {
      openShop(scene);
      scene.push(12, unguarded);
      scene.alerted("HighErrorRate", 2);
      return { guilty: null };
    },
  },
  {
    name: "a slow query that nobody touched",
    expect: "silent",
    stage(scene) {
      const root = openShop(scene);
      const last = scene.push(-3, tidied);
      scene.anomalous(latency).revisions([
        [root, longAgo, -1, 900, false],
        [last, -0.5, 5, 60, true],
      ]);
      scene.saw({
        kind: "span-shift",
        service: "quotes",
        operation: "POST /quotes",
        span: "pg.query",
        detail: "select number, cover_start from policies where customer_id = $1",
        perRequest: { before: 1, after: 1 },
        ownMs: { before: 2, after: 700 },
      });
      return { guilty: null };
    },
  },
  {
    name: "an old leak, deployed two hours before anybody noticed",
    expect: "silent",
    stage(scene) {
      scene.push(-14_000, { ...SHOP });
      const guilty = scene.push(longAgo, keeps);
      scene.push(-3000, tidied);
      scene.anomalous(memory);
      return { guilty };
    },
  },
  {
    name: "telemetry that began in the middle of the failure",
    expect: "silent",
    stage(scene) {
      openShop(scene);
      const last = scene.push(-3, unguarded);
      const { baseline: _, ...rest } = scene.input.anomaly;
      scene.replaceAnomaly({ ...rest, baselineSeconds: 0 });
      scene.revisions([[last, -0.5, 5, 60, true]]);
      return { guilty: null };
    },
  },
  {
    name: "a service whose files the policy does not name",
    expect: "silent",
    stage(scene) {
      scene.policy = { version: 1, mode: "merge" };
      openShop(scene);
      scene.push(
        -9,
        edited("services/policies/buy.ts", ["{ number: quote.id }", "{ number: quote.offer.id }"]),
      );
      scene.alerted("HighErrorRate", 2);
      return { guilty: null };
    },
  },
];

/** Stages a case; the caller removes the scene's repository. */
export function staged(one: Case): { scene: Scene; guilty: string | null } {
  const scene = new Scene();
  return { scene, ...one.stage(scene) };
}
