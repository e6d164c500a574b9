// node .github/release/bill-of-materials.mjs DIRECTORY: writes there what production consists of, as CycloneDX and as SPDX.
// Of a lock without what is of development: `npm sbom --omit dev` leaves out what production shares with tools, and without it npm
// stops at peers of tools that do not fit.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const directory = resolve(process.argv[2]);
const production = mkdtempSync(join(tmpdir(), "production-"));
const npm = (...args) => execFileSync("npm", args, { cwd: production, encoding: "utf8", maxBuffer: 1 << 26, stdio: ["ignore", "pipe", "inherit"] });
try {
  const { devDependencies, ...manifest } = JSON.parse(readFileSync("package.json", "utf8"));
  writeFileSync(join(production, "package.json"), JSON.stringify(manifest));
  cpSync("package-lock.json", join(production, "package-lock.json"));
  npm("install", "--package-lock-only", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund");
  for (const [format, name] of [
    ["cyclonedx", "sbom.cdx.json"],
    ["spdx", "sbom.spdx.json"],
  ])
    writeFileSync(join(directory, name), npm("sbom", "--package-lock-only", "--sbom-format", format));
} finally {
  rmSync(production, { recursive: true });
}
