import type { Scenario } from "../../judging-set/scenario.ts";
import type { Change } from "../../unseen/scenario.ts";
import { labs as world } from "../worlds/labs.ts";

const results = "services/results/src/main/kotlin/org/northgate/results";
const intake = "services/intake/src/main/java/org/northgate/intake";
const notifier = "services/notifier/src/main/java/org/northgate/notifier";
const codec = "services/intake/src/main/java/tools/lab/json/JsonCodec.java";
const hl7 = "libs/hl7/src/main/java/org/northgate/hl7";

const labelOfOrder: Change = {
  role: "decoy",
  message:
    "intake: log the visit together with the priority\n\nThe emergency ward asked where its orders go.",
  at: -25,
  edits: [
    {
      file: `${intake}/OrderController.java`,
      from: 'log.info("order {} of visit {} taken", order.accession(), order.visit());',
      to: 'log.info("order {} ({}) of visit {} taken", order.accession(), order.priority(), order.visit());',
    },
  ],
};

const refusalText: Change = {
  role: "decoy",
  message: "results: say which limit a rejected result missed",
  at: -40,
  edits: [
    {
      file: `${results}/Plausibility.kt`,
      from: `-> "collectedAt \${result.collectedAt} is too old"`,
      to: `-> "collectedAt \${result.collectedAt} is more than \${oldest.toDays()} days old"`,
    },
  ],
};

const instrumentComment: Change = {
  role: "decoy",
  message: "gateway: 404 for an unknown instrument names the known ones",
  at: -18,
  edits: [
    {
      file: "services/gateway/gateway/main.py",
      from: 'raise HTTPException(404, f"unknown instrument {instrument}")',
      to: 'raise HTTPException(404, f"unknown instrument {instrument}, known are {sorted(ANALYSERS)}")',
    },
  ],
};

const pollRecords: Change = {
  role: "decoy",
  message: "notifier: fetch 40 records at a time",
  at: -30,
  edits: [
    {
      file: "services/notifier/src/main/resources/application.yml",
      from: "max-poll-records: 50",
      to: "max-poll-records: 40",
    },
  ],
};

const gatewayTimeout: Change = {
  role: "decoy",
  message: "gateway: give results a little longer to connect (time-outs during deployments)",
  at: -60,
  edits: [
    {
      file: "services/gateway/gateway/results_client.py",
      from: "httpx.Timeout(5.0, connect=1.0)",
      to: "httpx.Timeout(5.0, connect=1.5)",
    },
  ],
};

const future = {
  type: "gateway.results_client.ResultsRefused",
  status: 502,
  frames: [
    {
      file: "services/gateway/gateway/results_client.py",
      text: "raise ResultsRefused(",
      fn: "store",
    },
    { file: "services/gateway/gateway/main.py", text: "await results.store(payload)", fn: "take" },
  ],
};

