import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import type { World } from "../../unseen/scenario.ts";

const java = "auth/src/main/java/latchkey/auth";

/** Sign-on for other companies: a gateway in Go, accounts and tokens in Java, quotas in Rust. */
export const identity: World = {
  id: "identity",
  repository: "latchkey/identity",
  files: sources(new URL("identity.txt", import.meta.url)),
  services: [
    {
      name: "gateway",
      language: "go",
      paths: ["gateway/"],
      replicas: 4,
      ops: [
        {
          name: "GET /api/{route}",
          ms: 1.5,
          log: "request of {tenant} let through",
          steps: [
            {
              id: "keys",
              do: "call",
              to: "auth",
              op: "GET /oauth2/jwks",
              chance: 0.02,
              timeout: 3000,
              src: {
                file: "gateway/internal/keys/ring.go",
                text: "res, err := r.client.Do(req)",
                fn: "latchkey.example/gateway/internal/keys.(*Ring).fetch",
              },
              onFail: {
                type: "*fmt.wrapError",
                message:
                  'fetch keys: Get "http://auth:8080/oauth2/jwks": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
                status: 401,
              },
            },
            { id: "take", do: "call", to: "quota", op: "POST /take", tolerate: true },
            {
              id: "upstream",
              do: "ext",
              host: "api.internal-apps.example",
              method: "GET",
              path: "/v1/{route}",
              ms: 28,
            },
          ],
        },
      ],
    },
    {
      name: "auth",
      language: "java",
      paths: ["auth/"],
      replicas: 3,
      ops: [
        {
          name: "POST /oauth2/token",
          ms: 5,
          log: "token for a person of {tenant}",
          steps: [
            {
              id: "account",
              do: "db",
              system: "postgresql",
              query: "SELECT name, hash, locked FROM accounts WHERE tenant = ? AND name = ?",
              table: "accounts",
              ms: 3,
            },
            {
              id: "verify",
              do: "work",
              name: "LoginService.login",
              ms: 34,
              src: {
                file: `${java}/LoginService.java`,
                text: "encoder.matches(password",
                fn: "LoginService.login",
              },
            },
          ],
        },
        { name: "GET /oauth2/jwks", ms: 2, steps: [] },
      ],
    },
    {
      name: "quota",
      language: "rust",
      paths: ["quota/"],
      replicas: 2,
      ops: [
        {
          name: "POST /take",
          ms: 0.5,
          steps: [
            {
              id: "incr",
              do: "cache",
              command: "INCR client:?",
              ms: 0.5,
              src: { file: "quota/src/take.rs", text: ".query_async(&mut redis)", fn: "quota::take::take" },
            },
          ],
        },
      ],
    },
  ],
  entries: { "gateway|GET /api/{route}": 10, "auth|POST /oauth2/token": 4 },
  attributes: {
    tenant: ["aurelia", "bosco", "cantor", "duero", "estrel"],
    flow: ["web", "device", "machine"],
    via: ["direct", "partner-proxy", "mobile"],
  },
  noise: [
    {
      at: "auth|POST /oauth2/token",
      share: 0.03,
      fail: { type: "latchkey.auth.BadCredentialsException", message: "{tenant}", status: 401 },
    },
    {
      at: "gateway|GET /api/{route}",
      share: 0.008,
      fail: { type: "Unauthorized", message: "token is expired", status: 401, quiet: true },
    },
  ],
  extras: changes(new URL("../scenarios/identity.txt", import.meta.url))("extras"),
  rename: { aurelia: ["avignon", "arcadia"], quota: ["budget", "throttle"], cantor: ["cellini", "corvus"] },
};
