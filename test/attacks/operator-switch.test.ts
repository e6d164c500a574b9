import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { operatorSwitch } from "../../src/operator-switch.ts";

const directory = mkdtempSync(join(tmpdir(), "sre-space-switch-"));
afterAll(() => rmSync(directory, { recursive: true }));

it("stops where it says so, or where it cannot be read", async () => {
  const file = join(directory, "stop");
  expect(await operatorSwitch({ always: false, file })).toBeNull();
  expect(await operatorSwitch({ always: true, file })).toContain("SRE_STOP=on");
  writeFileSync(file, "");
  expect(await operatorSwitch({ always: false, file })).toContain("SRE_STOP_FILE");
  // A folder that is not there any more, and a path through a file: nobody can say what would stand there.
  expect(await operatorSwitch({ always: false, file: join(directory, "gone", "stop") })).toContain(
    "cannot be read",
  );
  expect(await operatorSwitch({ always: false, file: join(file, "stop") })).toContain("cannot be read");
});
