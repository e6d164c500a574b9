import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

const SHOP = join(import.meta.dirname, "../../../marketplace-demo/shop");
const { resolve } = createRequire(import.meta.url);
const read = (name: string) => readFile(join(SHOP, name), "utf8");

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "shop-containers-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** What is wrong by the Compose specification's own schema, or dangerous; matters of taste are left out. */
async function composeProblems(text: string): Promise<string[]> {
  const file = join(directory, "compose.yml");
  await writeFile(file, text);
  const cli = join(resolve("dclint/package.json"), "../bin/dclint.cjs");
  const { stdout } = await promisify(execFile)(process.execPath, [cli, "--formatter", "json", file]).catch(
    // It ends with 1 where it found something.
    (error: { stdout: string }) => error,
  );
  const [{ messages }] = JSON.parse(stdout) as [
    { messages: { rule: string; type: string; message: string }[] },
  ];
  return messages.filter(({ type }) => type === "error").map(({ rule, message }) => `${rule}: ${message}`);
}

it("has a compose file as the specification wants it, that opens nothing to the network but what it says", async () => {
  const compose = await read("compose.yml");
  expect(await composeProblems(compose)).toEqual([]);
  const misspelt = compose.replace("    command: [node, sandbox", "    comand: [node, sandbox");
  expect(await composeProblems(misspelt)).toEqual([expect.stringContaining("invalid-schema")]);
}, 120_000);

it("starts in each container a program that there is, and every service that deploy.yml has", async () => {
  const { services } = parse(await read("compose.yml"), { merge: true }) as {
    services: Record<string, { command?: string[] }>;
  };
  const { services: deployed } = parse(await read("deploy.yml")) as { services: Record<string, unknown> };
  for (const name of Object.keys(deployed)) expect(Object.keys(services)).toContain(name);
  for (const { command = [] } of Object.values(services))
    for (const file of command.flatMap((word) => word.split(" ")).filter((word) => word.endsWith(".ts")))
      expect([file, existsSync(join(SHOP, file))]).toEqual([file, true]);
});

it("has a Dockerfile whose every instruction is one", async () => {
  const { validate } = createRequire(import.meta.url)("dockerfile-utils") as {
    validate(text: string, settings: object): { message: string }[];
  };
  const dockerfile = await read("Dockerfile");
  expect(validate(dockerfile, {})).toEqual([]);
  expect(validate(dockerfile.replace("COPY package", "COPPY package"), {})).not.toEqual([]);
  const [, command = "[]"] = /^CMD (\[.*\])$/m.exec(dockerfile) ?? [];
  for (const file of (JSON.parse(command) as string[]).slice(1))
    expect(existsSync(join(SHOP, file))).toBe(true);
});

/**
 * The part of Render's blueprint that the shop uses, as its documentation describes it
 * (https://render.com/docs/blueprint-spec); no package publishes its schema.
 */
const Blueprint = z.strictObject({
  services: z.array(
    z.strictObject({
      type: z.enum(["web", "pserv", "worker", "cron"]),
      name: z.string(),
      runtime: z.enum(["node", "docker", "image", "python", "go", "ruby", "rust", "elixir"]),
      plan: z.string(),
      healthCheckPath: z.string().startsWith("/"),
      envVars: z.array(
        z.union([
          z.strictObject({ key: z.string(), value: z.string() }),
          z.strictObject({ key: z.string(), sync: z.literal(false) }),
          z.strictObject({
            key: z.string(),
            fromDatabase: z.strictObject({
              name: z.string(),
              property: z.enum(["connectionString", "host", "port", "user", "password", "database"]),
            }),
          }),
        ]),
      ),
    }),
  ),
  databases: z.array(z.strictObject({ name: z.string(), plan: z.string() })),
});

it("has a blueprint for Render that names its own database, and only variables that the shop reads", async () => {
  const { services, databases } = Blueprint.parse(parse(await read("render.yaml")));
  for (const { envVars } of services)
    for (const variable of envVars) {
      if ("fromDatabase" in variable)
        expect(databases.map(({ name }) => name)).toContain(variable.fromDatabase.name);
      expect(variable.key).toMatch(/^(DATABASE_URL|OTEL_[A-Z_]+)$/);
    }
});
