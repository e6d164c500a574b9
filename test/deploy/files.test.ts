import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import { ENVIRONMENT } from "../../docs/environment-variables.ts";
import { ROUTES } from "../../docs/http-routes.ts";
import { loadSettings } from "../../src/config/settings.ts";

const ROOT = join(import.meta.dirname, "../..");
const { resolve } = createRequire(import.meta.url);
const read = (path: string) => readFile(join(ROOT, path), "utf8");
const known = new Set(ENVIRONMENT.flatMap(({ variables }) => variables.map(({ name }) => name)));
/** Of Node and of the C library under it. */
const NOT_OURS = ["NODE_ENV", "MALLOC_ARENA_MAX", "MALLOC_MMAP_THRESHOLD_"];
const answers = (path: string) => ROUTES.some(({ route }) => route.split(" ")[1] === path);

/** As the service itself reads them, in an empty folder. */
async function settingsOf(environment: Record<string, string>) {
  const empty = await mkdtemp(join(tmpdir(), "deploy-"));
  try {
    return loadSettings({ ...environment, DATA_DIR: empty }, empty);
  } finally {
    await rm(empty, { recursive: true, force: true });
  }
}

interface Compose {
  services: Record<
    string,
    {
      command?: string[];
      environment?: Record<string, string>;
      ports?: string[];
      volumes?: string[];
      secrets?: string[];
      image?: string;
      depends_on?: string[];
    }
  >;
  volumes: Record<string, unknown>;
  secrets: Record<string, unknown>;
}

it("has a compose file as the specification wants it, whose parts find each other", async () => {
  const text = await read("compose.yaml");
  const directory = await mkdtemp(join(tmpdir(), "compose-"));
  const problems = async (compose: string) => {
    await writeFile(join(directory, "compose.yml"), compose);
    const cli = join(resolve("dclint/package.json"), "../bin/dclint.cjs");
    const { stdout } = await promisify(execFile)(process.execPath, [
      cli,
      "--formatter",
      "json",
      join(directory, "compose.yml"),
    ]).catch(
      // It ends with 1 where it found something.
      (error: { stdout: string }) => error,
    );
    const [{ messages }] = JSON.parse(stdout) as [{ messages: { rule: string; message: string }[] }];
    // Its other rules are matters of taste.
    return messages.filter(({ rule }) => /schema|duplicate|interface|unquoted/.test(rule));
  };
  try {
    expect(await problems(text)).toEqual([]);
    expect(await problems(text.replace("    image: redis", "    imagge: redis"))).not.toEqual([]);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  const { services, volumes, secrets } = parse(text) as Compose;
  const own = services["sre-space"]?.environment ?? {};
  for (const name of Object.keys(own)) expect(known, name).toContain(name);
  const settings = await settingsOf(own);
  expect(settings).toMatchObject({ bus: { home: "redis" }, chromaUrl: "http://chroma:8000" });
  for (const url of [own.SRE_REDIS_URL, own.CHROMA_URL])
    expect(Object.keys(services)).toContain(new URL(url ?? "").hostname);
  for (const service of Object.values(services)) {
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:(\d+):\1$/);
    for (const volume of service.volumes ?? []) {
      const [from = ""] = volume.split(":");
      if (from.startsWith("./")) expect(existsSync(join(ROOT, from)), from).toBe(true);
      else expect(Object.keys(volumes)).toContain(from);
    }
    for (const secret of service.secrets ?? []) expect(Object.keys(secrets)).toContain(secret);
    for (const other of service.depends_on ?? []) expect(Object.keys(services)).toContain(other);
    if (service.image !== "sre-space") expect(service.image).toMatch(/:v?\d+\.\d+/);
  }
  expect(services["sre-space"]?.ports).toEqual([`127.0.0.1:${settings.port}:${settings.port}`]);
}, 120_000);

