import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { bundleAction } from "../../bin/bundle-action.ts";
import { REPOSITORY, type SmallWorld, startSmallWorld } from "../service/small-world.ts";
import { spansOf } from "../service/spans-of.ts";

const PRICE = "services/quotes/price.ts";
const BEFORE = `export function price(request) {
  const table = tables[request.kind] ?? tables.standard;
  return table.rate * request.years;
}
`;
const AFTER = BEFORE.replace(" ?? tables.standard", "");
/** Telemetry before the incident and in it, in seconds. */
const QUIET = 300;
const BROKEN = 90;

/** What a token may in a workflow that users copy, in the App's words for it: no run of a test may more. */
export function permissionsOf(example: string): Record<string, "read" | "write"> {
  const text = readFileSync(join(import.meta.dirname, "../../docs/examples", example), "utf8");
  const permissions: Record<string, "read" | "write"> = parse(text).permissions;
  return Object.fromEntries([
    ["metadata", "read"],
    ...Object.entries(permissions).map(([name, level]) => [name.replaceAll("-", "_"), level]),
  ]);
}

/** What a run left behind for the workflow and for people. */
export interface Ran {
  code: number | null;
  /** Of stdout and stderr. */
  log: string;
  outputs: Record<string, string>;
  summary: string;
}

export interface ActionWorld {
  world: SmallWorld;
  /** The commit that did it. */
  culprit: string;
  /** A bundle of the incident, as a Collector's files. */
  bundle: string;
  /** A bundle of the same symptom, since another commit. */
  bundleOf(culprit: string): string;
  /** Whether what was broken stays broken whatever runs, as rows do that a commit has written. */
  poisoned: boolean;
  /** A token of the same App with these permissions alone. */
  tokenWith(permissions: Record<string, "read" | "write">): string;
  /**
   * One run of the Action in a process of its own, with nothing on the disk but its own file; of that run of a workflow
   * where one is named, else of one that GitHub knows nothing of.
   */
  run(
    event: string,
    payload: Record<string, unknown>,
    inputs?: Record<string, string>,
    of?: { run: number; attempt: number },
  ): Promise<Ran>;
  stop(): Promise<void>;
}

/**
 * A company whose quotes fail for one kind of request since a commit, with CI and a deployer, and no SRE-Space running
 * anywhere: whatever happens is done by runs of the bundled Action with a workflow's own token.
 *
 * @param subject of the commit that did it
 * @param thrown what its requests fail with
 */
