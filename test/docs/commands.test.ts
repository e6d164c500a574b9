import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { blocksIn, PAGES, ROOT } from "./markdown.ts";

/** Commands of pages, one a line; DEMO.md's are typed in a world of their own (test/guide). */
const commands = [...PAGES]
  .filter(([page]) => page === "README.md" || page === "CONTRIBUTING.md" || /^docs\/[^/]+\.md$/.test(page))
  .flatMap(([page, text]) =>
    blocksIn(text)
      .filter(({ lang }) => lang === "" || lang === "sh")
      .flatMap(({ code }) => code.replace(/\\\n\s*/g, " ").split(/\n|&&/))
      .map((line) => line.replace(/\s+#.*$/, "").trim())
      .filter((line) => line !== "")
      .map((line) => [page, line] as const),
  )
  .filter(([, line], index, all) => all.findIndex(([, other]) => other === line) === index);

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "pages-"));
  await writeFile(join(directory, ".sre-space.yml"), "version: 1\nmode: report\n");
  await symlink(join(ROOT, "marketplace-demo/faults"), join(directory, "my-faults"));
  await writeFile(join(directory, "edited.yml"), "version: 1\nmode: propose\n");
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const run = async (script: string, ...args: string[]) => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(ROOT, script), ...args], {
    cwd: directory,
    env: { PATH: process.env.PATH, HOME: directory, SRE_INGEST_SECRET: "a secret of this test" },
  });
  return stdout;
};
/** What every command says of itself, which is held to the code. */
const help = async (command: string) =>
  expect(PAGES.get("docs/reference/commands.md")).toContain(`\n## ${command}\n`);

/** What a line begins with → how it is done here. What needs an account, another machine or a container engine is read and no more. */
const WAYS: readonly [RegExp, (args: string[], line: string) => Promise<unknown>][] = [
  [/^npm (?:ci|test|start|install)\b/, async () => {}],
  [
    /^npm run demo(?: --|$)/,
    (args) =>
      run(
        "marketplace-demo/world/demo.ts",
        ...args
          .slice(4)
          .filter((arg) => arg !== "--list")
          .map((arg) => (arg === "NAME" ? "quotes-500" : arg)),
        "--list",
      ),
  ],
  [/^npm run (?:break|bench|bundle|format)\b/, async () => {}],
  [
    /^npx sre-space token /,
    async (args) => expect((await run("src/cli.ts", "token", ...args.slice(3))).trim()).toMatch(/^\S{40,}$/),
  ],
  [
    /^npx sre-space validate/,
    (args) => run("src/cli.ts", ...args.slice(2).map((arg) => (arg === "FILE" ? "edited.yml" : arg))),
  ],
  [
    /^npx sre-space schema/,
    async () => expect(JSON.parse(await run("src/cli.ts", "schema"))).toHaveProperty("properties.mode"),
  ],
  [/^npx sre-space (?:doctor|diagnose|simulate|letters|serve)\b/, (args) => help(args[2] as string)],
  [
    /^(?:npx )?node (?:docs|bench|bin|\.github)\//,
    async (args) => expect(existsSync(join(ROOT, args.find((arg) => arg.includes("/")) ?? ""))).toBe(true),
  ],
  // The trailer of a commit's message.
  [/^SRE-Space: /, async () => {}],
  [/^[A-Z][A-Z0-9_]*=/, async () => {}],
  [/^(?:export|echo|git|cd|mkdir|curl|openssl|docker|kubectl|jq|sed|kcat|chroma) ?/, async () => {}],
];

it.each(commands)(
  "%s: %s",
  async (_, line) => {
    const way = WAYS.find(([form]) => form.test(line));
    expect(way, `nothing here knows how to try "${line}"`).toBeDefined();
    const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
      ([, one, other, plain]) => one ?? other ?? plain ?? "",
    );
    await way?.[1](words, line);
  },
  120_000,
);

it("finds commands", () => {
  expect(commands.length).toBeGreaterThan(20);
});
