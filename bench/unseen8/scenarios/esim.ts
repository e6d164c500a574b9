import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { quietly } from "../quietly.ts";
import { esim as world } from "../worlds/esim.ts";

const of = changes(new URL("./esim.txt", import.meta.url));
const kotlin = "provisioning/src/main/kotlin/roam";

export const esimScenarios: Scenario[] = [
  // Decidable by: time passes in the handler that takes numbers while its query is as fast as ever; the commit holds a lock across it.
  {
    id: "es-hold",
    group: "concurrency",
    kind: "lock held over a query",
    world,
    service: "numbering",
    symptom: "latency",
    alertOn: "app-api|POST /activations",
    rps: [12, 24],
    changes: [...of("es-hold"), ...pool(of, { "pool-activate": -260, "pool-hikari": null })],
    effects: [{ at: "numbering|POST /numbers/take", slow: 1700, ramp: 20 }],
    logs: [
      {
        service: "numbering",
        severity: "WARN",
        body: "slow acquire: waited 1.6s for pool lock, 31 waiters",
        every: 25,
      },
    ],
  },
  // Decidable by: tokens of the one old app fail a check on an audience, which the commit asks for.
  {
    id: "es-audience",
    group: "authentication",
    kind: "stricter check of tokens",
    world,
    service: "app-api",
    symptom: "errors",
    alertOn: "app-api|GET /usage",
    needs: ["exceptions"],
    rps: [3, 8],
    changes: [...of("es-audience"), ...pool(of, { "pool-plans": -60, "pool-refill": null })],
    effects: (["app-api|GET /usage", "app-api|POST /activations"] as const).map((at) => ({
      at,
      where: { app: "ios-4.8" },
      early: true,
      fail: {
        type: "JWTClaimValidationFailed",
        message: 'unexpected "aud" claim value',
        status: 401,
        frames: [place("app-api/src/auth.ts", "await jwtVerify(", "subscriber")],
      },
    })),
  },
  // Decidable by: the list of plans takes seconds of its own and not in its query, in countries with long titles; the commit nested quantifiers.
  // After https://stackstatus.net/post/147710624694/outage-postmortem-july-20-2016
  {
    id: "es-titles",
    group: "regular expression or algorithm",
    kind: "backtracking",
    world,
    service: "app-api",
    symptom: "latency",
    alertOn: "app-api|GET /plans/{country}",
    needs: ["metrics"],
    changes: quietly([...of("es-titles"), ...pool(of, { "pool-activate": -90, "pool-refill": -400 })]),
    effects: [
      { at: "app-api|GET /plans/{country}", where: { country: "jp" }, slow: 3800 },
      { at: "app-api|GET /usage", share: 0.35, slow: 1100 },
    ],
    gauges: [
      {
        service: "app-api",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.2,
        noise: 0.03,
        to: 0.97,
        ramp: 5,
      },
    ],
  },
  // Decidable by: at the full hour the job locks the table of profiles, which it does since the commit that went out before; writes wait.
  {
    id: "es-hourly",
    group: "schema or migration",
    kind: "job locks a table",
    world,
    service: "provisioning",
    symptom: "latency",
    alertOn: "app-api|POST /activations",
    atFullHour: true,
    lag: 1560,
    needs: ["logs", "deployments"],
    changes: [...of("es-hourly"), ...pool(of, { "pool-activate": -35, "pool-refill": -380 })],
    effects: [{ at: "provisioning|POST /profiles|save", slow: 5200 }],
    logs: [
      {
        service: "provisioning",
        severity: "INFO",
        body: "Reconcile: lockOpenProfiles took FOR UPDATE on 214{n} rows",
        every: 300,
      },
      {
        service: "provisioning",
        severity: "WARN",
        body: "slow statement 5{n} ms: INSERT INTO profiles (waiting on lock transactionid of pid {n})",
        every: 25,
        delay: 10,
      },
    ],
  },
  // Decidable by: the handshake with the carrier fails as its certificate has run out, at one moment in all instances.
  // After https://hacks.mozilla.org/2019/07/add-ons-outage-post-mortem-result/
  {
    id: "es-chain",
    group: "certificate",
    kind: "certificate of a provider ran out",
    world,
    service: "provisioning",
    symptom: "errors",
    alertOn: "app-api|POST /activations",
    needs: ["exceptions"],
    changes: quietly([...of("es-chain"), ...pool(of, { "pool-hikari": -50, "pool-plans": null })]),
    effects: [
      {
        at: "provisioning|POST /profiles|order",
        fail: {
          type: "javax.net.ssl.SSLHandshakeException",
          message:
            "PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed: NotAfter: @T-1m@ (smdp.carrierhub.example)",
          frames: [
            place(`${kotlin}/Carrier.kt`, "class Carrier(", "Carrier.download"),
            place(`${kotlin}/Profiles.kt`, "carrier.download(", "Profiles.create"),
          ],
        },
      },
    ],
  },
  // Decidable by: names do not resolve in several services, of hosts outside and inside, now and then and at once.
  // After https://incident.io/blog/clouds-caches-and-connection-conundrums
  {
    id: "es-resolver",
    group: "network or name resolution",
    kind: "resolver overloaded",
    world,
    service: "provisioning",
    symptom: "errors",
    alertOn: "app-api|POST /activations",
    needs: ["exceptions", "logs"],
    changes: [...of("es-resolver"), ...pool(of, { "pool-activate": -140, "pool-hikari": -20 })],
    effects: [
      {
        at: "provisioning|POST /profiles|order",
        share: 0.5,
        fail: {
          type: "java.nio.channels.UnresolvedAddressException",
          message: "smdp.carrierhub.example",
          frames: [place(`${kotlin}/Profiles.kt`, "carrier.download(", "Profiles.create")],
        },
      },
      {
        at: "app-api|POST /activations|profile",
        share: 0.3,
        fail: { type: "Error", message: "getaddrinfo EAI_AGAIN provisioning", status: 0 },
      },
      {
        at: "app-api|GET /usage|usage",
        share: 0.2,
        fail: { type: "Error", message: "getaddrinfo EAI_AGAIN pg-usage.internal" },
      },
    ],
    logs: [
      {
        service: "numbering",
        severity: "WARN",
        body: "failed to lookup address information: Temporary failure in name resolution (pg-numbers), retrying",
        every: 30,
      },
    ],
  },
  // Decidable by: somebody switched a flag to all; plans that have no template fail on a line that nobody touched.
  {
    id: "es-v3",
    group: "flag",
    kind: "flag switched",
    world,
    service: "provisioning",
    symptom: "errors",
    alertOn: "app-api|POST /activations",
    needs: ["exceptions", "events"],
    rps: [3, 8],
    changes: [...of("es-v3"), ...pool(of, { "pool-hikari": -70, "pool-refill": null })],
    events: [
      {
        at: -8,
        kind: "feature_flag",
        service: "provisioning",
        text: "profile_v3: 10% of euro -> 100% of all plans (m.keller)",
      },
    ],
    effects: [
      {
        at: "provisioning|POST /profiles",
        where: { plan: "asia" },
        early: true,
        fail: {
          type: "java.util.NoSuchElementException",
          message: "Key asia is missing in the map.",
          frames: [
            place(`${kotlin}/Templates.kt`, "v3[plan] ?: throw", "Templates.v3"),
            place(`${kotlin}/Profiles.kt`, "Templates.v3(plan)", "Profiles.templateOf"),
          ],
        },
      },
    ],
  },
  // Not decidable: two commits of one release ask the database for each plan of the list, and only entries are traced.
  {
    id: "es-pair",
    group: "undecidable",
    kind: "one of two queries in a loop",
    world,
    service: "app-api",
    symptom: "latency",
    alertOn: "app-api|GET /plans/{country}",
    thin: true,
    oneRelease: true,
    changes: [...of("es-pair"), ...pool(of, { "pool-hikari": -420 })],
    effects: [{ at: "app-api|GET /plans/{country}", slow: 1900 }],
  },
];
