import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const { dependencies, devDependencies } = JSON.parse(read("package.json")) as Record<
  "dependencies" | "devDependencies",
  Record<string, string>
>;
interface Locked {
  version: string;
  license?: string;
  dev?: boolean;
  devOptional?: boolean;
  integrity?: string;
  link?: boolean;
  hasInstallScript?: boolean;
}
const lockOf = (folder: string) =>
  Object.entries(
    (JSON.parse(read(join(folder, "package-lock.json"))) as { packages: Record<string, Locked> }).packages,
  ).filter(([path]) => path !== "");
const locked = [...lockOf("."), ...lockOf(".github/release")];

/** They ask for their notice alone, which node_modules keeps. */
const PERMISSIVE = [
  "MIT",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "BlueOak-1.0.0",
  "Unlicense",
  "Python-2.0",
];
/** Of files that are changed alone, and none is; nor is one handed on. */
const WITH_TOOLS = [...PERMISSIVE, "MPL-2.0"];
/** Without the field; what its own file of a licence says. */
const BY_ITS_FILE: Readonly<Record<string, string>> = { khroma: "MIT" };

/** https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions, without exceptions and deep brackets, which nobody uses. */
function allows(expression: string, allowed: readonly string[]): boolean {
  return expression
    .replace(/[()]/g, "")
    .split(" OR ")
    .some((one) => one.split(" AND ").every((id) => allowed.includes(id.trim())));
}
const nameOf = (path: string) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

describe("dependencies", () => {
  it("are under licences that allow what is done with them", () => {
    expect(allows("(MIT OR GPL-3.0)", PERMISSIVE)).toBe(true);
    expect(allows("MIT AND GPL-3.0", PERMISSIVE)).toBe(false);
    expect(locked.length).toBeGreaterThan(500);
    const wrong = locked.flatMap(([path, { license = BY_ITS_FILE[nameOf(path)] ?? "none", dev }]) =>
      allows(license, dev ? WITH_TOOLS : PERMISSIVE) ? [] : [`${path}: ${license}`],
    );
    expect(wrong).toEqual([]);
  });

  it("are pinned, to the byte", () => {
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
      expect(version, name).toMatch(/^(?:npm:[@\w/-]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/);
    for (const [path, { integrity, link }] of locked) if (!link) expect(integrity, path).toMatch(/^sha512-/);
  });

  it("have a line each that says why, and no other has one", () => {
    const page = read("docs/dependencies.md");
    const [production = "", development = ""] = page.split("\n## To build");
    const told = (text: string) =>
      [...text.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, names = ""]) =>
        [...names.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
      );
    expect(told(production).toSorted()).toEqual(Object.keys(dependencies).toSorted());
    const tools = told(development);
    // What production has, tests have, too.
    expect(tools.filter((name) => !(name in dependencies)).toSorted()).toEqual(
      Object.keys(devDependencies).toSorted(),
    );
  });

  it("of production run nothing to be installed, but what is named", () => {
    const running = locked
      .filter(([, { hasInstallScript, dev }]) => hasInstallScript && !dev)
      .map(([path]) => nameOf(path));
    // It looks whether versions fit, and allowScripts keeps it from that.
    expect(running).toEqual(["protobufjs"]);
    const { allowScripts } = JSON.parse(read("package.json")) as { allowScripts: Record<string, boolean> };
    expect(allowScripts.protobufjs).toBe(false);
  });

  it("of production are all in the bill of materials that a release carries, and no other", () => {
    const directory = mkdtempSync(join(tmpdir(), "bill-"));
    try {
      execFileSync(process.execPath, [".github/release/bill-of-materials.mjs", directory], {
        cwd: ROOT,
        stdio: "pipe",
      });
      const { components } = JSON.parse(readFileSync(join(directory, "sbom.cdx.json"), "utf8")) as {
        components: { "bom-ref": string }[];
      };
      const { packages } = JSON.parse(readFileSync(join(directory, "sbom.spdx.json"), "utf8")) as {
        packages: { name: string; versionInfo: string }[];
      };
      const spdx = new Set(packages.map(({ name, versionInfo }) => `${name}@${versionInfo}`));
      const listed = new Set(components.map((component) => component["bom-ref"].split("|")[0] as string));
      const used = lockOf(".").flatMap(([path, { version, dev, devOptional }]) =>
        // An optional peer of production's that tools have brought is in no installation without them.
        dev || devOptional ? [] : [`${nameOf(path)}@${version}`],
      );
      const missing = used.filter((one) => !listed.has(one) || !spdx.has(one));
      expect(missing).toEqual([]);
      const tools = Object.keys(devDependencies).filter(
        (name) => !used.some((one) => one.startsWith(`${name}@`)),
      );
      expect(tools.length).toBeGreaterThan(20);
      for (const name of tools)
        expect(
          [...listed].some((one) => one.startsWith(`${name}@`)),
          name,
        ).toBe(false);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }, 120_000);
});
