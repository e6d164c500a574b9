import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

const CLI = join(import.meta.dirname, "../src/cli.ts");
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sre-space-cli-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Runs it in an empty directory with nothing but this environment. */
function run(args: string[], env: Record<string, string> = {}): Promise<{ code: unknown; said: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [CLI, ...args], { cwd: directory, env }, (error, stdout, stderr) =>
      done({ code: error ? error.code : 0, said: stdout + stderr }),
    );
  });
}

it("says that its port is taken", async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  const { port } = other.address() as { port: number };
  const { code, said } = await run(["serve"], {
    GITHUB_PERSONAL_ACCESS_TOKEN: "nobody's",
    GITHUB_REPOSITORY: "acme/shop",
    GHE_HOST: "127.0.0.1:1",
    GHE_PROTOCOL: "http",
    HOST: "127.0.0.1",
    PORT: String(port),
  });
  other.close();
  expect(code).toBe(2);
  expect(said.trim()).toBe(`Port ${port} is taken. Set PORT to a free one, or end what listens there.`);
});

it("mints no token for what is no repository", async () => {
  const { code, said } = await run(["token", "acme/shop", "shop"]);
  expect(code).toBe(2);
  expect(said.trim()).toBe('"shop" is no repository. Write OWNER/REPO, such as acme/shop.');
});

it("tells its version, and without a command what there is; neither is an error", async () => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../package.json"), "utf8"));
  for (const flag of ["--version", "-V"])
    expect(await run([flag])).toEqual({ code: 0, said: `${version}\n` });
  const bare = await run([]);
  expect(bare).toEqual(await run(["--help"]));
  expect(bare.code).toBe(0);
  expect(bare.said).toMatch(/^Usage: sre-space .*\n {2}doctor /s);
});

it("does not know every command, and says where they stand", async () => {
  const { code, said } = await run(["heal"]);
  expect(code).toBe(2);
  expect(said).toContain("unknown command 'heal'");
  expect(said).toContain("Try `sre-space --help`.");
});
