import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import type { BreakView, ControlsView } from "../../marketplace-demo/world/controls-view.ts";
import { makeCheckout } from "../docs/checkout.ts";
import { commandsIn } from "../docs/commands-in.ts";
import { ROOT } from "../docs/markdown.ts";
import { type Typed, typeLine } from "../docs/type-line.ts";
import { AS_PRINTED, DEMO_LINES } from "./demo-lines.ts";
import { isBusy, runLine } from "./run-line.ts";

/** DEMO.md, typed from its first line to its last, in one checkout, with one demo that stays up until Ctrl-C. */
const GUIDE = readFileSync(join(ROOT, "DEMO.md"), "utf8");
/** No limit of the demo's: a step that never comes is what this is against. */
const HOUR = 3_600_000;
const PATIENT = { timeout: HOUR, interval: 250 };
/** A press that the machine was too busy for is lifted and pressed again, as the page of controls offers. */
const PRESSES = 2;

let checkout: string;
let demo: Typed;
let url: string;
/** By night the demo has the port that pages print; other tests may have it in any other run. */
let elsewhere: string[] = [];

beforeAll(() => {
  checkout = makeCheckout();
});
afterAll(async () => {
  demo?.signal("SIGTERM");
  await demo?.ended;
  const [, logs = ""] = /^logs: (.+)$/m.exec(demo?.said() ?? "") ?? [];
  rmSync(logs, { recursive: true, force: true });
  rmSync(checkout, { recursive: true, force: true });
});

async function typed(line: string, code = 0): Promise<string> {
  const { code: with_, said } = await typeLine(line, checkout).ended;
  expect(with_, `${line}\n${said}`).toBe(code);
  return said;
}
const withOptions = (line: string, options: string[]) =>
  options.length === 0 ? line : `${line}${line.includes(" -- ") ? "" : " --"} ${options.join(" ")}`;
const broken = (line: string, code = 0) => typed(withOptions(line, elsewhere), code);

async function controls(): Promise<ControlsView> {
  const answer = await fetch(`${url}/controls`, { headers: { accept: "application/json" } });
  return (await answer.json()) as ControlsView;
}
const newest = ({ inFlight, earlier }: ControlsView): BreakView =>
  [...inFlight, ...earlier].toSorted((one, other) => other.id - one.id)[0] as BreakView;
/** What each issue says of itself, of this press and of all before it: a slow machine may have had one of its own. */
async function issues(): Promise<string[]> {
  const { inFlight, earlier, unasked } = await controls();
  return [...unasked, ...[...inFlight, ...earlier].flatMap((entry) => entry.issues)].map(
    ({ words }) => words,
  );
}
const DONE = /^(?:healed|closed)$/;
const lift = async (id: number) => expect(await broken(`npm run break -- lift ${id}`)).toContain("lifted");

/** What was pressed last, when it is over. */
async function settled(): Promise<BreakView> {
  await expect.poll(async () => newest(await controls()).state, PATIENT).toMatch(/over|failed|lifted/);
  return newest(await controls());
}

/** Pressed, watched to its end, and as its fault expects. */
async function pressed(line: string): Promise<BreakView> {
  for (let press = 1; ; press++) {
    expect(await broken(line)).toMatch(/under way|in force/);
    const entry = await settled();
    expect(entry.words).not.toContain("an innocent commit was undone");
    if (entry.words.endsWith("; as expected")) return entry;
    console.warn(`${line}: ${entry.words}`);
    if (entry.lift !== null) await lift(entry.id);
    if (press < PRESSES) continue;
    // A marketplace that gets no processor is slow in truth, and not to be healed: then it is enough that nobody innocent was hit.
    expect(isBusy(), `${entry.title}: ${entry.words}`).toBe(true);
    return entry;
  }
}

/** What there is of it is lifted, so that the next thing stands alone. */
async function liftAll(): Promise<void> {
  for (const { id, lift: what } of (await controls()).inFlight) if (what !== null) await lift(id);
}

/** Typed in its place by night; in every run while another is under way, which is refused with the reason. */
const oneAtATime = async (line: string) => {
  if (AS_PRINTED) {
    await settled();
    await pressed(line);
  } else expect(await broken(line, 1)).toContain("quotes-500 is under way. Wait until it has settled");
};

