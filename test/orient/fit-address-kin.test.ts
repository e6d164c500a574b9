import { expect, test } from "vitest";
import type { CaseFile } from "../../src/orient/case-file.ts";
import { readHunks } from "../../src/orient/changes/changed-lines.ts";
import { fileKind } from "../../src/orient/changes/file-kind.ts";
import { understood } from "../../src/orient/changes/read-change.ts";
import { fitAddressKin } from "../../src/orient/fit-address-kin.ts";

const told = (path: string, lines: readonly string[], message: string) =>
  fitAddressKin(
    "shop",
    [
      {
        kind: fileKind(path),
        hunks: readHunks(`@@ -1,${lines.length} +1,${lines.length} @@\n${lines.join("\n")}`),
        unread: false,
        ...understood(
          path,
          fileKind(path),
          readHunks(`@@ -1,${lines.length} +1,${lines.length} @@\n${lines.join("\n")}`),
          true,
        ),
        owners: [],
        path,
      },
    ],
    {
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
            message,
            frames: [],
            count: 40,
            countBefore: 0,
            revisions: [],
          },
        ],
      },
    } as unknown as CaseFile,
  )?.evidence;

const AMQP = ["-AMQP_URL: amqp://rabbit:5672/shop", "+AMQP_URL: amqp://rabbit:5672/web"];

test.each([
  ["deploy/env.yaml", AMQP, "Operation failed: QueueDeclare; <n> (NOT-FOUND) with message <value>"],
  [
    "config/s3.yml",
    ["-bucket: receipts", "+bucket: receipts-eu"],
    "NoSuchBucket: The specified bucket does not exist",
  ],
  [
    "deploy/app.env",
    ["-DATABASE_URL=postgres://db/shop", "+DATABASE_URL=postgres://db/shop_v2"],
    "database <value> does not exist",
  ],
] as const)("%s", (path, lines, message) => expect(told(path, lines, message)).toEqual(["E1"]));

test.each([
  [
    "another system's address",
    "deploy/env.yaml",
    ["-STOCK_URL: http://a", "+STOCK_URL: http://b"],
    "Operation failed: QueueDeclare; <n>",
  ],
  ["another error", "deploy/env.yaml", AMQP, "cannot read properties of undefined"],
  ["words of a visitor", "deploy/env.yaml", AMQP, "no such article: a queue of rabbits"],
] as const)("not %s", (_, path, lines, message) => expect(told(path, lines, message)).toBeUndefined());
