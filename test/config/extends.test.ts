import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAsTight } from "../../src/config/is-as-tight.ts";
import { loadPolicy } from "../../src/config/load-policy.ts";
import { isLocked } from "../../src/config/organisation.ts";
import { parsePolicy } from "../../src/config/policy-file.ts";
import { settingsOf } from "../../src/config/settings-of.ts";
import { Policy } from "../../src/contracts/policy.ts";
import type { RepoReader } from "../../src/contracts/ports/repo-reader.ts";
import { TIGHTNESS } from "../../src/contracts/tightness.ts";
import { anyPolicyFile } from "./any-policy-file.ts";

const OWN = "acme/shop";

/** Repositories of these policy files; one with null has none. */
function worldOf(files: Record<string, string | null>) {
  const readerOf = (repository: string): RepoReader | null => {
    const name = Object.keys(files).find((one) => one.toLowerCase() === repository.toLowerCase());
    if (name === undefined) return null;
    const content = files[name];
    const refuse = () => Promise.reject(new Error("not needed for a policy"));
    return {
      repository: name,
      defaultBranch: async () => ({ name: "main", sha: "a".repeat(40) }),
      file: async (path) =>
        content === null || content === undefined || path !== ".sre-space.yml"
          ? null
          : { path, mode: "100644", blob: `blob of ${name}`, content, binary: false },
      commit: refuse,
      commitsBetween: refuse,
      commitsSince: refuse,
      tree: refuse,
      deployments: refuse,
    };
  };
  return { load: () => loadPolicy(readerOf(OWN) as RepoReader, readerOf) };
}
const load = (own: string | null, organisation?: string | null, others: Record<string, string> = {}) =>
  worldOf({
    [OWN]: own,
    ...(organisation === undefined ? {} : { "acme/.github": organisation }),
    ...others,
  }).load();
const told = async (...files: Parameters<typeof load>) => {
  const { policy, problems } = await load(...files);
  return {
    mode: policy.mode,
    said: problems.map((one) => `${one.line}:${one.column} ${one.path} ${one.message}. ${one.hint}`),
  };
};

const ORGANISATION = `version: 1
mode: merge
guardrails:
  max_files: 10
  deny_paths: [infra/**]
  max_merges: {per_hour: 5, per_day: 20}
  approvers: {permission: maintain}
redact: ["EMP-[0-9]+"]
notify: {mention: ["@acme/sre"]}
`;

describe("an organisation's file that is extended", () => {
  test("gives the defaults; the repository's own values stand in front, section by section", async () => {
    const { policy, organisation, problems } = await load(
      "version: 1\n_extends: .github\nguardrails: {max_files: 20, max_merges: {per_hour: 1}}\n",
      ORGANISATION,
    );
    expect(problems).toEqual([]);
    expect(policy).toMatchObject({
      mode: "merge",
      guardrails: {
        max_files: 20,
        max_merges: { per_hour: 1, per_day: 20 },
        approvers: { permission: "maintain" },
      },
      notify: { mention: ["@acme/sre"] },
    });
    expect(organisation).toEqual({
      repository: "acme/.github",
      path: ".sre-space.yml",
      blob: "blob of acme/.github",
    });
  });

  test("is joined where a list forbids or demands, and replaced where it permits", async () => {
    const { policy } = await load(
      "version: 1\n_extends: acme/.github\nguardrails: {deny_paths: [db/**], allow_paths: [src/**]}\nredact: [POL-1]\n",
      ORGANISATION,
    );
    expect(policy.guardrails).toMatchObject({ deny_paths: ["infra/**", "db/**"], allow_paths: ["src/**"] });
    expect(policy.redact).toEqual(["EMP-[0-9]+", "POL-1"]);
  });

  test("is not taken up where it is not extended and locks nothing", async () => {
    const { policy, organisation } = await load("version: 1\n", ORGANISATION);
    expect(policy).toMatchObject({ mode: "report", guardrails: { max_files: 5 }, redact: [] });
    expect(organisation).toBeUndefined();
  });

  test("may be another repository of the same owner", async () => {
    const { policy } = await load("version: 1\n_extends: policies\n", undefined, {
      "acme/policies": ORGANISATION,
    });
    expect(policy.guardrails.max_files).toBe(10);
  });
});

