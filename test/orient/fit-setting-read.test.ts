import { expect, test } from "vitest";
import type { CaseFile } from "../../src/orient/case-file.ts";
import { readHunks } from "../../src/orient/changes/changed-lines.ts";
import { fileKind } from "../../src/orient/changes/file-kind.ts";
import type { ReadFile } from "../../src/orient/changes/read-change.ts";
import { fitSettingRead } from "../../src/orient/fit-setting-read.ts";

const SOURCE =
  'const url = process.env.AMQP_URL ?? "amqp://rabbit";\nexport const send = () => connect(url);\n';
const read = (path: string, patch: string): ReadFile => ({
  path,
  kind: fileKind(path),
  owners: [],
  hunks: readHunks(`@@ -1,9 +1,9 @@\n${patch}`),
  unread: false,
  inert: null,
  classes: [],
});
const told = (
  path: string,
  patch: string,
  sources: Record<string, string> = { "shop/src/queue.ts": SOURCE },
) =>
  fitSettingRead("shop", [read(path, patch)], {
    anomaly: {
      service: "shop",
      operation: "POST /orders",
      symptom: "errors",
      source: "telemetry",
      onset: {
        at: "2026-11-02T10:00:00.000Z",
        earliest: "2026-11-02T10:00:00.000Z",
        latest: "2026-11-02T10:00:10.000Z",
      },
      observed: { value: 1, unit: "ratio", samples: 40 },
    },
    policy: { services: {} },
    history: [],
    candidates: [],
    deployments: [],
    shaOf: {},
    sources,
    evidence: {
      collectedAt: "2026-11-02T10:00:00.000Z",
      localisation: [],
      items: [
        {
          kind: "exception",
          id: "E1",
          text: "",
          service: "shop",
          operation: "POST /orders",
          type: "Error",
          message: "no queue",
          frames: [{ path: "/app/shop/src/queue.ts", line: 2, function: "send", inApp: true }],
          count: 40,
          countBefore: 0,
          revisions: [],
        },
      ],
    },
  } as unknown as CaseFile)?.text;

const PACED = [
  "public double rate(Campaign campaign) {",
  "  if (settings.curvedPacing()) {",
  "    return curves.of(campaign.curve()).at(hour);",
  "  }",
  "}",
].join("\n");
test("a key of a file of settings is what a member near the failing line is called by", () => {
  const sources = { "shop/src/queue.ts": PACED.replace("return", "\n    return") };
  const patch = " pacing:\n-  curved: false\n+  curved: true";
  expect(told("shop/app.yaml", patch, { "shop/src/queue.ts": PACED })).toContain("curved");
  expect(told("shop/app.yaml", " pacing:\n-  steep: false\n+  steep: true", sources)).toBeUndefined();
  expect(told("shop/app.yaml", "-curved: false\n+curved: true", sources)).toBeUndefined();
});

test.each([
  ["deploy/env.yaml", "-AMQP_URL: amqp://rabbit/shop\n+AMQP_URL: amqp://rabbit/web"],
  ["deploy/app.env", "-AMQP_URL=amqp://rabbit/shop"],
  ["k8s/shop.yaml", "   - name: AMQP_URL\n-    value: a\n+  - name: AMQP_URL\n+    value: b"],
])("%s", (path, patch) => expect(told(path, patch)).toContain("AMQP_URL"));

test.each([
  ["a variable that the file does not read", "deploy/env.yaml", "-STOCK_URL: a\n+STOCK_URL: b", undefined],
  [
    "one of which the change says nothing new",
    "deploy/env.yaml",
    " AMQP_URL: a\n-B_URL: a\n+B_URL: b",
    undefined,
  ],
  [
    "a switch of the runtime",
    "deploy/env.yaml",
    "+NODE_OPTIONS: --max",
    { "shop/src/queue.ts": "NODE_OPTIONS" },
  ],
  ["where no source is known", "deploy/env.yaml", "-AMQP_URL: a\n+AMQP_URL: b", {}],
  ["code", "shop/src/other.ts", "-const a = AMQP_URL;\n+const b = AMQP_URL;", undefined],
] as const)("not %s", (_, path, patch, sources) => expect(told(path, patch, sources)).toBeUndefined());
