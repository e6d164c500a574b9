import { execFile } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeBundle } from "./replay/make-bundle.ts";

const ROOT = join(import.meta.dirname, "..");
/** What `diagnose` has no use for: clients of what lies elsewhere, the graph, the server. */
const NEEDLESS =
  "octokit|@octokit|probot|@langchain|langsmith|openai|chromadb|hono|@hono|pino|tree-sitter|web-tree-sitter";
/** Says on stderr at the end which files were loaded. */
const TELL_LOADED = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  const loaded = [];
  registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
  process.on("exit", () => console.error("\\n" + JSON.stringify(loaded)));
`)}`;

let copy: string;
let bundle: string;
beforeAll(async () => {
  // A copy: what is compiled here must not be what other tests run meanwhile.
  copy = mkdtempSync(join(tmpdir(), "sre-space-compiled-"));
  for (const name of ["src", "bin", "package.json"])
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  bundle = makeBundle(join(copy, "bundle"), {
    dialect: "node",
    fault: "errors",
    seed: 3,
    rate: 2,
    minutes: { before: 4, after: 2 },
    policy: true,
  }).folder;
  const { code, err } = await node("bin/compile.js");
  expect({ code, err }).toEqual({ code: 0, err: "" });
}, 240_000);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function node(...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      ["--max-semi-space-size=16", ...args],
      { cwd: copy, env: { NODE_COMPILE_CACHE: join(copy, "modules") }, maxBuffer: 2 ** 26 },
      (error, out, err) => done({ code: error ? error.code : 0, out, err }),
    );
  });
}

const kept = () => readdirSync(join(copy, "dist")).filter((name) => name.endsWith(".code"));
const script = (name: string): string =>
  JSON.parse(readFileSync(join(copy, `dist/${name}.json`), "utf8")).script;

it("keeps what each command ran when it was compiled, for the first time that somebody runs it", () => {
  expect(
    kept()
      .map((name) => name.split(".")[1]?.split("-")[0])
      .toSorted(),
  ).toEqual(["diagnose", "serve"]);
});

it("gives the very answer of the sources, and runs again from what it kept", async () => {
  const sources = await node("src/cli.ts", "diagnose", bundle, "--json");
  expect(sources.code).toBe(0);
  for (const name of kept()) unlinkSync(join(copy, "dist", name));
  for (const _ of ["compiles", "takes what was kept"]) {
    expect(await node("bin/sre-space.js", "diagnose", bundle, "--json")).toEqual(sources);
    expect(kept()).toHaveLength(1);
  }
});

it("says of a mistake what the sources say of it, with the same exit code", async () => {
  // Without any mistake `serve` would not end: it offers /setup, and waits.
  writeFileSync(join(copy, ".env"), "PORT=none\n");
  for (const args of [["serve"], ["diagnose", "nowhere"]]) {
    const sources = await node("src/cli.ts", ...args);
    expect(sources.code).toBe(2);
    expect(await node("bin/sre-space.js", ...args)).toEqual(sources);
  }
  unlinkSync(join(copy, ".env"));
});

it("loads for diagnose nothing that only the service needs", async () => {
  const { code, err } = await node("--import", TELL_LOADED, "src/cli.ts", "diagnose", bundle, "--json");
  expect(code).toBe(0);
  const loaded: string[] = JSON.parse(err.trim().split("\n").at(-1) ?? "");
  expect(loaded.filter((url) => url.endsWith("/src/orient/diagnose.ts"))).toHaveLength(1);
  expect(loaded.filter((url) => new RegExp(`/node_modules/(?:${NEEDLESS})/`).test(url))).toEqual([]);
  const compiled = readFileSync(join(copy, "dist", script("diagnose")), "utf8");
  // Each file of it stands under its name.
  expect(compiled).toContain('"src/orient/diagnose.ts"(');
  expect(compiled).not.toMatch(new RegExp(`"[^"\\n]*node_modules/(?:${NEEDLESS})/[^"\\n]*"\\(`));
});

it("runs the sources where one is no longer what was compiled", async () => {
  appendFileSync(
    join(copy, "src/replay/diagnose-command.ts"),
    'process.on("exit", () => console.error("from its sources"));\n',
  );
  const { code, err } = await node("bin/sre-space.js", "diagnose", bundle, "--json");
  expect(code).toBe(0);
  expect(err).toContain("from its sources");
});
