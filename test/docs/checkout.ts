import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeBundle } from "../replay/make-bundle.ts";
import { ROOT } from "./markdown.ts";

/** What is of a person's own checkout, and none of the project. */
const NOT_OURS = new Set([".git", ".data", ".env", "coverage"]);

/**
 * A folder that is this checkout to whoever types commands in it, and in which they may leave what they like. What pages
 * write in capitals for something of the reader's is there under that very name, so that their lines can be typed as they
 * stand: BUNDLE an incident, FILE a policy, NAME a fault.
 */
export function makeCheckout(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "sre-space-typed-")));
  for (const name of readdirSync(ROOT))
    if (!NOT_OURS.has(name)) symlinkSync(join(ROOT, name), join(folder, name));
  // A link in the place of this file would be written through.
  writeFileSync(join(folder, ".sre-space.yml"), "version: 1\nmode: report\n");
  writeFileSync(
    join(folder, "FILE"),
    'version: 1\nmode: merge\nservices:\n  orders: {paths: ["**"], slo: {availability: 99%}}\n',
  );
  writeFileSync(join(folder, ".env"), "");
  const plan = {
    dialect: "node",
    seed: 3,
    fault: "errors",
    revisions: true,
    window: true,
    policy: true,
  } as const;
  for (const name of ["BUNDLE", "bundle", "DATA_DIR/bundles/1-errors"]) makeBundle(join(folder, name), plan);
  mkdirSync(join(folder, "my-faults"));
  cpSync(join(ROOT, "marketplace-demo/faults/quotes-500"), join(folder, "my-faults/NAME"), {
    recursive: true,
  });
  symlinkSync(ROOT, join(folder, "ADDRESS"));
  return folder;
}
