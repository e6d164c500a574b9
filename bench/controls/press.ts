import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort } from "../../marketplace-demo/world/find-free-port.ts";

const DEMO = join(import.meta.dirname, "../../marketplace-demo/world/demo.ts");
const PATIENCE = 90_000;

export interface Pressed {
  symptom: string;
  by: string;
  /** From the press until an incident stood on the monitor; null where none did. */
  seconds: number | null;
  /** Incidents that stood there before anything was pressed. */
  before: number;
}

/**
 * Presses one button of the controls in a world of its own, once that has its baseline, and looks at the monitor until an
 * incident stands there.
 *
 * @throws Error with the demo's last words where it does not come up
 */
export async function press(symptom: string, by: string, said: (line: string) => void): Promise<Pressed> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const demo = spawn(process.execPath, [DEMO, "--port", String(port), "--intake", "otlp"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let last = "";
  let ready = false;
  createInterface({ input: demo.stderr }).on("line", (line) => {
    last = line;
    ready ||= line.includes("baseline: ");
    said(line);
  });
  try {
    while (!ready && demo.exitCode === null) await sleep(50);
    if (!ready) throw new Error(`The demo did not come up; the last that it said: ${last}`);
    const before = await incidents(url);
    const from = performance.now();
    const answer = await fetch(`${url}/controls/break`, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams({ symptom, by }),
    });
    if (!answer.ok) throw new Error(`The controls answered ${answer.status}: ${await answer.text()}`);
    while (performance.now() - from < PATIENCE) {
      if ((await incidents(url)) > before)
        return { symptom, by, seconds: (performance.now() - from) / 1_000, before };
      await sleep(100);
    }
    return { symptom, by, seconds: null, before };
  } finally {
    if (demo.exitCode === null) {
      demo.kill("SIGINT");
      await once(demo, "exit");
    }
  }
}

/** How many incidents the monitor's page shows. */
async function incidents(url: string): Promise<number> {
  const page = await (await fetch(`${url}/monitor`)).text();
  return page.match(/<article class="card incident"/g)?.length ?? 0;
}
