import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { policyPage } from "./policy-page.ts";

// Writes docs/policy.md: `node docs/write-policy.ts`, after a change of the schema, the rules or policy-introduction.md.
writeFileSync(join(import.meta.dirname, "policy.md"), policyPage());
