/**
 * `npm run bundle`: src/action.ts and all that it imports as the one file that action.yml names. It is committed, as GitHub
 * runs what lies in the repository; `npm run bundle -- --check` says whether it is built from these sources.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FILE = join(ROOT, "dist/action/index.js");

/** The file's text, and what it is made of, relative to the repository. */
export async function bundleAction(): Promise<{ text: string; inputs: string[] }> {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(ROOT, "src/action.ts")],
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    target: "node24",
    format: "esm",
    minify: true,
    // Names are kept: errors are known by theirs.
    keepNames: true,
    legalComments: "none",
    logLevel: "error",
    mainFields: ["module", "main"],
    banner: {
      js: 'import{createRequire as __require}from"node:module";const require=__require(import.meta.url);',
    },
  });
  return { text: outputFiles[0]?.text ?? "", inputs: Object.keys(metafile.inputs) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { text } = await bundleAction();
  if (process.argv.includes("--check")) {
    if (readFileSync(FILE, "utf8") !== text) {
      console.error(
        "dist/action/index.js is not what these sources make. Run npm run bundle, and commit it.",
      );
      process.exitCode = 1;
    }
  } else {
    mkdirSync(dirname(FILE), { recursive: true });
    writeFileSync(FILE, text);
    console.log(`dist/action/index.js: ${Math.round(text.length / 1024)} KB`);
  }
}
