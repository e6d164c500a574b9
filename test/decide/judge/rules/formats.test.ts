import { formats } from "../../../../src/decide/judge/rules/formats.ts";
import { approval, caseOf, policyOf, SUSPECT } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const LATER = "f".repeat(40);
const changed = (paths: string[], definition: string | null = null, own: string[] = []) =>
  caseOf({
    policy: policyOf({ guardrails: { formats: own } }),
    aftermath: {
      changes: [
        { sha: SUSPECT, paths: ["services/quotes/premium.ts"], definition: null },
        { sha: LATER, paths, definition },
      ],
    },
  });

ruleTable(formats, [
  [
    "nothing but code",
    changed(["src/a.ts", "README.md"]),
    "pass",
    /No migration.* in 2 commits from the suspect/,
  ],
  ...[
    "db/migrations/0012_add_column.ts",
    "db/migrate/20260101_x.rb",
    "DB/Migrations/0012.SQL",
    "alembic/versions/abc.py",
    "src/main/resources/db/changelog/1.xml",
    "prisma/schema.prisma",
    "db/schema.rb",
    "structure.sql",
    "proto/quotes.proto",
    "events/quote-made.avsc",
    "api/openapi.yaml",
    "openapi-v2.json",
    "docs/asyncapi.yml",
    "web/schema.graphql",
    "events/quote.schema.json",
  ].map((path): Parameters<typeof ruleTable>[1][number] => [path, changed([path]), "propose", /fffffff/]),
  [
    "a statement among the code",
    changed(["src/boot.ts"], "ALTER TABLE quotes ADD COLUMN tax"),
    "propose",
    /"ALTER TABLE quotes ADD COLUMN tax" in fffffff/,
  ],
  [
    "what the team calls a format",
    changed(["src/wire/quote.ts"], null, ["src/wire/**"]),
    "propose",
    /src\/wire\/quote\.ts/,
  ],
  ["what the team does not", changed(["src/wired.ts"], null, ["src/wire/**"]), "pass", /No migration/],
  ["approved", { ...changed(["a.sql"]), approvals: [approval()] }, "pass", /ada approved/],
  ["too many commits to look at", caseOf({ aftermath: { complete: false } }), "propose", /Not every commit/],
  ["not read", caseOf({ aftermath: null }), "propose", /could not be read/],
  [
    "no revert",
    caseOf({ plan: { remedy: "runbook" }, aftermath: null }),
    "not applicable",
    /Nothing is reverted/,
  ],
]);
