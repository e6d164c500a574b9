import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { cachedDataVersionTag, setFlagsFromString } from "node:v8";
import { constants, Script } from "node:vm";

const ROOT = new URL("..", import.meta.url);
const DIST = new URL("dist/", ROOT);
/** Command → its script. The others are short, and are run from their sources. */
const SCRIPTS = { diagnose: "diagnose", observe: "diagnose", serve: "serve" };
/**
 * V8's own (`node --v8-options`), set before the script is read: V8 takes no code back that was kept under other flags.
 *
 * `serve` keeps the old generation of its heap close to what is alive: V8 would let garbage grow to as much as is alive
 * before it collects, and with little alive (some 80 MB) that costs more memory than it saves time. Compacting with every
 * collection (`--compact-on-every-full-gc`) saves nothing: V8 keeps the emptied pages in a pool, as many as there are full
 * ones. `diagnose` runs for a second: what a function is given is noted from its first call on, so that it is optimised
 * early.
 */
const FLAGS = { diagnose: "--no-lazy-feedback-allocation", serve: "--heap-growing-percent=15" };

/**
 * Runs the script that bin/compile.js made, with the machine code of an earlier run.
 * @returns false, and nothing is done, where there is none or a source is no longer what it was made of
 */
export function runCompiled() {
  const command = process.argv[2] ?? "";
  if (Object.hasOwn(FLAGS, command)) setFlagsFromString(FLAGS[command]);
  const script = Object.hasOwn(SCRIPTS, command) ? freshScript(SCRIPTS[command]) : null;
  if (script === null) return false;
  const file = fileURLToPath(new URL(script, DIST));
  const kept = file.replace(/\.cjs$/, `.${command}-${cachedDataVersionTag()}.code`);
  const cachedData = read(kept);
  const compiled = new Script(readFileSync(file, "latin1"), {
    filename: file,
    ...(cachedData ? { cachedData } : {}),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  if (!cachedData || compiled.cachedDataRejected) keepCode(compiled, kept);
  const module = { exports: {} };
  compiled.runInThisContext()(module.exports, createRequire(file), module, file, fileURLToPath(DIST));
  return true;
}

/** The file's name; null where there is none, or where it is older than what it was made of. */
function freshScript(name) {
  const noted = read(new URL(`${name}.json`, DIST));
  if (!noted) return null;
  const { script, inputs } = JSON.parse(noted.toString());
  for (const [path, mtimeMs, size] of inputs) {
    const found = statSync(new URL(path, ROOT), { throwIfNoEntry: false });
    if (found?.mtimeMs !== mtimeMs || found.size !== size) return null;
  }
  return script;
}

/** V8 compiles a function when it is first called: what was called by the end is what is kept for the next time. */
function keepCode(compiled, path) {
  process.once("exit", () => {
    const part = `${path}.${process.pid}`;
    try {
      writeFileSync(part, compiled.createCachedData());
      renameSync(part, path);
    } catch {
      // Where nothing can be written, each run compiles for itself.
    }
  });
}

function read(path) {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