export async function startActionWorld(
  policy: (probe: string) => string,
  subject = "refactor: one table for each kind",
  thrown = "Cannot read properties of undefined (reading 'rate')",
): Promise<ActionWorld> {
  const directory = mkdtempSync(join(tmpdir(), "sre-space-action-"));
  let world: SmallWorld | null = null;
  const turned = { poisoned: false };
  const texts = new Map<string, Promise<string>>();
  const probe = createServer(async (_, response) => {
    const sha = world?.rollouts.at(-1)?.sha;
    if (sha && !texts.has(sha)) texts.set(sha, world?.git("show", `${sha}:${PRICE}`) ?? Promise.resolve(""));
    const text = sha ? await texts.get(sha) : BEFORE;
    response.statusCode = text?.includes("tables.standard") && !turned.poisoned ? 200 : 500;
    response.end();
  });
  await new Promise<void>((listening) => probe.listen(0, "127.0.0.1", listening));
  const probeUrl = `http://127.0.0.1:${(probe.address() as AddressInfo).port}/quote`;
  world = await startSmallWorld(
    {
      "README.md": "# Shop\n",
      [PRICE]: BEFORE,
      "services/quotes/routes.ts": 'router.post("/quotes", (request) => price(request));\n',
      ".sre-space.yml": policy(probeUrl),
    },
    [{ name: "quotes", route: "POST /quotes", files: [PRICE], answer: () => ({ milliseconds: 20 }) }],
  );
  const first = await world.git("rev-parse", "HEAD");
  await world.push({ "README.md": "# The shop\n" }, "docs: a name for the shop", "dora");
  const culprit = await world.push({ [PRICE]: AFTER }, subject);
  const { github } = world;
  while (world.rollouts.at(-1)?.sha !== culprit) await new Promise((again) => setTimeout(again, 20));

  github.registerApp({ slug: "github-actions", permissions: permissionsOf("respond.yml"), events: [] });
  const { installationId } = github.installApp({
    app: "github-actions",
    account: "acme",
    repositories: [REPOSITORY],
  });
  const token = github.createInstallationToken(installationId);

  const script = join(directory, "index.mjs");
  writeFileSync(script, (await bundleAction()).text);
  function bundleOf(culprit: string): string {
    const folder = join(directory, `bundle-of-${culprit}`);
    writeBundle(folder, { before: first, culprit, thrown, nowMs: Date.now() });
    return folder;
  }
  const bundle = bundleOf(culprit);

  let runs = 0;
  async function run(
    event: string,
    payload: Record<string, unknown>,
    inputs: Record<string, string> = {},
    of: { run: number; attempt: number } | null = null,
  ): Promise<Ran> {
    const home = join(directory, `run-${++runs}`);
    mkdirSync(home);
    const file = (name: string, text = "") => {
      const path = join(home, name);
      writeFileSync(path, text);
      return path;
    };
    const full = {
      repository: { full_name: REPOSITORY, default_branch: "main" },
      sender: { login: "ada", type: "User" },
      ...payload,
    };
    const [outputs, summary] = [file("outputs"), file("summary")];
    const child = spawn(process.execPath, [script], {
      cwd: home,
      env: {
        PATH: process.env.PATH,
        HOME: home,
        GITHUB_ACTIONS: "true",
        GITHUB_EVENT_NAME: event,
        GITHUB_EVENT_PATH: file("event.json", JSON.stringify(full)),
        GITHUB_REPOSITORY: REPOSITORY,
        GITHUB_API_URL: github.apiUrl,
        GITHUB_SERVER_URL: github.webUrl,
        GITHUB_RUN_ID: String(of?.run ?? runs),
        GITHUB_RUN_ATTEMPT: String(of?.attempt ?? 1),
        GITHUB_OUTPUT: outputs,
        GITHUB_STEP_SUMMARY: summary,
        INPUT_TOKEN: token,
        INPUT_MODE: "auto",
        "INPUT_STATE-SECRET": "a secret of this test, long enough to be one",
        INPUT_WAIT: "5s",
        ...Object.fromEntries(
          Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
        ),
      },
    });
    let log = "";
    child.stdout.on("data", (text) => (log += text));
    child.stderr.on("data", (text) => (log += text));
    const code = await new Promise<number | null>((exit) => child.once("close", exit));
    return {
      code,
      log,
      outputs: outputsIn(readFileSync(outputs, "utf8")),
      summary: readFileSync(summary, "utf8"),
    };
  }

  return Object.assign(turned, {
    world,
    culprit,
    bundle,
    bundleOf,
    run,
    tokenWith: (permissions: Record<string, "read" | "write">) =>
      github.createInstallationToken(installationId, permissions),
    async stop() {
      await world.stop();
      await new Promise((closed) => probe.close(closed));
      rmSync(directory, { recursive: true, force: true });
    },
  });
}

/** The runner's file of outputs: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#multiline-strings */
function outputsIn(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n?\2$/gm)].map(([, name, , value]) => [name, value]),
  );
}

/** Five minutes of healthy requests of the old revision, then ninety seconds in which the new one fails a third of them. */
function writeBundle(
  folder: string,
  run: { before: string; culprit: string; thrown: string; nowMs: number },
): void {
  mkdirSync(folder);
  const onset = run.nowMs - BROKEN * 1_000;
  const from = onset - QUIET * 1_000;
  const lines: string[] = [];
  for (let at = from; at < run.nowMs; at += 1_000) {
    const resourceSpans = Array.from({ length: 8 }, (_, n) => {
      const isNew = at >= onset;
      const fails = isNew && n % 3 === 0;
      return spansOf({
        service: "quotes",
        route: "POST /quotes",
        revision: isNew ? run.culprit : run.before,
        at: at + n * 100,
        answered: fails
          ? {
              milliseconds: 12,
              error: {
                type: "TypeError",
                message: run.thrown,
                stack:
                  "    at price (/app/services/quotes/price.ts:3:16)\n    at /app/services/quotes/routes.ts:1:41",
              },
            }
          : { milliseconds: 18 + n },
      });
    });
    lines.push(JSON.stringify({ resourceSpans }));
  }
  writeFileSync(join(folder, "traces.jsonl"), `${lines.join("\n")}\n`);
  writeFileSync(
    join(folder, "bundle.json"),
    JSON.stringify({
      repository: REPOSITORY,
      environment: "production",
      window: { from: new Date(onset - 5_000).toISOString(), to: new Date(run.nowMs).toISOString() },
    }),
  );
}
