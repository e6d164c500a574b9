/**
 * `npx node docs/take-pictures.ts`: the pictures of README.md and DEMO.md, taken by doing what DEMO.md says: a demo is started,
 * broken by a press, healed, and given another policy. Needs Debian's chromium; takes about four minutes.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium, type Page } from "playwright-core";
import type { BreakView, ControlsView } from "../marketplace-demo/world/controls-view.ts";
import { findFreePort } from "../marketplace-demo/world/find-free-port.ts";

const ROOT = join(import.meta.dirname, "..");
const PICTURES = join(import.meta.dirname, "pictures");
/** However slow the machine is. */
const PATIENCE = 600_000;
const WIDE = { width: 1_280, height: 860 };
/** As wide as GitHub's own column, and no longer than a person reads. */
const PAPER = { width: 1_000, height: 900 };
const LONGEST = 3_000;

mkdirSync(PICTURES, { recursive: true });
const port = await findFreePort();
const url = `http://localhost:${port}`;
const demo = spawn(
  process.execPath,
  ["marketplace-demo/world/demo.ts", "--port", String(port), "--intake", "otlp"],
  { cwd: ROOT, stdio: ["ignore", "ignore", "pipe"] },
);
const scratch = mkdtempSync(join(tmpdir(), "demo-pictures-"));
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split(
    " ",
  ),
});
try {
  const remote = await started(demo);
  await shop();
  const monitor = await open("/monitor", WIDE);
  const healed = await breakBy("errors", "commit", monitor);
  await picture(await at(healed.issues[0]?.url), "incident", LONGEST);
  await picture(await at(healed.pulls[0]?.url), "pull-request", LONGEST);
  otherPolicy(remote);
  const asked = await breakBy("errors", "commit");
  await picture(await at(asked.issues[0]?.url), "asks", 1_400);
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true });
  if (demo.exitCode === null) {
    demo.kill("SIGINT");
    await once(demo, "exit");
  }
}

/** Where the repository is cloned from, once there is a baseline. */
async function started(child: ChildProcess): Promise<string> {
  let said = "";
  child.stderr?.on("data", (text) => {
    said += text;
    process.stderr.write(text);
  });
  for (const until = Date.now() + PATIENCE; Date.now() < until && child.exitCode === null; await sleep(200)) {
    const remote = /git clone (\S+?)(?:\u001b|\s)/.exec(said)?.[1];
    if (remote !== undefined && said.includes("baseline:")) return remote;
  }
  throw new Error("The demo did not come up.");
}

async function open(path: string, viewport: { width: number; height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  await page.goto(path.startsWith("http") ? path : url + path);
  return page;
}

async function at(address: string | undefined): Promise<Page> {
  if (address === undefined) throw new Error("There is no such page: SRE-Space opened none.");
  return open(address, PAPER);
}

/** A picture of the page from its top, at most so many pixels high. */
async function picture(page: Page, name: string, longest: number): Promise<void> {
  const { width } = page.viewportSize() ?? PAPER;
  const whole = await page.evaluate("document.documentElement.scrollHeight");
  const height = Math.min(longest, Number(whole));
  await page.screenshot({
    path: join(PICTURES, `${name}.png`),
    fullPage: true,
    clip: { x: 0, y: 0, width, height },
  });
  process.stderr.write(`docs/pictures/${name}.png\n`);
}

async function shop(): Promise<void> {
  const page = await open("/", WIDE);
  const form = page.locator("form", { has: page.locator('input[name="product"][value="motor"]') });
  await form.locator('[name="postcode"]').fill("LS6 2AB");
  await form.locator("button").click();
  await page.locator(".offer").first().waitFor();
  await picture(page, "marketplace", WIDE.height);
  await page.context().close();
}

/** Presses, and waits until what came of it is settled; with a monitor, pictures of both on the way. */
async function breakBy(symptom: string, by: string, monitor?: Page): Promise<BreakView> {
  const page = await open("/controls", WIDE);
  const from = Date.now();
  await page.locator(`#press-${symptom}-${by}`).click();
  if (monitor) {
    await monitor.locator("article.incident").first().waitFor();
    process.stderr.write(`on the monitor after ${((Date.now() - from) / 1_000).toFixed(1)} s\n`);
    await entry((one) => one.pulls.length > 0);
    await picture(monitor, "monitor", WIDE.height);
    await page.locator("#now a", { hasText: "Pull request" }).first().waitFor();
    await picture(page, "controls", 1_150);
  }
  const settled = await entry((one) => one.state === "over" || one.state === "failed");
  process.stderr.write(`${symptom} by ${by}: ${settled.words}\n`);
  await page.context().close();
  return settled;
}

/** The newest press, when that holds of it. */
async function entry(holds: (one: BreakView) => boolean): Promise<BreakView> {
  for (const until = Date.now() + PATIENCE; Date.now() < until; await sleep(250)) {
    const answer = await fetch(`${url}/controls`, { headers: { accept: "application/json" } });
    const { inFlight, earlier } = (await answer.json()) as ControlsView;
    const newest = [...inFlight, ...earlier].toSorted((one, other) => other.id - one.id)[0];
    if (newest && holds(newest)) return newest;
  }
  throw new Error("It did not come about.");
}

/** What DEMO.md's "Change the policy" does. */
function otherPolicy(remote: string): void {
  const clone = join(scratch, "fernhill");
  const run = (command: string, args: string[], cwd = clone) =>
    execFileSync(command, args, { cwd, stdio: ["ignore", "ignore", "inherit"] });
  run("git", ["clone", "--quiet", remote, clone], scratch);
  run("sed", ["-i", "s/^mode: merge/mode: propose/", ".sre-space.yml"]);
  const who = ["-c", "user.name=You", "-c", "user.email=you@fernhill.example"];
  run("git", [...who, "commit", "--quiet", "--all", "-m", "ops: propose only"]);
  run("git", ["push", "--quiet"]);
}
