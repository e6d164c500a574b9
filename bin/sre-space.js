#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Before the first file with types: stripping even one loads the compiler, which takes longer than all that is cached.
enableCompileCache();
await import("../src/cli.ts");
