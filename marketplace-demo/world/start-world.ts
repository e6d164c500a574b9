import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { adoptService } from "./adopt-service.ts";
import { type Alerting, startAlerting } from "./alerting/start-alerting.ts";
import { openCheckouts } from "./checkouts.ts";
import { type Ci, createCi } from "./ci.ts";
import { createCanaries } from "./create-canaries.ts";
import { createDeployer, type Deployer } from "./deployer.ts";
import { findFreePort } from "./find-free-port.ts";
import type { Ground } from "./prepare-ground.ts";
import { type Committer, openCommitter } from "./push-commits.ts";
import { readDeployPlan } from "./read-deploy-plan.ts";
import { runGit } from "./run-git.ts";
import { seededRandom } from "./seeded-random.ts";
import { type ServiceSwitch, startServiceSwitch } from "./service-switch.ts";
import { shopEnvironment } from "./shop-environment.ts";
import { startCarrier } from "./start-carrier.ts";
import { type Front, type Handler, startFront } from "./start-front.ts";
import { type LocalGitHub, startLocalGitHub } from "./start-local-github.ts";
import { type Service, startService } from "./start-service.ts";
import { startTraffic, type Traffic } from "./start-traffic.ts";
import { type Supervised, superviseService } from "./supervise-service.ts";
import { type Certificates, createCertificates } from "./surroundings/create-certificates.ts";
import { createSurroundings, type Surroundings } from "./surroundings/create-surroundings.ts";
import { startTcpSwitch, type TcpSwitch } from "./tcp-switch.ts";
import { type Collector, startCollector } from "./telemetry/start-collector.ts";
import { type IncidentWatch, watchIncidents } from "./watch-incidents.ts";

export type Say = (line: string, at?: number) => void;

export type World = {
  name: string;
  seed: number;
  intake: "otlp" | "alerts" | "both";
  github: LocalGitHub;
  front: Front;
  traffic: Traffic;
  alerting: Alerting;
  collector: Collector;
  deployer: Deployer;
  /** Every commit that was deployed successfully. */
  deployed: Set<string>;
  /** The marketplace's own, and the carrier. */
  services: Map<string, Supervised>;
  switches: Map<string, ServiceSwitch>;
  database: TcpSwitch;
  /** Past the switch. */
  databaseUrl: string;
  surroundings: Surroundings;
  certificates: Certificates;
  /** What a process of the marketplace gets as its environment. */
  processEnvironment(
    service: string,
    revision: string,
    instance: string,
    machine?: string,
  ): NodeJS.ProcessEnv;
  committer: Committer;
  watch: IncidentWatch;
  service: Service | undefined;
  startedAt: number;
  logs: string;
  stop(): Promise<void>;
};

export type WorldOptions = {
  /** Also the name of its database and of its directory. */
  name: string;
  seed: number;
  intake: "otlp" | "alerts" | "both";
  /** 0 is any free port. */
  port: number;
  githubLatency: number;
  withService: boolean;
  /** What the front serves below /controls. */
  controls: Handler;
  say: Say;
  /** A part that nothing here is meant to break has ended by itself. */
  onCrash(message: string): void;
};

/**
 * Starts a whole world on loopback: the local GitHub with the marketplace's repository, PostgreSQL's copy, the services
 * behind their switches, deployer, CI, collector, alerting, SRE-Space as a separate process, the front and traffic.
 * Resolves when customers are being served. Throws when a part does not start; what had started is stopped again.
 */
