import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { quietly } from "../quietly.ts";
import { signet as world } from "../worlds/signet.ts";

const of = changes(new URL("./signet.txt", import.meta.url));

export const signetScenarios: Scenario[] = [
  // Decidable by: the library has lost a method that pages.py calls, since the commit that raised its major version.
  {
    id: "sg-quill",
    group: "dependency",
    kind: "major version",
    world,
    service: "stamping",
    symptom: "errors",
    alertOn: "web|POST /envelopes/{id}/sign",
    needs: ["exceptions"],
    changes: quietly([...of("sg-quill"), ...pool(of, { "pool-font": -60, "pool-signed": null })]),
    effects: [
      {
        at: "stamping|POST /stamps|place",
        fail: {
          type: "AttributeError",
          message: "'Reader' object has no attribute 'getFields'. Did you mean: 'get_fields'?",
          frames: [
            place("stamping/app/pages.py", "reader.getFields()", "place"),
            place("stamping/app/stamp.py", "place(source, image", "stamp"),
          ],
        },
      },
    ],
  },
  // Decidable by: dates of two locales alone cannot be read, on the line that the commit wrote.
  {
    id: "sg-due",
    group: "logic",
    kind: "date of a locale",
    world,
    service: "documents",
    symptom: "errors",
    alertOn: "web|POST /envelopes",
    needs: ["exceptions"],
    changes: [...of("sg-due"), ...pool(of, { "pool-versions": -40, "pool-clients": -800 })],
    effects: (
      [
        ["en-GB", "3/7/2026"],
        ["de-DE", "3.7.2026"],
      ] as const
    ).map(([locale, typed]) => ({
      at: "documents|POST /documents",
      where: { locale },
      early: true,
      fail: {
        type: "System.FormatException",
        message: `String '${typed}' was not recognized as a valid DateTime.`,
        frames: [place("documents/Documents.cs", "DateTime.ParseExact(", "DocumentService.Create")],
      },
    })),
  },
  // Decidable by: instances of the new revision say at their start that a variable is missing, and nobody listens there.
  {
    id: "sg-kms",
    group: "start-up",
    kind: "variable missing",
    world,
    service: "documents",
    symptom: "errors",
    alertOn: "web|GET /envelopes/{id}",
    needs: ["logs", "revision"],
    changes: [...of("sg-kms"), ...pool(of, { "pool-versions": -350, "pool-signed": null })],
    effects: [
      { at: "documents|*", refuse: { type: "Error", message: "connect ECONNREFUSED 10.41.6.12:8080" } },
    ],
    logs: [
      {
        service: "documents",
        severity: "FATAL",
        body: "crit: Unhandled exception. System.InvalidOperationException: SEALING_KEY_ARN is not set",
        every: 35,
        fail: {
          type: "System.InvalidOperationException",
          message: "SEALING_KEY_ARN is not set",
          frames: [place("documents/Program.cs", "SEALING_KEY_ARN is not set", "<Main>$")],
        },
      },
    ],
  },
  // Decidable by: the scratch disk fills since the deployment of the commit that no longer removes folders, then writes fail.
  {
    id: "sg-scratch",
    group: "leak or resource held",
    kind: "scratch files kept",
    world,
    service: "stamping",
    symptom: "errors",
    alertOn: "web|POST /envelopes/{id}/sign",
    lag: 2100,
    needs: ["exceptions", "metrics", "deployments"],
    changes: [...of("sg-scratch"), ...pool(of, { "pool-signed": -150, "pool-versions": -30 })],
    effects: [
      {
        at: "stamping|POST /stamps|fetch",
        share: 0.9,
        ramp: 60,
        fail: {
          type: "OSError",
          message: "[Errno 28] No space left on device: '/tmp/stamp-k{n}/in.pdf'",
          frames: [place("stamping/app/stamp.py", "blobs.fetch(", "stamp")],
        },
      },
    ],
    gauges: [
      {
        service: "stamping",
        name: "system.filesystem.utilization",
        unit: "1",
        base: 0.71,
        noise: 0.004,
        to: 1,
        ramp: 880,
        delay: -820,
        attributes: { "system.filesystem.mountpoint": "/tmp" },
      },
    ],
  },
  // Decidable by: uploads take a second of their own in the handler and log lines have become whole documents, as the commit wrote.
  {
    id: "sg-payload",
    group: "logging or text",
    kind: "payload logged",
    world,
    service: "documents",
    symptom: "latency",
    alertOn: "web|POST /envelopes",
    needs: ["logs"],
    changes: [...of("sg-payload"), ...pool(of, { "pool-versions": -20, "pool-clients": null })],
    effects: [{ at: "documents|POST /documents", slow: 1500 }],
    logs: [
      {
        service: "documents",
        severity: "INFO",
        body: 'info: document stored: {\n  "Account": "a-{n}",\n  "Locale": "en-US",\n  "Pdf": "JVBERi0xLjcKJcOkw7zDtsOfCjIgMCBvYmoKPDwvTGVuZ3RoIDMgMCBSL0ZpbHRlci9GbGF0ZURlY29kZT4+CnN0cmVhbQp4nE2NuwoCQRRD+/mK1MLYzGPd+QcLC7F...',
        every: 6,
      },
    ],
  },
  // Decidable by: the bucket's API answers SlowDown to two services at once, one of which did not change.
  {
    id: "sg-slowdown",
    group: "provider",
    kind: "object storage refuses",
    world,
    service: "stamping",
    symptom: "errors",
    alertOn: "web|POST /envelopes/{id}/sign",
    needs: ["exceptions"],
    changes: [...of("sg-slowdown"), ...pool(of, { "pool-font": -50, "pool-clients": null })],
    effects: [
      {
        at: "stamping|POST /stamps|fetch",
        share: 0.55,
        fail: {
          type: "botocore.exceptions.ClientError",
          status: 503,
          message:
            "An error occurred (SlowDown) when calling the GetObject operation (reached max retries: 4): Please reduce your request rate.",
        },
      },
      {
        at: "stamping|POST /stamps|store",
        share: 0.4,
        fail: {
          type: "botocore.exceptions.ClientError",
          status: 503,
          message:
            "An error occurred (SlowDown) when calling the PutObject operation (reached max retries: 4): Please reduce your request rate.",
        },
      },
      {
        at: "documents|POST /documents|put",
        share: 0.6,
        fail: {
          type: "Amazon.S3.AmazonS3Exception",
          status: 503,
          message: "Please reduce your request rate.",
        },
      },
    ],
  },
  // Decidable by: every service is slow on one node, and on no other, whatever revision runs there.
  {
    id: "sg-steal",
    group: "node or platform",
    kind: "node without processor time",
    world,
    service: "stamping",
    symptom: "latency",
    alertOn: "web|POST /envelopes/{id}/sign",
    needs: ["revision", "metrics"],
    changes: [...of("sg-steal"), ...pool(of, { "pool-versions": -90, "pool-font": -600 })],
    effects: [
      { at: "stamping|POST /stamps|place", where: { host: "node-2" }, slow: 2600 },
      { at: "documents|*", where: { host: "node-2" }, slow: 700 },
      { at: "web|*", where: { host: "node-2" }, slow: 650 },
    ],
    gauges: [
      {
        service: "stamping",
        name: "system.cpu.steal",
        unit: "1",
        base: 0.01,
        noise: 0.004,
        to: 0.64,
        ramp: 20,
        where: { host: "node-2" },
      },
      {
        service: "web",
        name: "system.cpu.steal",
        unit: "1",
        base: 0.01,
        noise: 0.004,
        to: 0.63,
        ramp: 20,
        where: { host: "node-2" },
      },
    ],
  },
  // Decidable by: the server refuses the login of the service, minutes after somebody rotated its password by hand.
  {
    id: "sg-login",
    group: "operator",
    kind: "password rotated",
    world,
    service: "documents",
    symptom: "errors",
    alertOn: "web|GET /envelopes/{id}",
    needs: ["exceptions", "events"],
    changes: quietly([...of("sg-login"), ...pool(of, { "pool-versions": -25, "pool-signed": null })]),
    events: [
      {
        at: -45,
        kind: "operation",
        text: "sql-documents: password of login svc_documents rotated (dba on duty)",
      },
    ],
    effects: (
      ["POST /documents|insert", "GET /documents/{id}|find", "POST /documents/{id}/versions|last"] as const
    ).map((at) => ({
      at: `documents|${at}`,
      share: 0.9,
      ramp: 40,
      fail: {
        type: "Microsoft.Data.SqlClient.SqlException",
        message: "Login failed for user 'svc_documents'.",
      },
    })),
  },
];
