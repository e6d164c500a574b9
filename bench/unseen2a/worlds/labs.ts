import { sources } from "../../judging-set/sources.ts";
import type { World } from "../../unseen/scenario.ts";

/** A hospital's laboratory: orders in by HL7, analysers through a gateway, results out to the record system. */
export const labs: World = {
  id: "labs",
  repository: "northgate/labflow",
  files: sources(new URL("labs.txt", import.meta.url)),
  services: [
    {
      name: "intake",
      language: "java",
      paths: ["services/intake/", "libs/hl7/"],
      replicas: 3,
      ops: [
        {
          name: "POST /hl7/messages",
          ms: 7,
          log: "order taken",
          steps: [
            {
              do: "db",
              id: "save",
              system: "postgresql",
              query: "INSERT INTO orders (accession, visit, priority, tubes) VALUES (?, ?, ?, ?)",
              table: "orders",
              ms: 4,
            },
            {
              do: "call",
              id: "label",
              to: "labelroom",
              op: "POST /labels",
              src: {
                file: "services/intake/src/main/java/org/northgate/intake/OrderController.java",
                text: "labels.print(order.accession(), tube)",
                fn: "OrderController.receive",
              },
            },
          ],
        },
        {
          name: "GET /orders/{accession}",
          ms: 4,
          steps: [
            {
              do: "db",
              id: "order",
              system: "postgresql",
              query: "SELECT accession, visit, priority, tubes FROM orders WHERE accession = ?",
              table: "orders",
              ms: 2,
            },
          ],
        },
      ],
    },
    {
      name: "labelroom",
      language: "csharp",
      paths: [],
      replicas: 1,
      ops: [{ name: "POST /labels", ms: 11, steps: [] }],
    },
    {
      name: "gateway",
      language: "python",
      paths: ["services/gateway/"],
      replicas: 2,
      ops: [
        {
          name: "POST /instruments/{instrument}/results",
          ms: 5,
          steps: [
            {
              do: "call",
              id: "store",
              to: "results",
              op: "POST /results",
              times: 2,
              timeout: 5000,
              src: {
                file: "services/gateway/gateway/main.py",
                text: "await results.store(payload)",
                fn: "take",
              },
            },
          ],
        },
      ],
    },
    {
      name: "results",
      language: "kotlin",
      paths: ["services/results/", "db/results/"],
      replicas: 3,
      ops: [
        {
          name: "POST /results",
          ms: 5,
          steps: [
            {
              do: "db",
              id: "insert",
              system: "postgresql",
              query:
                "INSERT INTO results (specimen_id, test_code, value, unit, instrument, collected_at) VALUES (?, ?, ?, ?, ?, ?::timestamptz) RETURNING id",
              table: "results",
              ms: 4,
            },
            {
              do: "send",
              id: "event",
              system: "kafka",
              topic: "specimen-events",
              to: "results",
              op: "process specimen-events",
            },
          ],
        },
        {
          name: "GET /results",
          ms: 4,
          steps: [
            {
              do: "db",
              id: "select",
              system: "postgresql",
              query:
                "SELECT id, test_code, value, unit, collected_at, verified_at FROM results WHERE specimen_id = ? ORDER BY collected_at",
              table: "results",
              ms: 3,
              src: {
                file: "services/results/src/main/kotlin/org/northgate/results/ResultStore.kt",
                text: "fun ofSpecimen(",
                fn: "ResultStore.ofSpecimen",
              },
            },
          ],
        },
        {
          name: "process specimen-events",
          ms: 3,
          steps: [
            {
              do: "db",
              id: "select",
              system: "postgresql",
              query:
                "SELECT id, test_code, value, unit, collected_at, verified_at FROM results WHERE specimen_id = ? ORDER BY collected_at",
              table: "results",
              ms: 3,
            },
            {
              do: "send",
              id: "verified",
              system: "kafka",
              topic: "results-verified",
              to: "notifier",
              op: "process results-verified",
              chance: 0.7,
            },
          ],
        },
      ],
    },
    {
      name: "notifier",
      language: "java",
      paths: ["services/notifier/"],
      replicas: 2,
      ops: [
        {
          name: "process results-verified",
          ms: 6,
          log: "reported",
          steps: [
            {
              do: "ext",
              id: "ehr",
              host: "ehr.stmarien.example",
              method: "POST",
              path: "/fhir/DiagnosticReport",
              ms: 95,
              src: {
                file: "services/notifier/src/main/java/org/northgate/notifier/ReportSender.java",
                text: "http.send(request",
                fn: "ReportSender.onVerified",
              },
            },
          ],
        },
      ],
    },
  ],
  entries: {
    "intake|POST /hl7/messages": 6,
    "gateway|POST /instruments/{instrument}/results": 5,
    "results|GET /results": 5,
    "intake|GET /orders/{accession}": 2,
  },
  attributes: {
    ward: ["emergency", "surgery", "cardiology", "paediatrics"],
    instrument: ["cobas-1", "cobas-2", "sysmex-1", "acl-top"],
  },
  noise: [
    {
      at: "intake|POST /hl7/messages",
      share: 0.006,
      fail: {
        type: "org.northgate.hl7.Hl7Exception",
        message: "message does not begin with MSH",
        status: 400,
      },
    },
    {
      at: "gateway|POST /instruments/{instrument}/results",
      share: 0.003,
      fail: { type: "gateway.astm.AstmError", message: "result with 7 fields", status: 400 },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "results: name the plausibility limits in the handbook's words",
      edits: [
        {
          file: "services/results/src/main/kotlin/org/northgate/results/Plausibility.kt",
          from: "/** What no analyser can have meant. */",
          to: "/** What no analyser can have meant: the handbook calls it plausibility, chapter 4. */",
        },
      ],
    },
    {
      role: "innocent",
      message: "Bump tzdata from 2024.2 to 2025.1 in /services/gateway",
      edits: [{ file: "services/gateway/requirements.txt", from: "tzdata==2024.2", to: "tzdata==2025.1" }],
    },
    {
      role: "innocent",
      message: "notifier: log which specimen was reported, not only the result",
      edits: [
        {
          file: "services/notifier/src/main/java/org/northgate/notifier/ReportSender.java",
          from: 'log.info("reported {} of {}", verified.resultId(), verified.specimen());',
          to: 'log.info("reported result {} of specimen {}", verified.resultId(), verified.specimen());',
        },
      ],
    },
    {
      role: "innocent",
      message: "hl7: comment on components",
      edits: [
        {
          file: "libs/hl7/src/main/java/org/northgate/hl7/Segment.java",
          from: "/** Component of a field, counted from one. */",
          to: "/** Component of a field, counted from one as the standard does. Subcomponents stay together. */",
        },
      ],
    },
    {
      role: "innocent",
      message: "build(deps): bump assertj-core from 3.26.3 to 3.27.0",
      edits: [
        {
          file: "services/intake/build.gradle.kts",
          from: "org.assertj:assertj-core:3.26.3",
          to: "org.assertj:assertj-core:3.27.0",
        },
        {
          file: "services/intake/gradle.lockfile",
          from: "org.assertj:assertj-core:3.26.3",
          to: "org.assertj:assertj-core:3.27.0",
        },
      ],
    },
  ],
  rename: {
    northgate: ["eastmoor", "lindenhof"],
    stmarien: ["charlottenspital", "riverside"],
    paediatrics: ["oncology", "dermatology"],
    labelroom: ["tubeprint", "stickers"],
    "cobas-": ["dxc-", "atellica-"],
  },
};
