#!/usr/bin/env -S MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=65536 node --max-semi-space-size=16
import { fileURLToPath } from "node:url";

// An older Node does not even read the rest: what it lacks is imported only after this.
if (Number(process.versions.node.split(".")[0]) < 24) {
  console.error(
    `SRE-Space needs Node 24 or later, and this is ${process.version}. Start it by npx sre-space or npm start, which take the Node ` +
      "that npm ci installed beside it, or install a newer one.",
  );
  process.exit(2);
}
const { runCompiled } = await import("./run-compiled.js");
if (!runCompiled()) {
  // Before the first file with types: stripping even one loads the compiler, which takes longer than all that is cached.
  const { enableCompileCache } = await import("node:module");
  enableCompileCache(fileURLToPath(new URL("../dist/modules", import.meta.url)));
  await import("../src/cli.ts");
}
