import { writeFileSync } from "node:fs";
import { policySchema } from "./schema.ts";

// `node src/config/write-schema.ts`, after a change of src/contracts/policy.ts.
writeFileSync(new URL("../../schema.json", import.meta.url), `${JSON.stringify(policySchema(), null, 2)}\n`);