export const labsScenarios: Scenario[] = [
  {
    id: "labs-visit-guard",
    group: "guard removed",
    kind: "null where nobody is admitted yet",
    world,
    service: "intake",
    symptom: "errors",
    alertOn: "intake|POST /hl7/messages",
    changes: [
      {
        role: "culprit",
        message:
          "hl7: fewer Optionals in the hot path\n\nThe profile showed 4% of intake's time in Optional. Read the two common fields directly.",
        edits: [
          {
            file: `${hl7}/Message.java`,
            from: 'return first("PV1").flatMap(pv1 -> pv1.field(19)).orElse("");',
            to: 'List<Segment> pv1 = segments.get("PV1");\n    return pv1.get(0).fields()[19];',
          },
          {
            file: `${hl7}/Message.java`,
            from: 'return first("MSH").flatMap(msh -> msh.field(8)).orElse("");',
            to: 'return segments.get("MSH").get(0).fields()[8];',
          },
        ],
      },
      labelOfOrder,
      refusalText,
      {
        role: "decoy",
        message: "intake: an order without specimens gets a serum tube, as before, but said aloud",
        at: -420,
        edits: [
          {
            file: `${intake}/OrderMapper.java`,
            from: '    return new Order(accession, visit, priority, tubes.isEmpty() ? List.of("SER") : tubes);',
            to: '    if (tubes.isEmpty()) {\n      tubes = List.of("SER");\n    }\n    return new Order(accession, visit, priority, tubes);',
          },
        ],
      },
    ],
    effects: [
      {
        at: "intake|POST /hl7/messages",
        where: { ward: "emergency" },
        share: 0.95,
        early: true,
        fail: {
          type: "java.lang.NullPointerException",
          message: 'Cannot invoke "java.util.List.get(int)" because "pv1" is null',
          status: 500,
          frames: [
            { file: `${hl7}/Message.java`, text: "pv1.get(0).fields()[19]", fn: "Message.visitNumber" },
            { file: `${intake}/OrderMapper.java`, text: "message.visitNumber()", fn: "OrderMapper.toOrder" },
            {
              file: `${intake}/OrderController.java`,
              text: "OrderMapper.toOrder(message)",
              fn: "OrderController.receive",
            },
          ],
        },
      },
    ],
  },
  {
    id: "labs-index-dropped",
    group: "schema migration",
    kind: "index dropped",
    world,
    service: "results",
    symptom: "latency",
    alertOn: "results|GET /results",
    changes: [
      {
        role: "culprit",
        message:
          "results: one index less to write\n\nIngest is bound by index maintenance. The new one on (instrument, collected_at) serves the statistics; the old one is small fry.",
        edits: [
          {
            file: "db/results/V023__statistics_index.sql",
            add: "-- Statistics read by instrument and day.\nCREATE INDEX results_instrument_day_idx ON results (instrument, collected_at);\nDROP INDEX results_specimen_id_idx;\n",
          },
          {
            file: "docs/results-statistics.md",
            add: "# Statistics\n\nThe weekly report groups by instrument and day. It reads `results` through\n`results_instrument_day_idx`.\n",
          },
        ],
      },
      refusalText,
      gatewayTimeout,
      {
        role: "decoy",
        message: "results: read columns by name",
        at: -12,
        edits: [
          {
            file: `${results}/ResultStore.kt`,
            from: "                    rows.next()\n                    rows.getLong(1)",
            to: '                    rows.next()\n                    rows.getLong("id")',
          },
        ],
      },
    ],
    effects: [
      { at: "results|GET /results|select", gate: "time", slow: 1900 },
      { at: "results|process specimen-events|select", gate: "time", slow: 1900 },
    ],
    gauges: [
      {
        service: "results",
        name: "db.client.connection.count",
        unit: "{connection}",
        base: 3,
        noise: 0.7,
        to: 10,
        ramp: 60,
        gate: "time",
        attributes: { "db.client.connection.state": "used" },
      },
    ],
    logs: [
      {
        service: "results",
        severity: "WARN",
        body: "slow statement (1843 ms): SELECT id, test_code, value, unit, collected_at, verified_at FROM results WHERE specimen_id = ?",
        every: 20,
        gate: "time",
      },
    ],
  },
  {
    id: "labs-wall-time",
    group: "time zones",
    kind: "local time taken for UTC",
    world,
    service: "gateway",
    symptom: "errors",
    alertOn: "gateway|POST /instruments/{instrument}/results",
    changes: [
      {
        role: "culprit",
        message:
          "gateway: simpler clock, no zoneinfo lookups per record\n\nparse once, attach the zone, done",
        edits: [
          {
            file: "services/gateway/gateway/clock.py",
            from: "from datetime import UTC, datetime\nfrom zoneinfo import ZoneInfo\n",
            to: "from datetime import UTC, datetime\n",
          },
          {
            file: "services/gateway/gateway/clock.py",
            from: "    local = datetime.strptime(text, FORMAT)\n    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)\n",
            to: "    return datetime.strptime(text, FORMAT).replace(tzinfo=UTC)\n",
          },
          {
            file: "services/gateway/tests/test_clock.py",
            add: 'from datetime import UTC\n\nfrom gateway.clock import collected_at\n\n\ndef test_is_in_utc():\n    assert collected_at("20260301120000", "Africa/Johannesburg").tzinfo is UTC\n',
          },
        ],
      },
      refusalText,
      instrumentComment,
      labelOfOrder,
    ],
    effects: [
      {
        at: "gateway|POST /instruments/{instrument}/results|store",
        gate: "gateway",
        share: 0.95,
        fail: {
          ...future,
          message: "422 collectedAt @T+120m@ lies 118 min in the future",
        },
      },
    ],
    logs: [
      {
        service: "results",
        severity: "WARN",
        body: "rejected GLU of S{n}: collectedAt @T+120m@ lies 118 min in the future",
        every: 12,
        gate: "time",
      },
    ],
    needs: ["logs"],
  },
  {
    id: "labs-jackson-major",
    group: "dependency",
    kind: "major version with other defaults",
    world,
    service: "intake",
    symptom: "errors",
    alertOn: "intake|POST /hl7/messages",
    changes: [
      {
        role: "culprit",
        message: "build(deps): bump jackson from 2.18.2 to 3.0.0 in /services/intake",
        edits: [
          {
            file: "services/intake/build.gradle.kts",
            from: 'implementation("com.fasterxml.jackson.core:jackson-databind:2.18.2")',
            to: 'implementation("tools.jackson.core:jackson-databind:3.0.0")',
          },
          {
            file: "services/intake/gradle.lockfile",
            from: "com.fasterxml.jackson.core:jackson-annotations:2.18.2=runtimeClasspath\ncom.fasterxml.jackson.core:jackson-core:2.18.2=runtimeClasspath\ncom.fasterxml.jackson.core:jackson-databind:2.18.2=runtimeClasspath\n",
            to: "com.fasterxml.jackson.core:jackson-annotations:3.0=runtimeClasspath\ntools.jackson.core:jackson-core:3.0.0=runtimeClasspath\ntools.jackson.core:jackson-databind:3.0.0=runtimeClasspath\n",
          },
          {
            file: codec,
            from: "import com.fasterxml.jackson.core.JsonProcessingException;\nimport com.fasterxml.jackson.databind.ObjectMapper;\nimport org.springframework.stereotype.Component;\n",
            to: "import org.springframework.stereotype.Component;\nimport tools.jackson.databind.ObjectMapper;\nimport tools.jackson.databind.json.JsonMapper;\n",
          },
          {
            file: codec,
            from: "private final ObjectMapper mapper = new ObjectMapper();",
            to: "private final ObjectMapper mapper = JsonMapper.builder().build();",
          },
          {
            file: codec,
            from: "    try {\n      return mapper.writeValueAsString(value);\n    } catch (JsonProcessingException problem) {\n      throw new IllegalArgumentException(problem);\n    }\n",
            to: "    return mapper.writeValueAsString(value);\n",
          },
          {
            file: codec,
            from: '    try {\n      return mapper.readValue(text, type);\n    } catch (JsonProcessingException problem) {\n      throw new IllegalArgumentException("unreadable " + type.getSimpleName(), problem);\n    }\n',
            to: "    return mapper.readValue(text, type);\n",
          },
        ],
      },
      labelOfOrder,
      {
        role: "decoy",
        message: "intake: comment where the labels go",
        at: -5,
        edits: [
          {
            file: `${intake}/LabelClient.java`,
            from: "/** Orders tube labels from the print room, which answers with the queue it put them in. */",
            to: "/**\n * Orders tube labels from the print room, which answers with the queue it put them in. A duplicate is printed\n * again, the ward throws one away.\n */",
          },
        ],
      },
      pollRecords,
    ],
    effects: [
      {
        at: "intake|POST /hl7/messages",
        share: 0.9,
        fail: {
          type: "tools.jackson.databind.exc.MismatchedInputException",
          message:
            "Cannot map `null` into type `boolean` (set DeserializationConfig.DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES to 'false' to allow) (through reference chain: org.northgate.intake.LabelClient$Printed[\"duplicate\"])",
          status: 500,
          frames: [
            { file: codec, text: "return mapper.readValue(text, type)", fn: "JsonCodec.read" },
            {
              file: `${intake}/LabelClient.java`,
              text: "return json.read(body, Printed.class)",
              fn: "LabelClient.print",
            },
            {
              file: `${intake}/OrderController.java`,
              text: "labels.print(order.accession(), tube)",
              fn: "OrderController.receive",
            },
          ],
        },
      },
    ],
  },
  {
    id: "labs-analyser-clock",
    group: "clock",
    kind: "an analyser's clock runs ahead",
    world,
    service: "gateway",
    symptom: "errors",
    alertOn: "gateway|POST /instruments/{instrument}/results",
    changes: [
      refusalText,
      instrumentComment,
      gatewayTimeout,
      {
        role: "decoy",
        message: "gateway: say in which zone analysers write",
        at: -150,
        edits: [
          {
            file: "services/gateway/gateway/clock.py",
            from: '"""Analysers write local wall time without a zone; everything behind the gateway is in UTC."""',
            to: '"""Analysers write local wall time without a zone (see ANALYSERS); all behind the gateway is in UTC."""',
          },
        ],
      },
    ],
    effects: [
      {
        at: "gateway|POST /instruments/{instrument}/results|store",
        gate: "time",
        where: { instrument: "cobas-1" },
        share: 1,
        fail: {
          ...future,
          message: "422 collectedAt @T+1441m@ lies 1439 min in the future",
        },
      },
    ],
    logs: [
      {
        service: "results",
        severity: "WARN",
        body: "rejected CREA of S{n}: collectedAt @T+1441m@ lies 1439 min in the future",
        every: 25,
        gate: "time",
      },
    ],
    events: [
      { at: -70, kind: "maintenance", text: "cobas-1: back after service by the vendor's technician" },
    ],
    needs: ["events"],
  },
  {
    id: "labs-ehr-certificate",
    group: "certificate",
    kind: "certificate of the record system expired",
    world,
    service: "notifier",
    symptom: "errors",
    alertOn: "notifier|process results-verified",
    changes: [
      pollRecords,
      refusalText,
      {
        role: "decoy",
        message: "notifier: ask for JSON in return\n\nThe record system's TLS proxy answers HTML otherwise.",
        at: -45,
        edits: [
          {
            file: `${notifier}/ReportSender.java`,
            from: '            .header("Content-Type", "application/fhir+json")\n',
            to: '            .header("Content-Type", "application/fhir+json")\n            .header("Accept", "application/fhir+json")\n',
          },
        ],
      },
    ],
    effects: [
      {
        at: "notifier|process results-verified|ehr",
        gate: "time",
        fail: {
          type: "javax.net.ssl.SSLHandshakeException",
          message:
            "PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed: NotAfter passed",
          frames: [
            {
              file: `${notifier}/ReportSender.java`,
              text: "http.send(request",
              fn: "ReportSender.onVerified",
            },
          ],
        },
      },
    ],
  },
  {
    id: "labs-poison-result",
    group: "bad data",
    kind: "one message that cannot be processed",
    world,
    service: "results",
    symptom: "errors",
    alertOn: "results|process specimen-events",
    changes: [
      refusalText,
      instrumentComment,
      {
        role: "decoy",
        message: "results: physicians' log line says who must look",
        at: -20,
        edits: [
          {
            file: `${results}/AutoVerifier.kt`,
            from: 'log.info("{} {} left to a physician", result.test, result.value)',
            to: 'log.info("{} {} left to the physician on duty", result.test, result.value)',
          },
        ],
      },
      pollRecords,
    ],
    effects: [
      {
        at: "results|process specimen-events",
        gate: "time",
        share: 0.35,
        fail: {
          type: "java.lang.NumberFormatException",
          message: 'For input string: "<0,5" (specimen S8841027, offset 55120418 of specimen-events-2)',
          frames: [
            {
              file: `${results}/AutoVerifier.kt`,
              text: "result.value.toDouble()",
              fn: "AutoVerifier.onSpecimen",
            },
          ],
        },
      },
    ],
    logs: [
      {
        service: "results",
        severity: "WARN",
        body: "Seek to offset 55120418 of specimen-events-2 after a failed record, the same as the attempt before",
        every: 12,
        gate: "time",
      },
    ],
    needs: ["logs"],
  },
];
