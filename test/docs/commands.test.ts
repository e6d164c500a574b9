import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AS_PRINTED, DEMO_LINES } from "../guide/demo-lines.ts";
import { freePort } from "../service/free-port.ts";
import { makeCheckout } from "./checkout.ts";
import { commandsIn } from "./commands-in.ts";
import { PAGES, ROOT } from "./markdown.ts";
import { NOT_TYPED } from "./not-typed.ts";
import { typeLine } from "./type-line.ts";

/** Every command of these pages, in order, once; DEMO.md's are typed in its own order (test/guide). */
const COMMANDS = [...PAGES]
  .filter(([page]) => page === "README.md" || page === "CONTRIBUTING.md" || /^docs\/[^/]+\.md$/.test(page))
  .flatMap(([page, text]) => commandsIn(text).map((line) => [page, line] as const))
  .filter(([, line], index, all) => all.findIndex(([, other]) => other === line) === index);

let checkout: string;
let environment: Record<string, string>;
beforeAll(async () => {
  checkout = makeCheckout();
  const nobody = `127.0.0.1:${await freePort()}`;
  environment = {
    PORT: String(await freePort()),
    // Without an account and without a network, as somebody who looks before they install; tests use loopback only.
    GHE_HOST: nobody,
    CHROMA_URL: `http://${nobody}`,
    SRE_INGEST_SECRET: "a secret of this test",
  };
});
afterAll(() => rmSync(checkout, { recursive: true, force: true }));

/** Typed as it is printed, to its end. */
async function typed(line: string, code = 0): Promise<string> {
  const ended = await typeLine(line, checkout, environment).ended;
  expect(ended.code, `${line}\n${ended.said}`).toBe(code);
  return ended.said;
}
const last = (said: string) => JSON.parse(said.trim().split("\n").at(-1) ?? "");

/** What is typed, and what must come of it. */
const WAYS: Readonly<Record<string, (line: string) => Promise<unknown>>> = {
  "npm run demo -- --list": async (line) => {
    const listed = (await typed(line)).match(/(?<=^│ )[a-z0-9-]+/gm) ?? [];
    expect(listed).toEqual(["fault", ...readdirSync(join(ROOT, "marketplace-demo/faults")).toSorted()]);
  },
  "npm run demo -- --faults my-faults --list": async (line) => expect(await typed(line)).toContain("NAME"),
  "npm run demo -- --faults my-faults --fault NAME --once": (line) =>
    AS_PRINTED ? typed(line) : typed(`${line} --list`),
  "npm start": async (line) => {
    const service = typeLine(line, checkout, environment);
    const url = `http://localhost:${environment.PORT}`;
    await service.until(new RegExp(`${url}/setup`));
    try {
      expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ alive: true });
      expect(await (await fetch(`${url}/setup`)).text()).toContain("SRE-Space");
    } finally {
      service.signal("SIGTERM");
    }
    await service.ended;
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  },
  "npx sre-space doctor": async (line) => {
    const said = await typed(line, 1);
    for (const good of ["Node  v", "git  ", "Settings  ", "Data  ", "Memory  ", "Port  ", "Model  none"])
      expect(said).toMatch(new RegExp(`✓ .*${good}`));
    expect(said).toContain(`✗ GitHub  http`);
    expect(said).toContain("✗ Credentials  there are none\n  → Start it (npm start) and open /setup");
    expect(said).toContain(`✗ Chroma  ${environment.CHROMA_URL} does not answer`);
    expect(said).toContain("3 things stand in the way.");
  },
  "npx sre-space token OWNER/REPO": async (line) =>
    expect((await typed(line)).trim()).toMatch(/^sre1\.\S{40,}$/),
  "npx sre-space validate": async (line) => expect(await typed(line)).toContain(".sre-space.yml"),
  "npx sre-space diagnose BUNDLE": async (line) =>
    expect(await typed(line)).toMatch(/did it \(\d+% sure\)\.\n.*orders/),
  "npx sre-space diagnose BUNDLE --json": async (line) =>
    expect(last(await typed(line))).toMatchObject({ decision: "commit", service: "orders" }),
  // The line before it has named a clone that is not there, which is said, and no reason to say nothing.
  "npx sre-space diagnose bundle": async (line) =>
    expect(await typed(line)).toMatch(/clone names no git repository: \/src\/shop.* did it \(\d+% sure\)/s),
  "npx sre-space simulate BUNDLE": async (line) => expect(await typed(line)).toMatch(/^BUNDLE: /m),
  "npx sre-space simulate BUNDLE --policy FILE": async (line) =>
    expect(await typed(line)).toMatch(/^BUNDLE: merge\nIt would have been merged without a person\./m),
  "npx sre-space simulate DATA_DIR/bundles --policy FILE --json": async (line) =>
    expect(last(await typed(line))).toMatchObject({ of: 1, merged_without_a_person: 1 }),
  "openssl rand -hex 32": async (line) => expect(await typed(line)).toMatch(/^[0-9a-f]{64}\n$/),
  'echo "SRE_INGEST_SECRET=$(openssl rand -hex 32)" >> .env': async (line) => {
    await typed(line);
    expect(readFileSync(join(checkout, ".env"), "utf8")).toMatch(/^SRE_INGEST_SECRET=[0-9a-f]{64}$/m);
  },
  'echo \'{"repository": "acme/shop", "window": {"from": "2026-05-11T08:15:00Z"}, "clone": "/src/shop"}\' > bundle/bundle.json':
    (line) => typed(line),
  "git clone ADDRESS sre-space": (line) => typed(line),
  "cd sre-space": (line) => typed(`${line} && test -f package.json`),
};

describe("every fenced command of a page", () => {
  it.each(COMMANDS.filter(([, line]) => line in WAYS))("%s: %s", async (_, line) => {
    await WAYS[line]?.(line);
  });

  it("and what pages name in their lines besides: letters, schema, break", async () => {
    expect(await typed("npx sre-space letters")).toContain("Nothing was laid aside.");
    expect(JSON.parse(await typed("npx sre-space schema"))).toHaveProperty("properties.mode");
    const nobody = environment.PORT;
    expect(await typed(`npm run break -- --port ${nobody}`, 2)).toContain(
      `Nobody listens at http://127.0.0.1:${nobody}`,
    );
  });

  it("is typed here or by the tests of the demo, or stands in the list of what is not", () => {
    const known = [
      ...Object.keys(WAYS),
      ...DEMO_LINES.map(({ printed }) => printed),
      ...NOT_TYPED.map(({ line }) => line),
      // The first of DEMO.md's.
      "npm run demo",
    ];
    expect(COMMANDS.filter(([, line]) => !known.includes(line))).toEqual([]);
    expect(COMMANDS.length).toBeGreaterThan(40);
  });

  it("is not listed as what is not typed where no page prints it, and what does type it is there", () => {
    const printed = [...PAGES.values()].flatMap(commandsIn);
    for (const line of [...Object.keys(WAYS), ...NOT_TYPED.map((one) => one.line)])
      expect(printed, "no page prints this any more").toContain(line);
    for (const { by } of NOT_TYPED) if (by !== undefined) expect(existsSync(join(ROOT, by)), by).toBe(true);
    for (const { line, by } of NOT_TYPED)
      if (by === ".ci/run") expect(readFileSync(join(ROOT, by), "utf8")).toContain(line);
  });
});
