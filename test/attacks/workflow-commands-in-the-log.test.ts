import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import {
  jsonWithoutWorkflowCommands,
  withoutWorkflowCommands,
} from "../../src/safety/without-workflow-commands.ts";
import { makeBundle } from "../replay/make-bundle.ts";

const CLI = join(import.meta.dirname, "../../src/cli.ts");
const ATTACKS = [
  "::add-mask::e",
  "  ::stop-commands::x",
  "\u0085::add-mask::e",
  "##[add-mask]e",
  "::set-env name=NODE_OPTIONS::-r /x",
];
const directory = mkdtempSync(join(tmpdir(), "sre-space-attack-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What a runner would obey of a log, as it reads it: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs */
function obeyed(log: string): string[] {
  return log
    .split(/\r\n|\r|\n/)
    .filter(
      (line) => /^::[^:]*(?: [^:]*)?::/.test(line.replace(/^[\s\u0085]+/, "")) || /##\[[^\]]+\]/.test(line),
    );
}

function cli(args: string[], inWorkflow: boolean): Promise<{ out: string; err: string }> {
  const env = { ...process.env, GITHUB_ACTIONS: inWorkflow ? "true" : "" };
  return new Promise((done) => {
    execFile(process.execPath, [CLI, ...args], { cwd: directory, env, maxBuffer: 2 ** 26 }, (_, out, err) =>
      done({ out, err }),
    );
  });
}

/** A bundle in which a commit, a span and an exception are named to be obeyed. */
function hostileBundle(): string {
  const { folder } = makeBundle(join(directory, "bundle"), {
    dialect: "node",
    fault: "errors",
    seed: 3,
    rate: 4,
    minutes: { before: 6, after: 3 },
  });
  for (const file of ["commits.json", "traces.jsonl"]) {
    const path = join(folder, file);
    const hostile = readFileSync(path, "utf8")
      .replaceAll(/"message":\s*"[^"]*"/g, `"message": "x\\n::add-mask::e\\n##[add-mask]e"`)
      .replaceAll(/\/orders/g, "/orders\\n::stop-commands::x ##[add-mask]e");
    writeFileSync(path, hostile);
  }
  return folder;
}

it("what the command line prints in a job is obeyed by no runner, whoever wrote it", async () => {
  const policy = join(directory, "::warning::policy.yml");
  writeFileSync(
    policy,
    `version: 1\n"::add-mask::e": 1\n"##[add-mask]e": 2\nmode: "\\n::stop-commands::x"\n`,
  );
  const folder = hostileBundle();
  const commands = [
    ["validate", "::warning::policy.yml"],
    ["validate", "::warning::policy.yml", "--json"],
    ["validate", "::error::no such file"],
    ["diagnose", folder],
    ["diagnose", folder, "--json"],
    ["simulate", folder, "--policy", "::warning::policy.yml"],
  ];
  let attempts = 0;
  for (const command of commands) {
    const { out, err } = await cli(command, true);
    expect(obeyed(`${out}\n${err}`), command.join(" ")).toEqual([]);
    if (command[0] !== "validate") continue;
    const outside = await cli(command, false);
    attempts += obeyed(`${outside.out}\n${outside.err}`).length;
  }
  // Where nobody reads the log for commands it stands as it is: the attacks are there.
  expect(attempts).toBeGreaterThan(2);
});

it("no text is left with a command, and JSON says the same", () => {
  const hostile = fc
    .array(
      fc.oneof(fc.constantFrom(...ATTACKS, "\n", "\r", "\r\n", " ", "\u2028", ":", "#", "["), fc.string()),
    )
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(hostile, (text) => {
      expect(obeyed(withoutWorkflowCommands(text))).toEqual([]);
      const json = jsonWithoutWorkflowCommands(JSON.stringify({ [text]: text }));
      expect(obeyed(json)).toEqual([]);
      expect(JSON.parse(json)).toEqual({ [text]: text });
    }),
  );
  for (const attack of ATTACKS) expect(obeyed(attack)).toHaveLength(1);
});
