/**
 * `npm run compile`, and by itself after `npm ci`: src/cli.ts and all that a command imports as one script in dist/, so
 * that it loads in a fifth of the time. Nobody needs it: where it is absent or older than a source, sources are run.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rehearse } from "./rehearse.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DIST = join(ROOT, "dist");
/** Script → what its command imports in src/cli.ts. */
const SCRIPTS = {
  diagnose: ["./replay/diagnose-command.ts"],
  serve: ["./config/settings.ts", "./service.ts"],
};

/** A script has no address of its own: each file is told its own, and where packages lie that it starts as programs. */
const addresses = {
  name: "addresses",
  setup(build) {
    build.onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8");
      if (!source.includes("import.meta.")) return undefined;
      const contents = source
        .replaceAll(/import\.meta\.resolve\("([^"]+)"\)/g, (_, name) =>
          JSON.stringify(import.meta.resolve(name)),
        )
        .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href))
        .replaceAll("import.meta.dirname", JSON.stringify(dirname(path)));
      return { contents, loader: "ts" };
    });
  },
};

/** Of zod's messages only the English ones are ever shown: the fifty other languages are a tenth of the script. */
const inEnglish = {
  name: "in-english",
  setup(build) {
    build.onLoad({ filter: /\/zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
  },
};

/** What the other commands import is never reached. */
const withoutOthers = (imported) => ({
  name: "without-others",
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ kind, importer, path }) =>
      kind === "dynamic-import" && importer.endsWith("/src/cli.ts") && !imported.includes(path)
        ? { path, external: true }
        : undefined,
    );
  },
});

const { build } = await import("esbuild").catch(() => ({ build: null }));
if (build) {
  await Promise.all(Object.entries(SCRIPTS).map(([name, imported]) => compile(name, imported)));
  rehearse();
} else console.error("esbuild is a tool of development and is not installed: sources are run as they are.");

async function compile(name, imported) {
  const began = Date.now();
  const { outputFiles, metafile } = await build({
    entryPoints: [join(ROOT, "src/cli.ts")],
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    // Some packages' `main` is a wrapper for browsers that no bundler sees through.
    mainFields: ["module", "main"],
    legalComments: "none",
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "error",
    // Most services have none of them, and would read them at every start.
    external: ["ioredis", "kafkajs", "pg"],
    plugins: [addresses, inEnglish, withoutOthers(imported)],
    banner: { js: "(function (exports, require, module, __filename, __dirname) {" },
    footer: { js: "})" },
  });
  // What npm installed is told by its own note of it.
  const own = Object.keys(metafile.inputs).filter((path) => !path.includes("node_modules/"));
  const inputs = [...own, "node_modules/.package-lock.json", "bin/compile.js"].map((path) => {
    const { mtimeMs, size } = statSync(join(ROOT, path));
    return [path, mtimeMs, size];
  });
  const changed = inputs.find(([, mtimeMs]) => mtimeMs >= began);
  if (changed) {
    console.error(
      `${changed[0]} changed while ${name} was compiled: sources are run. Run npm run compile again.`,
    );
    return;
  }
  const [{ contents }] = outputFiles;
  const hash = createHash("sha256").update(contents).digest("hex").slice(0, 16);
  const script = `${name}-${hash}.cjs`;
  mkdirSync(DIST, { recursive: true });
  write(script, contents);
  write(`${name}.json`, JSON.stringify({ script, inputs }));
  for (const other of readdirSync(DIST))
    if (other.startsWith(`${name}-`) && !other.startsWith(`${name}-${hash}.`)) rmSync(join(DIST, other));
}

/** Whole or not at all, also for who reads meanwhile. */
function write(name, contents) {
  const path = join(DIST, name);
  writeFileSync(`${path}.${process.pid}`, contents);
  renameSync(`${path}.${process.pid}`, path);
}
