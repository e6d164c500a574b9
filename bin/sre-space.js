#!/usr/bin/env -S MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=65536 node --max-semi-space-size=16
import { enableCompileCache } from "node:module";

// Before the first file with types: stripping even one loads the compiler, which takes longer than all that is cached.
enableCompileCache();
await import("../src/cli.ts");
