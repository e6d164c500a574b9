import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { migrate } from "../db/migrate.ts";
import { seed } from "../db/seed.ts";
import { localDatabase } from "./local-database.ts";

// `npm start`: the whole marketplace on one machine. The storefront listens on PORT (8101), everything else on a free
// port of loopback; the stand-in plays the carriers' gateway unless CARRIER_URL names another.
const root = new URL("..", import.meta.url);
const children: ChildProcess[] = [];
let stopping = false;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

function start(name: string, args: string[], environment: Record<string, string>): void {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["ignore", process.env.LOGS === "on" ? "inherit" : "ignore", "inherit"],
  });
  child.once("exit", (code) => {
    if (stopping) return;
    console.error(
      `${name} ended with ${code}; the others are stopped. LOGS=on npm start shows what it said.`,
    );
    void stop(1);
  });
  children.push(child);
}

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await Promise.all(
    children.map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    }),
  );
  await database?.stop();
  process.exit(code);
}

async function untilHealthy(url: string): Promise<void> {
  while (!stopping) {
    const healthy = await fetch(`${url}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (healthy) return;
    await sleep(50);
  }
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop(0));
mkdirSync(new URL(".data/", root), { recursive: true });
const database = process.env.DATABASE_URL ? undefined : await localDatabase(new URL(".data/postgres/", root));
const databaseUrl = process.env.DATABASE_URL ?? database!.url;
await migrate(databaseUrl);
await seed(databaseUrl, Number(process.env.SEED ?? 1));

const ports: Record<string, number> = { storefront: Number(process.env.PORT ?? 8101) };
for (const name of ["quotes", "policies", "claims", "payments", "carrier"]) ports[name] = await freePort();
const addressOf = (name: string) => `http://127.0.0.1:${ports[name]}`;
const environment: Record<string, string> = {
  DATABASE_URL: databaseUrl,
  CARRIER_URL: process.env.CARRIER_URL ?? addressOf("carrier"),
};
for (const name of ["quotes", "policies", "claims", "payments"])
  environment[`${name.toUpperCase()}_URL`] = addressOf(name);

if (!process.env.CARRIER_URL) {
  // Somebody else's system: it sends us no telemetry.
  const silent = { PORT: String(ports.carrier), HOST: "127.0.0.1", OTEL_EXPORTER_OTLP_ENDPOINT: "" };
  start("carrier", ["sandbox/carrier/main.ts"], silent);
}
for (const name of ["quotes", "policies", "claims", "payments", "storefront"]) {
  // Only the storefront is for other machines.
  const host: Record<string, string> = name === "storefront" ? {} : { HOST: "127.0.0.1" };
  const port = String(ports[name]);
  const args = ["--import", `./services/${name}/telemetry.ts`, `services/${name}/main.ts`];
  start(name, args, { ...environment, ...host, PORT: port, OTEL_SERVICE_NAME: name });
}
await untilHealthy(addressOf("storefront"));
for (const name of ["quotes", "policies", "claims", "payments"]) await untilHealthy(addressOf(name));
if (!stopping) console.log(`Fernhill is open: ${addressOf("storefront")}/ (Ctrl-C closes it)`);
