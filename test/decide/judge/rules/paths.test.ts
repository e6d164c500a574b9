import type { FileChange } from "../../../../src/contracts/change-set.ts";
import type { PolicyFile } from "../../../../src/contracts/policy.ts";
import { paths } from "../../../../src/decide/judge/rules/paths.ts";
import { approval, caseOf, change, policyOf } from "../case.ts";
import { type Row, ruleTable } from "../rule-table.ts";

const touching = (...files: string[]) => caseOf({ plan: { files: files.map((file) => change(file)) } });
const under = (guardrails: PolicyFile["guardrails"], ...files: string[]) =>
  caseOf({ policy: policyOf({ guardrails }), plan: { files: files.map((file) => change(file)) } });

const refused = (path: string, why: RegExp): Row => [
  `never ${JSON.stringify(path)}`,
  touching(path),
  "report",
  why,
];

ruleTable(paths, [
  ["what nothing denies", touching("services/quotes/a.ts", "a.ts"), "pass", /2 paths, all of them allowed/],
  ["below allow_paths", under({ allow_paths: ["services/**"] }, "services/a/b.ts"), "pass", /1 path,/],
  [
    "dot files below them",
    under({ allow_paths: ["services/**"] }, "services/.env.example"),
    "pass",
    /1 path,/,
  ],
  [
    "outside of them",
    under({ allow_paths: ["services/**"] }, "services/a.ts", "db/x.sql"),
    "report",
    /do not cover db\/x\.sql/,
  ],
  [
    "another spelling than allowed",
    under({ allow_paths: ["services/**"] }, "Services/a.ts"),
    "report",
    /do not cover/,
  ],
  ["nothing is allowed", under({ allow_paths: [] }, "a.ts"), "report", /do not cover a\.ts/],
  [
    "below deny_paths",
    under({ deny_paths: ["**/migrations/**"] }, "db/migrations/1.sql"),
    "report",
    /deny_paths cover/,
  ],
  [
    "denied in a letter that has no case of its own",
    under({ deny_paths: ["secrets/**"] }, "\u017fecrets/a"),
    "report",
    /deny/,
  ],
  ["denied in another spelling", under({ deny_paths: ["db/**"] }, "DB/x.sql"), "report", /deny_paths cover/],
  [
    "denied and allowed: deny wins",
    under({ allow_paths: ["**"], deny_paths: ["a.ts"] }, "a.ts"),
    "report",
    /deny/,
  ],
  [
    "a ! denies no less",
    under({ deny_paths: ["!a.ts", "b.ts"] }, "b.ts"),
    "report",
    /deny_paths cover b\.ts/,
  ],
  ["a ! allows no more", under({ allow_paths: ["!a.ts"] }, "b.ts"), "report", /do not cover/],
  [
    "nobody lifts a denial",
    { ...under({ deny_paths: ["a.ts"] }, "a.ts"), approvals: [approval()] },
    "report",
    /deny/,
  ],
  [
    "nobody allows a built-in denial",
    under({ allow_paths: [".github/**", "**"] }, ".github/workflows/ci.yml"),
    "report",
    /GitHub's own settings/,
  ],
  refused(".github/workflows/ci.yml", /GitHub's own settings/),
  refused(".GitHub/workflows/ci.yml", /GitHub's own settings/),
  refused("nested/.github/actions/a/action.yml", /GitHub's own settings/),
  refused("CODEOWNERS", /who must review/),
  refused("docs/codeowners", /who must review/),
  refused("CODEOWNER\u017f", /who must review/),
  refused(".\u017fre-space.yml", /own policy/),
  refused(".githu\u0042/workflows/ci.yml", /GitHub's own settings/),
  refused("pac\u212aage-lock.json", /lock file|invisible or decomposed/),
  refused(".sre-space.yml", /own policy/),
  refused(".SRE-Space.yaml", /own policy/),
  refused(".sre-space/incidents.json", /own policy/),
  refused(".gitmodules", /submodules/),
  refused("services/.GIT/config", /git's own/),
  refused("GIT~1/config", /no plain path/),
  refused("/etc/passwd", /absolute/),
  refused("C:/x", /an absolute/),
  refused("../x", /outside the tree/),
  refused("a/../../x", /outside the tree/),
  refused("a//b", /outside the tree/),
  refused("./a", /outside the tree/),
  refused("a\\..\\b", /no plain path/),
  refused("a/.github./x", /no plain path/),
  refused(".github /x", /no plain path/),
  refused("aux:b", /no plain path/),
  refused(".g\u200cithub/x", /invisible/),
  refused("a\u0000b", /invisible/),
  refused("e\u0301.ts", /decomposed/),
  refused("", /no usable path/),
  refused("a".repeat(501), /no usable path/),
  refused("package-lock.json", /lock file without its manifest/),
  refused("services/quotes/Cargo.lock", /lock file without its manifest/),
  ["a lock file with its manifest", touching("package.json", "package-lock.json"), "pass", /2 paths/],
  ["a lock file with a workspace's manifest", touching("a/package.json", "yarn.lock"), "pass", /2 paths/],
  ["a lock file with a manifest elsewhere", touching("b/package.json", "a/yarn.lock"), "report", /lock file/],
  ...["120000", "160000"].map(
    (mode): Row => [
      `mode ${mode}`,
      caseOf({ plan: { files: [{ ...change("a.ts"), mode: mode as FileChange["mode"] }] } }),
      "report",
      /a link or a submodule/,
    ],
  ),
]);