let errors = 0;
let lifted = false;
let proposed = false;
const WAYS: Readonly<Record<string, (line: string) => Promise<unknown>>> = {
  // What runs the tests has typed it before.
  "npm ci": async (line) => expect(readFileSync(join(ROOT, ".ci/run"), "utf8")).toContain(line),
  "npm run demo": async (line) => {
    demo = typeLine(withOptions(line, AS_PRINTED ? [] : ["--port", "0"]), checkout);
    [, url = ""] = await demo.until(/Marketplace +(http:\/\/localhost:\d+)\//);
    if (!AS_PRINTED) elsewhere = ["--port", new URL(url).port];
    await demo.until(/baseline: |did not stay healthy/);
    for (const page of ["/", "/controls", "/monitor"])
      expect((await fetch(url + page)).status, page).toBe(200);
  },
  "npm run break -- errors": async (line) => {
    errors++;
    if (errors === 1) {
      if (AS_PRINTED) await pressed(line);
      else expect(await broken(line)).toContain("Real 500s, by a commit");
    } else {
      // Under the policy of section 7 it ends with a pull request that waits.
      expect(await broken(line)).toContain("Real 500s, by a commit");
      const entry = await settled();
      expect(entry.words).not.toContain("verdict merge");
      proposed = entry.words.includes("verdict propose");
      if (proposed) expect(await issues()).toContainEqual(expect.stringContaining("waits for an approval"));
      else expect(isBusy(), entry.words).toBe(true);
    }
  },
  "npm run break": async (line) => {
    const said = await broken(line);
    for (const there of ["Under way", "Real 500s, by a commit", "errors", "carrier-away", "leak"])
      expect(said).toContain(there);
  },
  "npm run break -- latency": oneAtATime,
  "npm run break -- memory": oneAtATime,
  "npm run break -- fault carrier-away": async (line) => {
    await oneAtATime(line);
    if (AS_PRINTED) return;
    // The first press, which the others stood in line behind.
    const entry = await settled();
    if (entry.words.endsWith("; as expected")) return;
    console.warn(`errors: ${entry.words}`);
    if (entry.lift !== null) await lift(entry.id);
    await pressed("npm run break -- errors");
  },
  "npm run break -- do slow carrier --ms 6000 --for 60s": async (line) =>
    expect(await broken(line)).toMatch(/carrier.*in force/),
  "npm run break -- do flag --name live_prices --value false": async (line) =>
    expect(await broken(line)).toMatch(/live_prices.*in force/),
  // The number is one of those that the list shows.
  "npm run break -- lift 1": async () => {
    await lift(newest(await controls()).id);
    lifted = true;
    await liftAll();
  },
  "npm run break -- errors --by world": async (line) => {
    expect(await broken(line)).toMatch(/quotes answers 503 to 60% +in force/);
    await expect.poll(issues, PATIENT).toContainEqual(expect.stringContaining("asks a person"));
    // "Lift it on the controls, and the issue is closed as healed."
    await liftAll();
    await expect.poll(async () => (await issues()).filter((words) => !DONE.test(words)), PATIENT).toEqual([]);
  },
  "git clone ADDRESS fernhill": async (line) => {
    const [, address = ""] = /git clone (http\S+)/.exec(demo.said()) ?? [];
    await typed(line.replace("ADDRESS", address));
  },
  "sed -i 's/^mode: merge/mode: propose/' fernhill/.sre-space.yml": (line) => typed(line),
  'git -C fernhill -c user.name=You -c user.email=you@fernhill.example commit -am "ops: propose only"':
    async (line) => expect(await typed(line)).toContain("1 file changed, 1 insertion(+), 1 deletion(-)"),
  "git -C fernhill push": (line) => typed(line),
  "npx sre-space simulate LOGS/demo/bundles --policy fernhill/.sre-space.yml": async (line) => {
    // "When the demo ends (Ctrl-C) it leaves a bundle of each with its logs."
    demo.signal("SIGINT");
    const { said } = await demo.ended;
    const [, logs = ""] = /^logs: (.+)$/m.exec(said) ?? [];
    symlinkSync(logs, join(checkout, "LOGS"));
    expect(await typed(line)).toMatch(proposed ? /^\S+: propose$/m : /^\S+: report$/m);
    await expect(fetch(url)).rejects.toThrow();
  },
  "npx sre-space validate fernhill/.sre-space.yml": (line) => typed(line),
  "mkdir -p my-faults/renamed-column": (line) => typed(line),
  "sed -i 's/order by p.cover_start desc/order by p.cover_began desc/' fernhill/services/policies/store/list-policies.ts":
    (line) => typed(line),
  "git -C fernhill diff > my-faults/renamed-column/rename.patch": async (line) => {
    await typed(line);
    const folder = join(checkout, "my-faults/renamed-column");
    expect(readFileSync(join(folder, "rename.patch"), "utf8")).toMatch(/^\+ +order by p\.cover_began desc/m);
    // Which the reader then writes.
    const [, text = ""] = /```yaml\n([\s\S]*?)```/.exec(GUIDE) ?? [];
    expect(parse(text)).toMatchObject({ kind: "change" });
    writeFileSync(join(folder, "fault.yml"), text);
  },
  "git -C fernhill checkout -- services": (line) => typed(line),
  "npm run demo -- --faults my-faults --list": async (line) =>
    expect(await typed(line)).toContain("renamed-column"),
  "npm run demo -- --faults my-faults --fault renamed-column --once": async (line) => {
    if (AS_PRINTED) await runLine(line, checkout);
    else expect(await typed(`${line} --list`)).toContain("renamed-column");
  },
  "npm run demo -- --faults my-faults": async (line) => {
    if (!AS_PRINTED) return expect(await typed(`${line} --list`)).toContain("renamed-column");
    const other = typeLine(line, checkout);
    await other.until(/Ctrl-C ends everything/);
    other.signal("SIGINT");
    return other.ended;
  },
  // Typed for README.md, in a checkout without an account: test/docs/commands.test.ts.
  "npm start": async () => {},
  "npx sre-space doctor": async () => {},
  "npx sre-space token OWNER/REPO": async () => {},
};

it(
  "DEMO.md can be typed from its first command to its last",
  async () => {
    const commands = commandsIn(GUIDE);
    expect(commands.length).toBeGreaterThan(25);
    const ahead = DEMO_LINES.map(({ printed }) => printed);
    expect(commands.filter((line) => !(line in WAYS) && !ahead.includes(line))).toEqual([]);
    expect(Object.keys(WAYS).filter((line) => !commands.includes(line))).toEqual([]);
    for (const line of commands) await WAYS[line]?.(line);
    expect([errors, lifted]).toEqual([2, true]);
  },
  2 * HOUR,
);
