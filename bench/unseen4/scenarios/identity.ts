import { changes } from "../../judging-set/changes.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { identity as world } from "../worlds/identity.ts";

const commits = changes(new URL("identity.txt", import.meta.url));
const java = "auth/src/main/java/latchkey/auth";
const verify = "gateway/internal/token/verify.go";

export const identityScenarios: Scenario[] = [
  {
    id: "identity-fresh-keys",
    group: "cache",
    kind: "nothing is kept any more, and the neighbour is asked for each request",
    world,
    service: "gateway",
    symptom: "latency",
    alertOn: "gateway|GET /api/{route}",
    changes: commits("identity-fresh-keys"),
    effects: [
      { at: "gateway|GET /api/{route}|keys", set: { chance: 1 } },
      { at: "auth|GET /oauth2/jwks", gate: "gateway", slow: 1400, ramp: 70 },
      { at: "auth|POST /oauth2/token", gate: "gateway", slow: 900, ramp: 70 },
    ],
    gauges: [
      {
        service: "gateway",
        name: "http.client.open_connections",
        unit: "{connection}",
        base: 8,
        noise: 2,
        to: 240,
        ramp: 60,
      },
    ],
  },
  {
    id: "identity-audience",
    group: "authentication",
    kind: "an audience that some still ask for is refused",
    world,
    service: "gateway",
    symptom: "errors",
    alertOn: "gateway|GET /api/{route}",
    needs: ["exceptions"],
    changes: commits("identity-audience"),
    effects: [
      // A wobble that has nothing to do with it.
      {
        at: "auth|POST /oauth2/token|verify",
        gate: "time",
        delay: -150,
        every: { period: 100000, lasts: 75 },
        slow: 110,
      },
      {
        at: "gateway|GET /api/{route}",
        early: true,
        where: { tenant: "aurelia" },
        fail: {
          type: "*fmt.wrapError",
          message: "token is for another audience: [latchkey]",
          status: 401,
          frames: [
            {
              file: verify,
              text: "ErrAudience, claims.Audience)",
              fn: "latchkey.example/gateway/internal/token.Verify",
            },
          ],
        },
      },
    ],
    logs: [
      {
        service: "gateway",
        severity: "WARN",
        every: 9,
        body: 'level=WARN msg="token refused" err="token is for another audience: [latchkey]"',
      },
    ],
  },
  {
    id: "identity-hard-hash",
    group: "configuration",
    kind: "parameters of a hash that take a second and a gigabyte",
    world,
    service: "auth",
    symptom: "latency",
    alertOn: "auth|POST /oauth2/token",
    needs: ["metrics"],
    changes: commits("identity-hard-hash"),
    effects: [
      { at: "auth|POST /oauth2/token|verify", slow: 2900 },
      {
        at: "auth|POST /oauth2/token|verify",
        share: 0.12,
        fail: {
          type: "java.lang.OutOfMemoryError",
          message: "Java heap space",
          frames: [
            { file: `${java}/LoginService.java`, text: "encoder.matches(password", fn: "LoginService.login" },
          ],
        },
      },
      { at: "auth|GET /oauth2/jwks", slow: 200 },
    ],
    gauges: [
      {
        service: "auth",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.2,
        noise: 0.02,
        to: 0.98,
        ramp: 15,
      },
      {
        service: "auth",
        name: "process.memory.usage",
        unit: "By",
        base: 6e8,
        noise: 1e7,
        to: 3.9e9,
        ramp: 30,
      },
    ],
  },
  {
    id: "identity-client-each",
    group: "resource held",
    kind: "a transport for each entry, whose connections stay open",
    world,
    service: "gateway",
    symptom: "errors",
    alertOn: "gateway|GET /api/{route}",
    lag: 4500,
    needs: ["metrics"],
    changes: commits("identity-client-each"),
    effects: [
      {
        at: "gateway|GET /api/{route}|upstream",
        share: 0.6,
        ramp: 120,
        fail: {
          type: "*net.OpError",
          message: "dial tcp 10.20.0.8:443: socket: too many open files",
          status: 0,
        },
      },
      {
        at: "gateway|GET /api/{route}|take",
        share: 0.5,
        ramp: 120,
        fail: {
          type: "*net.OpError",
          message: "dial tcp 10.43.12.7:8080: socket: too many open files",
          status: 0,
        },
      },
    ],
    gauges: [
      {
        service: "gateway",
        name: "process.open_file_descriptor.count",
        unit: "{file_descriptor}",
        base: 940000,
        noise: 900,
        to: 1048576,
        ramp: 100,
      },
      {
        service: "gateway",
        name: "go.goroutine.count",
        unit: "{goroutine}",
        base: 1860000,
        noise: 2000,
        to: 2097100,
        ramp: 100,
      },
    ],
    logs: [
      {
        service: "gateway",
        severity: "ERROR",
        every: 8,
        body: 'level=ERROR msg=audit err="Post \\"https://audit:8443/entries\\": dial tcp: socket: too many open files"',
      },
    ],
    rps: [12, 24],
  },
  {
    id: "identity-address-budget",
    group: "rate limit",
    kind: "budgets by address, and a proxy has one for all",
    world,
    service: "gateway",
    symptom: "errors",
    alertOn: "gateway|GET /api/{route}",
    changes: commits("identity-address-budget"),
    effects: [
      {
        at: "gateway|GET /api/{route}",
        early: true,
        where: { via: "partner-proxy" },
        share: 0.8,
        fail: { type: "TooManyRequests", message: "too many requests", status: 429, quiet: true },
      },
    ],
    rps: [12, 24],
  },
  {
    id: "identity-stuffing",
    group: "traffic",
    kind: "somebody tries stolen passwords",
    world,
    service: "auth",
    symptom: "latency",
    alertOn: "auth|POST /oauth2/token",
    surge: { factor: 7, entry: "auth|POST /oauth2/token", attribute: ["tenant", "bosco"] },
    needs: ["metrics"],
    changes: commits("identity-stuffing"),
    effects: [
      {
        at: "auth|POST /oauth2/token",
        gate: "time",
        where: { tenant: "bosco" },
        share: 0.9,
        fail: { type: "latchkey.auth.BadCredentialsException", message: "{tenant}", status: 401 },
      },
      { at: "auth|POST /oauth2/token|verify", gate: "time", slow: 780, ramp: 50 },
    ],
    gauges: [
      {
        service: "auth",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.24,
        noise: 0.02,
        gate: "time",
        to: 0.97,
        ramp: 50,
      },
    ],
  },
  {
    id: "identity-tenant-directory",
    group: "provider",
    kind: "a tenant's directory shows another certificate",
    world,
    service: "auth",
    symptom: "errors",
    alertOn: "auth|POST /oauth2/token",
    changes: commits("identity-tenant-directory"),
    effects: [
      {
        at: "auth|POST /oauth2/token|verify",
        gate: "time",
        where: { tenant: "aurelia" },
        fail: {
          type: "org.springframework.ldap.CommunicationException",
          message:
            "ldap.aurelia.example:636; nested exception is javax.naming.CommunicationException: simple bind failed: ldap.aurelia.example:636 [Root exception is javax.net.ssl.SSLHandshakeException: PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed]",
          frames: [
            { file: `${java}/Directory.java`, text: 'ldap.authenticate(""', fn: "Directory.bind" },
            {
              file: `${java}/LoginService.java`,
              text: "return directory.bind(tenant",
              fn: "LoginService.login",
            },
          ],
        },
      },
    ],
  },
  {
    id: "identity-two-refusals",
    group: "undecidable",
    kind: "tokens that end soon, or keys whose ids are not lower case",
    world,
    service: "gateway",
    symptom: "errors",
    alertOn: "gateway|GET /api/{route}",
    thin: true,
    oneRelease: true,
    changes: commits("identity-two-refusals"),
    effects: [
      {
        at: "gateway|GET /api/{route}",
        early: true,
        share: 0.5,
        fail: { type: "Unauthorized", message: "invalid token", status: 401, quiet: true },
      },
    ],
    rps: [3, 8],
  },
];
