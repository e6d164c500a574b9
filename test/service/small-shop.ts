import { parse, parseAllDocuments } from "yaml";
import type { SmallService } from "./small-world.ts";

/** What is outside of the repository, and changes without a commit. */
export interface Outside {
  /** Connections that the shop's processes want of the database. */
  wanted: number;
  /** How many bills are asked for at once. */
  bills: number;
  /** Whether the mail provider answers. */
  mailAnswers: boolean;
}

const QUOTES = "config/quotes.yml";
const DATABASE = "deploy/database.yml";
const COMPOSE = "deploy/compose.yml";
const RANK = "services/search/rank.ts";
const LABEL = "services/shipping/label.ts";

export const QUOTES_YML = `# Read at the start of each process.
pool:
  # One connection for each request that waits for a table.
  max: 40   # agreed with the database team
  min: 1
log:
  level: info
regions: [uk, ie]
`;
export const DATABASE_YML = `# What the shop's database is run with.
apiVersion: v1
kind: Service
metadata: {name: database}
spec:
  ports: [{port: 5432}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: database
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: exporter
          image: exporter:1
          env: [{name: MAX_CONNECTIONS, value: "5"}]
        - name: postgres
          image: postgres:17
          env:
            # Each one takes 10 MB.
            - name: MAX_CONNECTIONS
              value: "100"
`;
const COMPOSE_YML = `services:
  billing:
    image: billing:4
    deploy: &small
      replicas: 4
  archive:
    deploy: *small
`;
const RANK_TS = `import { weights } from "./weights.ts";

export function rank(item) {
  const weight = weights[item.kind] ?? weights.other;
  return weight.base * item.score;
}
`;
const LABEL_TS = RANK_TS.replaceAll("weight", "carrier").replace("rank(", "label(");

/** What a commit of this shop breaks: the code's own text says so. */
export const withoutFallback = (code: string) => code.replace(/ \?\? \w+\.\w+/, "");

export const SHOP: Readonly<Record<string, string>> = {
  "README.md": "# Shop\n",
  [QUOTES]: QUOTES_YML,
  [DATABASE]: DATABASE_YML,
  [COMPOSE]: COMPOSE_YML,
  [RANK]: RANK_TS,
  "services/search/weights.ts": "export const weights = { other: { base: 1 } };\n",
  [LABEL]: LABEL_TS,
  "services/quotes/quote.ts": "export const quote = (request, pool) => pool.query(request.kind);\n",
  "services/orders/order.ts": "export const order = (request, pool) => pool.query(request.id);\n",
  "services/billing/bill.ts": "export const bill = (queue) => queue.enqueue(new Bill());\n",
  "services/mail/send.ts": "export const send = (letter) => provider.post(letter);\n",
};

/** Every third request that needs it, as a share: of some kind that only some customers have. */
const isOfThatKind = (n: number) => Math.floor(n / 10) % 3 === 0;

/** Services in one repository, each with its own way of failing. */
export const services = (outside: Outside): SmallService[] => [
  {
    name: "quotes",
    route: "POST /quotes",
    files: [QUOTES],
    answer(files, n) {
      const { max } = (parse(files.get(QUOTES) ?? "") as { pool: { max: number } }).pool;
      // Ten requests at once, each with a connection of its own.
      const starved = max < 10 && n % 10 >= max;
      return starved
        ? {
            milliseconds: 60,
            error: {
              type: "KnexTimeoutError",
              message:
                "Knex: Timeout acquiring a connection. The pool is probably full. Are you missing a .transacting(trx) call?",
              stack:
                "    at Client_PG.acquireConnection (/srv/app/node_modules/knex/lib/client.js:332:26)\n    at quote (/srv/app/services/quotes/quote.ts:1:52)",
            },
          }
        : { milliseconds: 12 + (n % 5), calls: [{ peer: "quotes-database", milliseconds: 4 }] };
    },
  },
  {
    name: "orders",
    route: "POST /orders",
    files: [DATABASE],
    answer(files, n) {
      const [, set] = parseAllDocuments(files.get(DATABASE) ?? "").map((one) => one.toJS());
      const max = Number(set.spec.template.spec.containers[1].env[0].value);
      const refused = outside.wanted > max && n % 10 < 6;
      const error = {
        type: "DatabaseError",
        message: "remaining connection slots are reserved for roles with the SUPERUSER attribute",
        stack:
          "    at Parser.parseErrorMessage (/srv/app/node_modules/pg-protocol/dist/parser.js:285:98)\n    at order (/srv/app/services/orders/order.ts:1:52)",
      };
      return {
        milliseconds: 10 + (n % 5),
        ...(refused ? { error } : {}),
        calls: [{ peer: "orders-database", milliseconds: 4, ...(refused ? { error } : {}) }],
      };
    },
  },
  {
    name: "billing",
    route: "POST /bills",
    files: [COMPOSE],
    answer(files, n) {
      const { replicas } = parse(files.get(COMPOSE) ?? "").services.billing.deploy;
      const refused = outside.bills > 10 * replicas && n % 10 < 4;
      const error = {
        type: "QueueFullError",
        message: `the queue of bills is full, 64 wait`,
        status: 503,
        stack: "    at enqueue (/srv/app/services/billing/bill.ts:1:52)",
      };
      return { milliseconds: 10 + (n % 5), ...(refused ? { error } : {}) };
    },
  },
  ...(
    [
      ["search", "GET /search", RANK, "rank", "base"],
      ["shipping", "POST /labels", LABEL, "label", "base"],
    ] as const
  ).map(
    ([name, route, path, called, read]): SmallService => ({
      name,
      route,
      files: [path],
      answer(files, n) {
        const broken = !files.get(path)?.includes("??") && isOfThatKind(n);
        return {
          milliseconds: 10 + (n % 7),
          ...(broken
            ? {
                error: {
                  type: "TypeError",
                  message: `Cannot read properties of undefined (reading '${read}')`,
                  stack: `    at ${called} (/srv/app/${path}:5:17)\n    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)`,
                },
              }
            : {}),
        };
      },
    }),
  ),
  {
    name: "mail",
    route: "POST /letters",
    files: [],
    answer(_, n) {
      const error = outside.mailAnswers
        ? undefined
        : {
            type: "HTTPError",
            message: "503 Service Unavailable from mail.example.test",
            status: 503,
            stack: "    at send (/srv/app/services/mail/send.ts:1:38)",
          };
      const failed = error ? { error } : {};
      return {
        milliseconds: 20 + (n % 7),
        ...(error ? { error: { ...error, status: 502 } } : {}),
        calls: [{ peer: "mail.example.test", milliseconds: 14, ...failed }],
      };
    },
  },
];
