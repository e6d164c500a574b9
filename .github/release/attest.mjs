// node .github/release/attest.mjs DIRECTORY: signs, as this job of this workflow, that it built the files of that directory, and
// keeps the signed provenance with the repository. Needs id-token: write and attestations: write.
// https://docs.github.com/actions/concepts/security/artifact-attestations
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { attestProvenance } from "@actions/attest";

const [directory] = process.argv.slice(2);
const subjects = readdirSync(directory).map((name) => ({
  name,
  digest: { sha256: createHash("sha256").update(readFileSync(join(directory, name))).digest("hex") },
}));
const { attestationID } = await attestProvenance({ subjects, token: process.env.GITHUB_TOKEN });
console.log(`Attested ${subjects.map(({ name }) => name).join(", ")}: attestation ${attestationID}.`);
