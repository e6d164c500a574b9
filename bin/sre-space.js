#!/usr/bin/env -S MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=65536 node --max-semi-space-size=16
import "./ready-to-run.js";
import { fileURLToPath } from "node:url";

// What an older Node lacks is imported only after that one.
const { runCompiled } = await import("./run-compiled.js");
if (!runCompiled()) {
  // Before the first file with types: stripping even one loads the compiler, which takes longer than all that is cached.
  const { enableCompileCache } = await import("node:module");
  enableCompileCache(fileURLToPath(new URL("../dist/modules", import.meta.url)));
  await import("../src/cli.ts");
}
