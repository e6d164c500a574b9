#!/usr/bin/env -S node --max-semi-space-size=16
import { enableCompileCache } from "node:module";

// Before the first file with types: stripping even one loads the compiler, which takes longer than all that is cached.
enableCompileCache();
await import("../src/cli.ts");
