import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderMechanisms } from "../src/orient/mechanisms/render-mechanisms.ts";

// Writes docs/mechanisms.md from the table of mechanisms.
writeFileSync(join(import.meta.dirname, "mechanisms.md"), renderMechanisms());
