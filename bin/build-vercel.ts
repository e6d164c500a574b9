/**
 * `node bin/build-vercel.ts [FOLDER]`: src/vercel.ts and all that it imports as one function in the form that Vercel takes
 * as it is, the third version of its Build Output API. vercel.json names this as the build.
 * https://vercel.com/docs/build-output-api
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

export async function buildVercel(output: string): Promise<void> {
  const folder = join(output, "functions/monitor.func");
  rmSync(output, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [join(ROOT, "src/vercel.ts")],
    outfile: join(folder, "index.mjs"),
    absWorkingDir: ROOT,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "error",
    mainFields: ["module", "main"],
    // Nobody has it: pg does without.
    external: ["pg-native"],
    banner: {
      js: 'import{createRequire as __requireOf}from"node:module";import{fileURLToPath as __pathOf}from"node:url";const require=__requireOf(import.meta.url),__filename=__pathOf(import.meta.url),__dirname=__pathOf(new URL(".",import.meta.url));',
    },
  });
  write(folder, ".vc-config.json", {
    runtime: "nodejs24.x",
    handler: "index.mjs",
    launcherType: "Nodejs",
    shouldAddHelpers: false,
    supportsResponseStreaming: true,
    maxDuration: 300,
  });
  // Every path is the monitor's own to answer, or to refuse.
  write(output, "config.json", { version: 3, routes: [{ src: "/.*", dest: "/monitor" }] });
}

function write(folder: string, name: string, content: object): void {
  writeFileSync(join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const output = process.argv[2] ?? join(ROOT, ".vercel/output");
  await buildVercel(output);
  console.log(`The monitor lies in ${output}.`);
}
