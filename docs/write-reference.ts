import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { referencePages } from "./reference-pages.ts";

// Writes docs/reference/: `node docs/write-reference.ts`, after a change of variables, commands, metrics or routes.
for (const [file, text] of Object.entries(await referencePages()))
  writeFileSync(join(import.meta.dirname, "reference", file), text);