describe("without the organisation's file nothing is done but reporting, and one problem says why", () => {
  const asking = "version: 1\nmode: merge\n_extends: .github\nredact: [POL-1]\n";
  test.each([
    [
      "not installed there",
      undefined,
      /^3:1 _extends names acme\/\.github, which cannot be read.*Install the App/,
    ],
    ["no file there", null, /has no \.sre-space\.yml/],
    [
      "a broken one",
      "version: 1\nmode: marge\n",
      /has 1 problem, the first on line 2: mode must be one of .*Mend it there/,
    ],
    ["one that extends another", "version: 1\n_extends: x\n", /extends another file itself/],
  ])("%s", async (_, organisation, say) => {
    const { mode, said } = await told(asking, organisation);
    expect(mode).toBe("report");
    expect(said).toEqual([expect.stringMatching(say)]);
    expect((await load(asking, organisation)).policy.redact).toEqual(["POL-1"]);
  });

  test.each([
    ["evil/policies", /which is not acme's.*could change under you/],
    ["shop", /this repository itself/],
    ["a/b/c", /REPO or OWNER\/REPO/],
  ])("_extends: %s", async (named, say) => {
    const { mode, said } = await told(`version: 1\nmode: merge\n_extends: ${named}\n`, ORGANISATION, {
      "evil/policies": ORGANISATION,
    });
    expect(mode).toBe("report");
    expect(said).toEqual([expect.stringMatching(say)]);
  });

  test("a broken one counts also where it is not extended: what it would lock is not known", async () => {
    const { mode, said } = await told("version: 1\nmode: merge\n", "version: 1\nlocked: {}\n");
    expect(mode).toBe("report");
    expect(said).toEqual([
      expect.stringMatching(/^1:1 {2}stands under acme\/\.github, whose \.sre-space\.yml has 1 problem/),
    ]);
  });
});

describe("what the organisation locks", () => {
  const LOCKS = `${ORGANISATION}locked: [mode, guardrails, redact, model.send]\nmodel: {send: none}\n`;

  test.each([
    [
      "guardrails: {max_files: 11}",
      /^3:25 guardrails\.max_files is 11, which is looser than the 10 that acme\/\.github locks\. Write 10 or less, or take the line out/,
    ],
    ["guardrails: {min_confidence: 0.9}", /is 0\.9, .*Write 0\.95 or more/],
    ["guardrails: {approvers: {permission: write}}", /Write admin or maintain/],
    ["guardrails: {approvers: {valid_for: 3d}}", /is 3d, .* the 1d that.*Write 1d or less/],
    ["guardrails: {remedies: [revert, patch]}", /Write some of \["revert"\]/],
    ["guardrails: {cool_down: 10m}", /is 10m.*Write 1h or more/],
    ["model: {send: diffs}", /is diffs.*Write none, or take/],
  ])("may not be loosened: %s", async (line, say) => {
    for (const extending of ["", "\n_extends: .github"]) {
      const { mode, said } = await told(`version: 1\nmode: merge\n${line}${extending}\n`, LOCKS);
      expect(mode).toBe("report");
      expect(said).toEqual([expect.stringMatching(say)]);
    }
  });

  test.each([
    "guardrails: {max_files: 9}",
    "guardrails: {min_confidence: 0.99}",
    "guardrails: {approvers: {permission: admin, teams: [sre]}}",
    "guardrails: {allow_paths: [services/**]}",
    "guardrails: {deny_paths: [db/**]}",
    "guardrails: {required_checks: [ci]}",
    "guardrails: {freeze: [{cron: 0 16 * * 5, duration: 64h}]}",
    "mode: propose",
    "redact: [POL-1]",
  ])("may be tightened: %s", async (line) => {
    expect(await told(`version: 1\n${line}\n`, LOCKS)).toMatchObject({ said: [] });
  });

  test("holds where the repository does not extend it, nor says anything of it", async () => {
    const { policy, problems } = await load("version: 1\nmode: propose\n", LOCKS);
    expect(problems).toEqual([]);
    expect(policy).toMatchObject({
      mode: "propose",
      guardrails: { max_files: 10, deny_paths: ["infra/**"] },
      model: { send: "none" },
      redact: ["EMP-[0-9]+"],
      notify: { mention: [] },
    });
  });

  test("keeps its secrets where the repository's own file is broken, or is not there", async () => {
    for (const own of ["version: [", "version: 1\nmode: marge\n", null]) {
      const { policy } = await load(own, LOCKS);
      expect(policy).toMatchObject({ mode: "report", redact: ["EMP-[0-9]+"], model: { send: "none" } });
    }
  });

  test("is not escaped by extending another file", async () => {
    const { mode, said } = await told("version: 1\nmode: merge\n_extends: loose\n", LOCKS, {
      "acme/loose": "version: 1\nguardrails: {max_files: 500}\n",
    });
    expect(mode).toBe("report");
    expect(said).toEqual([
      expect.stringMatching(/^3:1 _extends names acme\/loose, while acme\/\.github locks/),
    ]);
  });

  test("an allowed path is tighter only where it is shown to be", async () => {
    const locks = "version: 1\nguardrails: {allow_paths: [services/**]}\nlocked: [guardrails.allow_paths]\n";
    const under = (glob: string) => told(`version: 1\nguardrails: {allow_paths: ["${glob}"]}\n`, locks);
    expect((await under("services/quotes/**")).said).toEqual([]);
    expect((await under("services/*.ts")).said).toEqual([]);
    for (const glob of ["**", "service*/**", "services/../**", "src/**"])
      expect((await under(glob)).said).toEqual([expect.stringMatching(/looser than/)]);
  });

  test("a lock on what is no setting is a problem of the organisation's file", async () => {
    const { said } = await told(
      "version: 1\n_extends: .github\n",
      "version: 1\nlocked: [guardrails.max_file]\n",
    );
    expect(said).toEqual([
      expect.stringMatching(/locks nothing: there is no setting "guardrails\.max_file"/),
    ]);
  });
});

test("whatever both write, what is accepted is nowhere looser than what is locked", () => {
  const sections = ["mode", "guardrails", "model", "budget", "redact", "runbooks"];
  let accepted = 0;
  fc.assert(
    fc.property(
      anyPolicyFile,
      anyPolicyFile,
      fc.subarray(sections, { minLength: 1 }),
      fc.subarray(
        Object.keys(TIGHTNESS).flatMap((path) => /^guardrails\.(\w+)/.exec(path)?.[1] ?? []),
        { maxLength: 2 },
      ),
      fc.boolean(),
      (theirs, ours, locked, written, extending) => {
        const file = JSON.parse(JSON.stringify({ ...theirs, locked }));
        const policy = Policy.parse(file);
        const guardrails = Object.fromEntries(
          Object.entries(ours.guardrails ?? {}).filter(([key]) => written.includes(key)),
        );
        const own = { version: 1, ...(extending ? { _extends: ".github" } : {}), guardrails };
        const organisation = { repository: "acme/.github", path: ".sre-space.yml", blob: "", file, policy };
        const parsed = parsePolicy(JSON.stringify(own), organisation);
        if (!parsed.policy) return;
        accepted += 1;
        const limits = new Map(settingsOf(policy).map((one) => [one.path.join(), one.value]));
        for (const { path, tightness, value } of settingsOf(parsed.policy))
          if (isLocked(path.join("."), locked))
            expect(isAsTight(tightness, value, limits.get(path.join())), path.join(".")).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
  expect(accepted).toBeGreaterThan(30);
});