it("has a Dockerfile whose every instruction is one, of files that are there, for a user without rights", async () => {
  const { validate } = createRequire(import.meta.url)("dockerfile-utils") as {
    validate(text: string, settings: object): { message: string }[];
  };
  const text = await read("Dockerfile");
  expect(validate(text, {})).toEqual([]);
  expect(text).toMatch(/^USER node$/m);
  const ignored = await read(".dockerignore");
  for (const [, from = ""] of text.matchAll(/^COPY (?!--)(.+) \S+$/gm))
    for (const file of from.split(" ")) {
      expect(existsSync(join(ROOT, file)), file).toBe(true);
      expect(ignored.split("\n")).toContain(`!${file}`);
    }
  const [, command = "[]"] = /^CMD (\[.*\])$/m.exec(text) ?? [];
  const [, , program = "", subcommand] = JSON.parse(command) as string[];
  expect(existsSync(join(ROOT, program))).toBe(true);
  expect(await read("src/cli.ts")).toContain(`.command("${subcommand}")`);
  const set = [...text.matchAll(/^(?:ENV| {3}) ([A-Z_]+)=(\S+)/gm)].map(([, name = "", value = ""]) => [
    name,
    value,
  ]);
  for (const [name = ""] of set) expect([...known, ...NOT_OURS]).toContain(name);
  expect(Object.fromEntries(set).PORT).toBe(/^EXPOSE (\d+)$/m.exec(text)?.[1]);
  const [, health = ""] = /127\.0\.0\.1:[^/]*(\/\w+)`/.exec(text) ?? [];
  expect(answers(health)).toBe(true);
  const { engines } = JSON.parse(await read("package.json")) as { engines: { node: string } };
  expect(/^FROM node:(\d+)/m.exec(text)?.[1]).toBe(/\d+/.exec(engines.node)?.[0]);
});

it("has a Collector and an Alertmanager that send to where the service listens, with the token that compose gives them", async () => {
  const { services } = parse(await read("compose.yaml")) as Compose;
  const secret = "/run/secrets/ingest-token";
  const collector = parse(await read("deploy/collector.yaml")) as {
    extensions: Record<string, { filename?: string }>;
    receivers: { otlp: { protocols: Record<string, { endpoint: string }> } };
    processors: object;
    connectors: object;
    exporters: Record<string, { endpoint: string; auth: { authenticator: string } }>;
    service: {
      extensions: string[];
      pipelines: Record<string, Record<"receivers" | "processors" | "exporters", string[]>>;
    };
  };
  const { extensions, receivers, processors, connectors, exporters, service } = collector;
  for (const { receivers: from, processors: over, exporters: to } of Object.values(service.pipelines)) {
    for (const name of from) expect(Object.keys({ ...receivers, ...connectors })).toContain(name);
    for (const name of over) expect(Object.keys(processors)).toContain(name);
    for (const name of to) expect(Object.keys({ ...exporters, ...connectors })).toContain(name);
  }
  for (const signal of Object.keys(service.pipelines)) expect(answers(`/v1/${signal}`)).toBe(true);
  for (const { endpoint, auth } of Object.values(exporters)) {
    const { hostname, port, pathname } = new URL(endpoint);
    expect([Object.keys(services).includes(hostname), port, pathname]).toEqual([true, "8001", "/"]);
    expect(service.extensions).toContain(auth.authenticator);
    expect(extensions[auth.authenticator]?.filename).toBe(secret);
  }
  for (const { endpoint } of Object.values(receivers.otlp.protocols))
    expect(services.collector?.ports).toContain(endpoint.replace(/^0\.0\.0\.0:(\d+)$/, "127.0.0.1:$1:$1"));

  const alertmanager = parse(await read("deploy/alertmanager.yml")) as {
    receivers: {
      webhook_configs: { url: string; http_config: { authorization: { credentials_file: string } } }[];
    }[];
  };
  const [webhook] = alertmanager.receivers[0]?.webhook_configs ?? [];
  const { hostname, port, pathname } = new URL(webhook?.url ?? "");
  expect([Object.keys(services).includes(hostname), port, answers(pathname)]).toEqual([true, "8001", true]);
  expect(webhook?.http_config.authorization.credentials_file).toBe(secret);
  for (const name of ["collector", "alertmanager"]) {
    expect(services[name]?.secrets).toEqual(["ingest-token"]);
    const config = services[name]?.command?.at(-1);
    expect(services[name]?.volumes).toContain(
      `./deploy/${name === "collector" ? "collector.yaml" : "alertmanager.yml"}:${config}:ro`,
    );
  }
});

it.skipIf(!existsSync("/usr/bin/amtool"))(
  "has an Alertmanager's file that Alertmanager itself takes",
  async () => {
    const { stdout } = await promisify(execFile)("/usr/bin/amtool", [
      "check-config",
      join(ROOT, "deploy/alertmanager.yml"),
    ]);
    expect(stdout).toContain("SUCCESS");
  },
);

/** The part of Render's blueprint that is used, as its documentation has it; no package publishes its schema. */
const Blueprint = z.strictObject({
  services: z.array(
    z.strictObject({
      type: z.enum(["web", "pserv", "worker", "cron", "keyvalue"]),
      name: z.string(),
      runtime: z.enum(["node", "docker", "image"]),
      plan: z.string(),
      numInstances: z.int().positive(),
      healthCheckPath: z.string().startsWith("/"),
      disk: z.strictObject({
        name: z.string(),
        mountPath: z.string().startsWith("/"),
        sizeGB: z.int().positive(),
      }),
      envVars: z.array(
        z.union([
          z.strictObject({ key: z.string(), value: z.string() }),
          z.strictObject({ key: z.string(), sync: z.literal(false) }),
          z.strictObject({ key: z.string(), generateValue: z.literal(true) }),
        ]),
      ),
    }),
  ),
});

it("has a blueprint for Render, of variables that the service reads and takes", async () => {
  const [service, ...others] = Blueprint.parse(parse(await read("render.yaml"))).services;
  expect(others).toEqual([]);
  expect(answers(service?.healthCheckPath ?? "")).toBe(true);
  const variables = service?.envVars ?? [];
  for (const { key } of variables) expect(known).toContain(key);
  const fixed = Object.fromEntries(
    variables.flatMap((one) => ("value" in one ? [[one.key, one.value]] : [])),
  );
  expect((await settingsOf(fixed)).port).toBe(8001);
  expect(await read("Dockerfile")).toContain(`DATA_DIR=${service?.disk.mountPath}`);
});

interface Probe {
  httpGet: { path: string; port: string };
}

/** The part of Kubernetes that is looked at; the file was held to its whole schema once, by the package kubernetes-models. */
interface Manifest {
  kind: string;
  metadata: { name: string };
  spec: {
    selector?: Record<string, string> & { matchLabels?: Record<string, string> };
    ports?: { port: number; targetPort: string }[];
    template?: {
      metadata: { labels: Record<string, string> };
      spec: {
        securityContext: object;
        containers: {
          ports: { name: string; containerPort: number }[];
          env: {
            name: string;
            value?: string;
            valueFrom?: { secretKeyRef: { name: string; key: string } };
          }[];
          volumeMounts: { name: string; mountPath: string }[];
          resources: { limits: { memory: string } };
          startupProbe: Probe;
          livenessProbe: Probe;
          readinessProbe: Probe;
        }[];
        volumes: {
          name: string;
          persistentVolumeClaim?: { claimName: string };
          secret?: { secretName: string; items: { key: string; path: string }[] };
        }[];
      };
    };
  };
}

it("has manifests for Kubernetes whose parts find each other, of variables and paths that there are", async () => {
  const documents = parseAllDocuments(await read("deploy/kubernetes/sre-space.yaml"));
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  const manifests = documents.map((document) => document.toJS() as Manifest);
  const of = (kind: string) => manifests.find((one) => one.kind === kind) as Manifest;
  const { selector, template } = of("Deployment").spec;
  expect(template?.metadata.labels).toMatchObject(selector?.matchLabels ?? {});
  expect(template?.metadata.labels).toMatchObject(of("Service").spec.selector ?? {});
  const [container] = template?.spec.containers ?? [];
  if (!container || !template) throw new Error("There is no container.");
  expect(of("Service").spec.ports).toEqual([
    { name: "http", port: 8001, targetPort: container.ports[0]?.name },
  ]);
  for (const probe of ["startupProbe", "livenessProbe", "readinessProbe"] as const) {
    expect(answers(container[probe].httpGet.path)).toBe(true);
    expect(container[probe].httpGet.port).toBe(container.ports[0]?.name);
  }
  const { volumes } = template.spec;
  expect(container.volumeMounts.map(({ name }) => name)).toEqual(volumes.map(({ name }) => name));
  expect(
    volumes.find(({ persistentVolumeClaim }) => persistentVolumeClaim)?.persistentVolumeClaim?.claimName,
  ).toBe(of("PersistentVolumeClaim").metadata.name);
  for (const { name } of container.env) expect(known).toContain(name);
  const plain = Object.fromEntries(
    container.env.flatMap(({ name, value }) => (value ? [[name, value]] : [])),
  );
  const { PRIVATE_KEY_PATH: key, ...others } = plain;
  expect((await settingsOf(others)).port).toBe(container.ports[0]?.containerPort);
  const [file] = volumes.find(({ secret }) => secret)?.secret?.items ?? [];
  expect(key).toBe(
    `${container.volumeMounts.find(({ name }) => name === "secrets")?.mountPath}/${file?.path}`,
  );
  // What is asked of the secret is what the guide tells to put into it.
  const asked = [
    ...container.env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef.key ?? []),
    file?.key ?? "",
  ];
  const guide = await read("docs/install.md");
  for (const one of asked) expect(guide).toMatch(new RegExp(`--from-(?:literal|file)=${one}=`));
  expect(Number.parseInt(container.resources.limits.memory, 10)).toBeGreaterThan(
    Number(plain.MEMORY_LIMIT_MB),
  );
});