export async function startWorld(ground: Ground, options: WorldOptions): Promise<World> {
  const { name, seed, say, intake } = options;
  const logs = join(ground.logs, name);
  const scratch = join(ground.scratch, name);
  const stops: (() => Promise<unknown>)[] = [];
  let stopEngine = async () => {};
  let stopping = false;

  async function stop(): Promise<void> {
    if (stopping) return;
    stopping = true;
    // First, so that nobody watches how the rest ends.
    for (const step of [stopEngine, ...stops.reverse()]) {
      await step().catch((error: Error) => say(`while stopping: ${error.message}`));
    }
  }

  async function startEngine(github: LocalGitHub): Promise<Service> {
    const port = await findFreePort();
    const dataDirectory = join(scratch, "sre-space");
    const starting = startService({
      app: github.registerService(`http://127.0.0.1:${port}/api/github/webhooks`),
      githubHost: github.host,
      repository: github.repository,
      port,
      dataDirectory,
      ingestSecret: randomBytes(32).toString("base64url"),
      throttle: options.githubLatency > 0,
      logFile: join(logs, "sre-space.log"),
    });
    stopEngine = async () => {
      const service = await starting.catch(() => undefined);
      await service?.child.stop(10_000);
      // What it saw, to be looked at again after the world is gone.
      for (const kept of ["bundles", "state.sqlite"]) {
        const from = join(dataDirectory, kept);
        if (existsSync(from)) await cp(from, join(logs, kept), { recursive: true });
      }
    };
    return starting;
  }

  try {
    const switches = new Map<string, ServiceSwitch>();
    let service: Service | undefined;
    // First, so that a port that is taken is said at once.
    const front = await startFront({
      port: options.port,
      storefrontPort: () => switches.get("storefront")?.port,
      servicePort: () => service?.port,
      controls: options.controls,
    });
    stops.push(() => front.close());
    const database = `world_${name.replaceAll(/[^a-z0-9]/g, "_")}`;
    const [github] = await Promise.all([
      startLocalGitHub({
        history: ground.history,
        directory: join(scratch, "github"),
        latency: options.githubLatency,
      }),
      ground.postgres.createDatabase(database, ground.template),
    ]);
    stops.push(() => github.stop());
    // Before all else that takes time: it has the longest way, as it is installed only when it listens.
    const starting = options.withService ? startEngine(github) : undefined;
    starting?.catch(() => {});
    const databaseSwitch = await startTcpSwitch(ground.postgres.port);
    stops.push(() => databaseSwitch.close());

    const collectorToken = randomBytes(24).toString("base64url");
    const collector = await startCollector(collectorToken);
    stops.push(() => collector.close());
    const alerting = startAlerting("http://alertmanager.marketplace.example", say);
    stops.push(async () => alerting.stop());
    collector.onBatch((batch) => alerting.observe(batch));

    const checkouts = await openCheckouts({
      remote: github.remote,
      directory: join(scratch, "checkouts"),
      nodeModules: ground.nodeModules,
    });
    let head = (await runGit(checkouts.mirror, ["rev-parse", "refs/heads/main"])).trim();
    const plan = await readDeployPlan(await checkouts.of(head));
    if (!plan.services.storefront)
      throw new Error("deploy.yml names no `storefront`, which customers come through.");
    for (const service of Object.keys(plan.services)) {
      const created = await startServiceSwitch(service);
      stops.push(() => created.close());
      switches.set(service, created);
    }
    const certificates = await createCertificates("api.clearwater.example", join(scratch, "authority.pem"));
    const surroundings = await createSurroundings(join(scratch, "machines"), [...switches.keys()]);
    const addresses = new Map(
      [...switches].map(([service, { port }]) => [service, `http://${surroundings.nameOf(service)}:${port}`]),
    );
    const databaseUrl = ground.postgres.url(database, databaseSwitch.port, surroundings.nameOf("database"));
    const carrierKey = randomBytes(24).toString("base64url");
    const environmentOf = (
      service: string,
      revision: string,
      instance: string,
      machine = surroundings.machineOf(service),
    ) =>
      shopEnvironment({
        databaseUrl,
        addresses,
        carrierKey,
        collector: { url: collector.url, token: collectorToken },
        version: revision.slice(0, 12),
        revision,
        service,
        instance,
        machine,
        surroundings,
        authorityFile: certificates.authorityFile,
        compileCache: ground.compileCache,
      });
    const services = new Map<string, Supervised>();
    for (const [service, front] of switches) {
      const supervised = superviseService({
        service,
        front,
        logDirectory: logs,
        environment: (revision, instance) => environmentOf(service, revision, instance),
        say,
      });
      stops.push(() => supervised.stop());
      services.set(service, supervised);
    }
    const carrierFront = await startServiceSwitch("carrier", certificates.valid);
    stops.push(() => carrierFront.close());
    addresses.set("carrier", `https://${surroundings.nameOf("carrier")}:${carrierFront.port}`);
    const carrierStarting = startCarrier({
      front: carrierFront,
      checkout: await checkouts.of(head),
      key: carrierKey,
      logDirectory: logs,
      say,
    });
    carrierStarting.then(
      (carrier) => stops.push(() => carrier.stop()),
      () => {},
    );
    const canaries = createCanaries({ switches, logDirectory: logs, environment: environmentOf, say });
    stops.push(() => canaries.stop());
    const deployer = createDeployer({
      checkouts,
      services,
      canaries,
      record: github.deployments,
      environment: environmentOf("release", head, "release"),
      say,
    });
    const deployed = new Set<string>();
    deployer.onDeployed(({ sha, state }) => state === "success" && deployed.add(sha));
    const ci: Ci = createCi({
      checkouts,
      report: github.checks,
      environment: ciEnvironment(),
      logDirectory: logs,
      say,
    });
    stops.push(() => ci.stop());
    const watch = watchIncidents(github.serviceBot, say);
    let open = false;
    github.onDelivery((delivery) => {
      watch.see(delivery);
      const { event, payload } = delivery;
      if (
        open &&
        event === "push" &&
        payload.ref === "refs/heads/main" &&
        payload.after &&
        !payload.deleted
      ) {
        void checkouts.fetch().then(() => deployer.deploy(payload.after as string));
      }
      // The pull request that adopts SRE-Space is merged by an administrator, who waits for no check.
      const head = payload.pull_request?.head.sha;
      if (
        open &&
        event === "pull_request" &&
        head &&
        /^(opened|synchronize|reopened)$/.test(payload.action ?? "")
      ) {
        void checkouts.fetch().then(() => ci.test(head));
      }
    });

    // The marketplace was there before SRE-Space was: it comes up while that does.
    const first = deployer.deploy(head);
    if (starting) {
      service = await starting;
      head = await adoptService({ github, ground, directory: join(scratch, "adoption"), say });
      await checkouts.fetch();
    }
    const carrier = await carrierStarting;
    open = true;
    const adopted = options.withService ? await deployer.deploy(head) : await first;
    for (const { state, problem } of [await first, adopted])
      if (state === "failure") throw new Error(`The marketplace could not be deployed: ${problem}`);
    const running = service as Service | undefined;
    if (running) {
      if (intake !== "alerts") collector.forwardTo({ url: running.url, token: running.ingestToken });
      if (intake !== "otlp") {
        alerting.notify({ url: `${running.url}/api/alerts/alertmanager`, token: running.ingestToken });
      }
      void running.child.exited.then(({ code, signal }) => {
        if (!stopping) {
          options.onCrash(
            `SRE-Space ended by itself (${signal ?? `exit ${code}`}). Read ${running.child.logFile}`,
          );
        }
      });
    }

    const committer = await openCommitter({
      remote: github.remote,
      branch: "main",
      directory: join(scratch, "developers"),
    });
    const traffic = startTraffic(`http://127.0.0.1:${front.port}`, seededRandom(seed));
    stops.push(() => traffic.stop());
    return {
      name,
      seed,
      intake,
      github,
      front,
      traffic,
      alerting,
      collector,
      deployer,
      deployed,
      services: new Map([...services, ["carrier", carrier]]),
      switches: new Map([...switches, ["carrier", carrierFront]]),
      database: databaseSwitch,
      databaseUrl: ground.postgres.url(database),
      surroundings,
      certificates,
      processEnvironment: environmentOf,
      committer,
      watch,
      service: running,
      startedAt: Date.now(),
      logs,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Node 24 first on the path, whatever the machine's own is; and nothing that would make the tests talk to this world. */
function ciEnvironment(): NodeJS.ProcessEnv {
  return {
    PATH: `${join(process.execPath, "..")}:${process.env.PATH}`,
    HOME: process.env.HOME,
    CI: "true",
  };
}
