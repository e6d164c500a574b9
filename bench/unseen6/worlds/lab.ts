import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const sql = "microsoft.sql_server";

/** A hospital's laboratory: intake in C#, rules in Java, triage in Python, the wards' portal in TypeScript; SQL Server, Kafka. */
export const lab: World = {
  id: "lab",
  repository: "serolab/bench-to-bed",
  files: sources(new URL("./lab.txt", import.meta.url)),
  services: [
    {
      name: "portal",
      language: "typescript",
      paths: ["portal/"],
      replicas: 3,
      ops: [
        {
          name: "GET /wards/:ward/reports",
          ms: 4,
          log: "reports for ward {ward}",
          steps: [
            step.db(
              "recent",
              sql,
              "Reports",
              "SELECT r.Barcode, r.Analyte, r.Value, r.Verdict, r.StoredAt FROM Reports r JOIN Specimens s ON s.Barcode = r.Barcode WHERE s.Ward = @ward AND r.StoredAt >= DATEADD(hour, -@hours, SYSUTCDATETIME()) ORDER BY r.StoredAt DESC",
              14,
              { src: place("portal/src/reports.ts", "db.query(RECENT", "recentReports") },
            ),
          ],
        },
        {
          name: "POST /orders",
          ms: 5,
          steps: [
            step.call("create", "intake", "POST /specimens", {
              timeout: 4000,
              src: place("portal/src/intake-client.ts", "await request(", "create"),
            }),
          ],
        },
      ],
    },
    {
      name: "intake",
      language: "csharp",
      paths: ["src/Intake/"],
      replicas: 3,
      ops: [
        {
          name: "POST /specimens",
          ms: 6,
          log: "received from {ward}",
          steps: [
            step.db(
              "insert",
              sql,
              "Specimens",
              "INSERT INTO Specimens (Barcode, Ward, CollectedAt, Panel) VALUES (@Barcode, @Ward, @CollectedAt, @Panel)",
              6,
              {
                src: place(
                  "src/Intake/Data/SpecimenStore.cs",
                  "connection.ExecuteAsync",
                  "Intake.Data.SpecimenStore.InsertAsync",
                ),
              },
            ),
            step.send("received", "kafka", "specimen.received", "triage", "process specimen.received"),
          ],
        },
        {
          name: "GET /specimens/{barcode}",
          ms: 3,
          steps: [
            step.db(
              "find",
              sql,
              "Specimens",
              "SELECT Barcode, Ward, CollectedAt, Panel FROM Specimens WHERE Barcode = @barcode",
              4,
              {
                src: place(
                  "src/Intake/Data/SpecimenStore.cs",
                  "connection.QuerySingleOrDefaultAsync",
                  "Intake.Data.SpecimenStore.FindAsync",
                ),
              },
            ),
          ],
        },
      ],
    },
    {
      name: "analyser-bridge",
      language: "go",
      paths: [],
      replicas: 2,
      ops: [
        {
          name: "POST /results",
          ms: 3,
          steps: [step.send("result", "kafka", "analyser.result", "validator", "process analyser.result")],
        },
      ],
    },
    {
      name: "validator",
      language: "java",
      paths: ["validator/"],
      replicas: 3,
      ops: [
        {
          name: "process analyser.result",
          ms: 5,
          log: "validated {panel}",
          steps: [
            step.db(
              "store",
              sql,
              "Reports",
              "INSERT INTO Reports (Barcode, Analyte, Value, Verdict) VALUES (?, ?, ?, ?)",
              5,
              {
                src: place(
                  "validator/src/main/java/org/serolab/validator/Reports.java",
                  "jdbc.update(",
                  "Reports.store",
                ),
              },
            ),
          ],
        },
      ],
    },
    {
      name: "triage",
      language: "python",
      paths: ["triage/"],
      replicas: 2,
      ops: [
        {
          name: "process specimen.received",
          ms: 7,
          log: "triaged ward={ward}",
          steps: [
            step.ext("forward", "hl7.stbrendan-hospital.org", "POST", "/inbound", 60, {
              timeout: 8000,
              src: place("triage/triage/hl7.py", "client.post(GATEWAY", "forward"),
            }),
          ],
        },
      ],
    },
  ],
  entries: {
    "portal|GET /wards/:ward/reports": 4,
    "portal|POST /orders": 4,
    "intake|GET /specimens/{barcode}": 2,
    "analyser-bridge|POST /results": 5,
  },
  attributes: {
    ward: ["a3", "icu", "b1", "er", "c2"],
    client: ["web", "mobile", "kiosk"],
    panel: ["lipids", "sepsis", "troponin", "thyroid"],
  },
  noise: [
    {
      at: "intake|GET /specimens/{barcode}",
      share: 0.02,
      fail: { type: "NotFound", message: "no specimen", status: 404, quiet: true },
    },
    {
      at: "portal|POST /orders",
      share: 0.01,
      fail: { type: "ValidationError", message: "panel is required", status: 422 },
    },
  ],
  extras: changes(new URL("../scenarios/lab.txt", import.meta.url))("extras"),
  rename: {
    serolab: ["hemalys", "vitrolab"],
    stbrendan: ["mercyhill", "lakeside"],
    specimen: ["sample"],
  },
};
