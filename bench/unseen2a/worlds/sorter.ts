import { sources } from "../../judging-set/sources.ts";
import type { World } from "../../unseen/scenario.ts";

/** A parcel hub: scanners, a queue, the sorting plan, the controllers of the belts, labels for what comes from abroad. */
export const sorter: World = {
  id: "sorter",
  repository: "parcelhub/sortline",
  files: sources(new URL("sorter.txt", import.meta.url)),
  services: [
    {
      name: "scan-ingest",
      language: "python",
      paths: ["apps/scan_ingest/", "libs/barcodes/"],
      replicas: 3,
      ops: [
        {
          name: "POST /scans",
          ms: 3,
          steps: [
            {
              do: "work",
              id: "parse",
              name: "barcodes.parse",
              ms: 0.4,
              src: { file: "libs/barcodes/barcodes/parse.py", text: "def parse(code", fn: "parse" },
            },
            {
              do: "send",
              id: "send",
              system: "kafka",
              topic: "scans",
              to: "router",
              op: "process scans",
              ms: 4,
              chance: 0.8,
            },
          ],
        },
      ],
    },
    {
      name: "router",
      language: "python",
      paths: ["apps/router/", "deploy/router/"],
      replicas: 3,
      ops: [
        {
          name: "process scans",
          ms: 3,
          steps: [
            {
              do: "db",
              id: "plan",
              system: "postgresql",
              query:
                "SELECT chute FROM sorting_plan WHERE zip_from <= %(zip)s AND zip_to >= %(zip)s AND service = %(service)s AND valid @> now() ORDER BY priority LIMIT 1",
              table: "sorting_plan",
              ms: 2,
              src: { file: "apps/router/router/routes.py", text: "connection.execute(FIND", fn: "chute" },
            },
            {
              do: "call",
              id: "label",
              to: "labelpress",
              op: "POST /labels",
              chance: 0.3,
              timeout: 4000,
              src: {
                file: "apps/router/router/consumer.py",
                text: "await self._labels.domestic(",
                fn: "on_scan",
              },
            },
            {
              do: "call",
              id: "divert",
              to: "plc-gateway",
              op: "POST /divert",
              timeout: 2000,
              src: {
                file: "apps/router/router/consumer.py",
                text: "await self._divert.send(",
                fn: "on_scan",
              },
            },
          ],
        },
        {
          name: "GET /plan",
          ms: 2,
          steps: [
            {
              do: "db",
              id: "version",
              system: "postgresql",
              query: "SELECT name FROM plans WHERE valid @> now()",
              table: "plans",
              ms: 2,
            },
          ],
        },
      ],
    },
    {
      name: "plc-gateway",
      language: "go",
      paths: ["apps/plc_gateway/"],
      replicas: 2,
      ops: [
        {
          name: "POST /divert",
          ms: 1,
          steps: [
            {
              do: "ext",
              id: "cmd",
              host: "line-a.plc.plant.internal",
              method: "POST",
              path: "/cmd",
              ms: 14,
              retries: 1,
              src: {
                file: "apps/plc_gateway/divert/client.go",
                text: "last = c.once(ctx, command)",
                fn: "sortline/plc_gateway/divert.(*Client).Send",
              },
            },
          ],
        },
      ],
    },
    {
      name: "labelpress",
      language: "csharp",
      paths: ["apps/labelpress/"],
      replicas: 3,
      ops: [
        {
          name: "POST /labels",
          ms: 4,
          log: "label spooled",
          steps: [{ do: "work", id: "spool", name: "spool write", ms: 3 }],
        },
      ],
    },
  ],
  entries: { "scan-ingest|POST /scans": 12, "router|GET /plan": 1 },
  attributes: {
    scanner: ["tunnel-1", "tunnel-2", "tunnel-3", "hand-07"],
    carrier: ["gs1", "regional", "night", "upu"],
  },
  noise: [
    {
      at: "scan-ingest|POST /scans",
      share: 0.012,
      fail: {
        type: "barcodes.parse.UnreadableCode",
        message: "11 characters of no known form",
        status: 422,
        quiet: true,
      },
    },
    {
      at: "plc-gateway|POST /divert",
      share: 0.004,
      fail: { type: "*errors.errorString", message: "parcel has passed", status: 409 },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "router: plan version query gets a docstring",
      edits: [
        {
          file: "apps/router/router/routes.py",
          from: '"""Name of the plan in force, for the screen in the hall."""',
          to: '"""Name of the plan in force, for the screen in the hall. "none" at the change of shifts."""',
        },
      ],
    },
    {
      role: "innocent",
      message: "labelpress: hosting noise out of the logs",
      edits: [
        {
          file: "apps/labelpress/LabelPress/appsettings.json",
          from: '"Microsoft.AspNetCore": "Warning"',
          to: '"Microsoft.AspNetCore": "Error"',
        },
      ],
    },
    {
      role: "innocent",
      message: "staging router: one more connection, the load test needs it",
      edits: [
        {
          file: "deploy/router/values-staging.yaml",
          from: '  DB_POOL_SIZE: "2"',
          to: '  DB_POOL_SIZE: "3"',
        },
      ],
    },
    {
      role: "innocent",
      message: "barcodes: more unreadable samples from hall 2",
      edits: [
        {
          file: "libs/barcodes/tests/test_parse.py",
          from: '["", "????", "KR12", "12345678"]',
          to: '["", "????", "KR12", "12345678", "(00)1234", "RR12345678CH"]',
        },
      ],
    },
    {
      role: "innocent",
      message: "plc-gateway: healthz comment",
      edits: [
        {
          file: "apps/plc_gateway/server/server.go",
          from: "// Routes wires the handlers.",
          to: "// Routes wires the handlers. The probe does not ask the controllers.",
        },
      ],
    },
  ],
  rename: {
    parcelhub: ["packdepot", "nordfracht"],
    labelpress: ["stickerjet", "tagprint"],
    "tunnel-": ["gate-", "arch-"],
    "line-a": ["hall-3", "belt-x"],
  },
};
