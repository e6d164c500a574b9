import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { controlsOf } from "../../marketplace-demo/world/controls-of-world.ts";
import { createControls } from "../../marketplace-demo/world/create-controls.ts";
import { readFaults } from "../../marketplace-demo/world/fault-catalogue.ts";
import { type Ground, prepareGround } from "../../marketplace-demo/world/prepare-ground.ts";
import { startWorld, type World } from "../../marketplace-demo/world/start-world.ts";
import { fencedCommands } from "./fenced-commands.ts";

const ROOT = join(import.meta.dirname, "../..");
const MINUTES = 600_000;
const PATIENT = { timeout: 300_000, interval: 250 };
const withoutBrowser = (process.env.SRE_SPACE_ABSENT ?? "").includes("chromium");
const guide = await readFile(join(ROOT, "DEMO.md"), "utf8");
const commands = fencedCommands(guide);

it("shows pictures that are there, and links to files that are", () => {
  const links = [...guide.matchAll(/\]\(([^)#]+)\)/g)]
    .map(([, to = ""]) => to)
    .filter((to) => !to.includes("://"));
  expect(links.length).toBeGreaterThan(5);
  for (const to of links) expect([to, existsSync(join(ROOT, to))]).toEqual([to, true]);
});

describe.skipIf(withoutBrowser)("the guide, in one world", () => {
  let directory: string;
  let ground: Ground;
  let world: World;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "guide-"));
    ground = await prepareGround(5, join(directory, "logs"));
    const catalogue = readFaults(join(ROOT, "marketplace-demo/faults"));
    const controls = createControls({
      catalogue,
      own: catalogue,
      ...controlsOf(
        () => world,
        5,
        () => {},
      ),
    });
    world = await startWorld(ground, {
      name: "guide",
      seed: 5,
      intake: "otlp",
      port: 0,
      githubLatency: 0,
      withService: true,
      controls: controls.handler,
      say: () => {},
      onCrash: (message) => {
        throw new Error(message);
      },
    });
    browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split(
        " ",
      ),
    });
    const context = await browser.newContext();
    context.setDefaultTimeout(MINUTES);
    page = await context.newPage();
  }, MINUTES);

  afterAll(async () => {
    await browser?.close();
    await world?.stop();
    await ground?.stop();
    if (directory) await rm(directory, { recursive: true, force: true });
  }, MINUTES);

  it(
    "one press, and what is broken stands on the monitor; lifted, customers are served again",
    async () => {
      const url = world.front.url;
      await expect.poll(() => world.traffic.since(0).total, PATIENT).toBeGreaterThan(100);
      const monitor = await page.context().newPage();
      await monitor.goto(`${url}/monitor`);
      await page.goto(`${url}/controls`);
      await page.locator("#press-errors-world").click();
      // On a machine that is slow enough something may have been slow before; failing is what the press does.
      await monitor
        .getByText(/ fails: \d+% of/)
        .first()
        .waitFor();
      await page.locator("#now a", { hasText: "Issue #" }).first().waitFor();
      const issue = await page.locator("#now a", { hasText: "Issue #" }).first().getAttribute("href");
      expect(await (await fetch(issue as string)).text()).toContain("quotes");
      await page.getByRole("button", { name: "Lift it" }).click();
      await page.locator("#now .break[data-state=lifted]").waitFor();
      const served = async () => {
        const answer = await fetch(`${url}/quotes`, {
          method: "POST",
          headers: { accept: "application/json" },
          body: new URLSearchParams({ kind: "renewal", previousPolicy: "POL-20000007" }),
        });
        return answer.status;
      };
      await expect.poll(served, PATIENT).toBe(201);
    },
    MINUTES,
  );

  it(
    "says nothing that cannot be typed",
    async () => {
      const run = (command: string, args: string[]) =>
        promisify(execFile)(command, args, {
          cwd: directory,
          env: { ...process.env, GIT_TERMINAL_PROMPT: "0" },
        }).catch((error: Error & { stderr: string; stdout: string }) => {
          throw new Error(`${[command, ...args].join(" ")}: ${error.message}\n${error.stdout}`);
        });
      const node = (script: string, ...args: string[]) =>
        run(process.execPath, [join(ROOT, script), ...args]);
      const port = String(world.front.port);
      const words = (line: string) =>
        [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
          ([, one, other, plain]) => one ?? other ?? plain ?? "",
        );
      /** How each command is done here; those that would start another world, or the real service, are read and no more. */
      const ways: [RegExp, (args: string[]) => Promise<unknown>][] = [
        [/^npm (ci|start)$/, async ([, what = ""]) => expect(await scripts()).toContain(what)],
        [
          /^npm run demo( --|$)/,
          (args) => node("marketplace-demo/world/demo.ts", ...args.slice(4), "--list"),
        ],
        [
          // What is broken is broken in the other test; here it is but asked for what there is.
          /^npm run break( --|$)/,
          async (args) => {
            const [what = "list", ...more] = args.slice(4);
            if (what === "do" || what === "list") {
              const { stdout } = await node("marketplace-demo/world/break.ts", "--port", port, what, ...more);
              expect(stdout).not.toBe("");
            } else await node("marketplace-demo/world/break.ts", what, ...more, "--help");
          },
        ],
        [
          /^git clone ADDRESS/,
          ([, , , to = ""]) => run("git", ["clone", "--quiet", world.github.remote, to]),
        ],
        [/^(git|sed|mkdir) (?!.* > )/, ([command = "", ...args]) => run(command, args)],
        [
          /^git .* > /,
          async (args) => {
            const { stdout } = await run("git", args.slice(1, args.indexOf(">")));
            expect(stdout).toContain("+      order by");
            await writeFile(join(directory, args.at(-1) as string), stdout);
            await writeFile(join(directory, args.at(-1) as string, "../fault.yml"), faultOfTheGuide());
          },
        ],
        [/^npx sre-space validate/, ([, , ...args]) => node("bin/sre-space.js", ...args)],
        [
          /^npx sre-space (simulate|doctor|token)/,
          ([, , what = ""]) => node("bin/sre-space.js", what, "--help"),
        ],
      ];
      for (const command of commands) {
        const way = ways.find(([form]) => form.test(command));
        expect(way, `DEMO.md: nothing here knows how to try "${command}"`).toBeDefined();
        await way?.[1](words(command));
      }
      const policy = await run("git", ["-C", "fernhill", "show", "origin/main:.sre-space.yml"]);
      expect(policy.stdout).toMatch(/^mode: propose$/m);
      const own = await node("marketplace-demo/world/demo.ts", "--faults", "my-faults", "--list");
      expect(own.stdout).toContain("renamed-column");
    },
    MINUTES,
  );
});

async function scripts(): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  return ["ci", ...Object.keys(scripts)];
}

/** The one that the guide shows. */
function faultOfTheGuide(): string {
  const [, text = ""] = /```yaml\n([\s\S]*?)```/.exec(guide) ?? [];
  expect(parse(text)).toMatchObject({ kind: "change" });
  return text;
}
