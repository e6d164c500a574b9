import { execFileSync, spawn } from "node:child_process";
import {
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appAsks } from "../../marketplace-demo/world/app-asks.ts";
import { startGitHub } from "../../marketplace-demo/world/github/start.ts";
import { mintIngestToken } from "../../src/edge/ingest-token.ts";

const ROOT = join(import.meta.dirname, "../..");
const SECRET = "a secret of this benchmark";
const REPOSITORY = "acme/market";
/** The kernel's clock ticks: `getconf CLK_TCK` is 100 on every Linux. */
const TICKS_PER_SECOND = 100;

export interface Usage {
  rssMb: number;
  /** Processor time of the thread that runs JavaScript. */
  mainThreadSeconds: number;
  /** Of all its threads: zlib's, and those that V8 collects garbage and compiles on. */
  processSeconds: number;
}

export interface MeasuredService {
  url: string;
  token: string;
  usage(): Usage;
  /** Incidents that were opened: healthy load must open none. */
  incidents(): Promise<number>;
  stop(): Promise<void>;
}

/**
 * The whole service as `sre-space serve` runs it, in a process of its own, beside a GitHub on this machine
 * whose one repository claims the services.
 * @param profile a directory to write a CPU profile to when it stops
 */
export async function startService(
  services: readonly string[],
  profile: string | undefined,
): Promise<MeasuredService> {
  const directory = mkdtempSync(join(tmpdir(), "sre-space-bench-"));
  const work = join(directory, "work");
  mkdirSync(work);
  const claims = services.map((name) => `  ${name}: {paths: [services/${name}/**]}\n`).join("");
  writeFileSync(join(work, ".sre-space.yml"), `version: 1\nmode: report\nservices:\n${claims}`);
  const git = (...args: string[]) => execFileSync("git", ["-C", work, ...args]);
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("-c", "user.name=founder", "-c", "user.email=founder@example.com", "commit", "-qm", "feat: the market");

  const github = await startGitHub({ dir: join(directory, "github") });
  github.createUser({ login: "acme" });
  await github.createRepository({ owner: "acme", name: "market", private: true, from: work });
  const app = github.registerApp({
    slug: "sre-space",
    ...appAsks(),
  });
  github.installApp({ app: "sre-space", account: "acme", repositories: [REPOSITORY] });

  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = join(directory, "service.log");
  const child = spawn(
    process.execPath,
    [
      ...(profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`]),
      // As `npm start` has it.
      "--max-semi-space-size=16",
      join(ROOT, "bin/sre-space.js"),
      "serve",
    ],
    {
      cwd: directory,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env.PATH,
        // As `npm start` has it, too: what other threads free goes back to the system (mallopt(3)).
        MALLOC_ARENA_MAX: "2",
        MALLOC_MMAP_THRESHOLD_: "65536",
        APP_ID: String(app.appId),
        PRIVATE_KEY: app.privateKey,
        WEBHOOK_SECRET: SECRET,
        GHE_HOST: new URL(github.url).host,
        GHE_PROTOCOL: "http",
        PORT: String(port),
        HOST: "127.0.0.1",
        DATA_DIR: join(directory, "data"),
        SRE_INGEST_SECRET: SECRET,
      },
    },
  );
  const output = createWriteStream(log);
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  const end = () => void child.kill("SIGKILL");
  process.once("exit", end);
  const running = () => child.exitCode === null && child.signalCode === null;
  for (;;) {
    const ready = await fetch(`${url}/readyz`).catch(() => null);
    if (ready?.ok) break;
    if (!running())
      throw new Error(`The service ended while starting:\n${readFileSync(log, "utf8").slice(-3000)}`);
    await new Promise((again) => setTimeout(again, 100));
  }

  return {
    url,
    token: mintIngestToken(SECRET, [REPOSITORY]),
    usage: () => {
      if (!running())
        throw new Error(`The service ended under load:\n${readFileSync(log, "utf8").slice(-3000)}`);
      return usageOf(child.pid as number);
    },
    async incidents() {
      return ((await (await fetch(`${url}/api/incidents`)).json()) as unknown[]).length;
    },
    async stop() {
      const gone = new Promise((exit) => child.once("exit", exit));
      child.kill("SIGTERM");
      const late = setTimeout(end, 10_000);
      if (running()) await gone;
      clearTimeout(late);
      process.off("exit", end);
      output.end();
      await github.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** From the kernel's own books (proc(5)), so that measuring costs the service nothing. */
function usageOf(pid: number): Usage {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const main = readdirSync(`/proc/${pid}/task`)[0] as string;
  return {
    rssMb: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024,
    mainThreadSeconds: secondsOf(`/proc/${pid}/task/${main}/stat`),
    processSeconds: secondsOf(`/proc/${pid}/stat`),
  };
}

function secondsOf(file: string): number {
  const stat = readFileSync(file, "utf8");
  // The program's name, in brackets, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => found(port));
    });
  });
}
