import type { Scenario } from "../scenario.ts";
import { clinic as world } from "../worlds/clinic.ts";

const appoint = "frontoffice|POST /appointments";
const read = "frontoffice|GET /patients/:id";
const program = "src/Patients/Program.cs";
const store = "src/Bookings/BookingStore.cs";

export const clinicScenarios: Scenario[] = [
  {
    id: "clinic-enum-names",
    group: "contract",
    kind: "enumeration as text",
    world,
    service: "patients",
    symptom: "errors",
    alertOn: appoint,
    changes: [
      {
        role: "culprit",
        message: "patients: readable JSON",
        edits: [
          {
            file: program,
            from: "    options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;",
            to: "    options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;\n    options.SerializerOptions.Converters.Add(new JsonStringEnumConverter());",
          },
        ],
      },
      {
        role: "decoy",
        at: -26,
        message: "bookings: message when there is no patient",
        edits: [
          {
            file: "src/Bookings/PatientClient.cs",
            from: '$"no patient {id}"',
            to: '$"there is no patient {id}"',
          },
        ],
      },
      {
        role: "decoy",
        message: "bookings: connect timeout 20",
        edits: [
          { file: "src/Bookings/appsettings.json", from: "Connect Timeout=15", to: "Connect Timeout=20" },
        ],
      },
    ],
    effects: [
      {
        at: "bookings|POST /bookings|patient",
        gate: "patients",
        fail: {
          type: "System.Text.Json.JsonException",
          message:
            "The JSON value could not be converted to System.Int32. Path: $.insurance | LineNumber: 0 | BytePositionInLine: 61.",
          frames: [
            {
              file: "src/Bookings/PatientClient.cs",
              text: "ReadFromJsonAsync",
              fn: "Acme.Bookings.PatientClient.Get",
            },
          ],
        },
      },
    ],
  },
  {
    id: "clinic-scope",
    group: "authentication",
    kind: "scope required",
    world,
    service: "patients",
    symptom: "errors",
    alertOn: read,
    changes: [
      {
        role: "culprit",
        message: "patients: least privilege",
        edits: [
          {
            file: program,
            from: 'policy.RequireClaim("scope", "patients.read")',
            to: 'policy.RequireClaim("scope", "patients.read.full")',
          },
        ],
      },
      {
        role: "decoy",
        at: -33,
        message: "patients: null as early as possible",
        edits: [
          {
            file: "src/Patients/PatientStore.cs",
            from: "        if (!await reader.ReadAsync())\n        {\n            return null;\n        }",
            to: "        var any = await reader.ReadAsync();\n        if (!any)\n        {\n            return null;\n        }",
          },
        ],
      },
    ],
    effects: [
      {
        at: "patients|GET /patients/{id}",
        early: true,
        fail: {
          type: "AuthorizationFailure",
          message: "policy read-patients was not met",
          status: 403,
          quiet: true,
        },
      },
    ],
    logs: [
      {
        service: "patients",
        severity: "INFO",
        body: "Authorization failed. These requirements were not met: ClaimsAuthorizationRequirement:Claim.Type=scope and Claim.Value is one of (patients.read.full) [{n}]",
        every: 8,
      },
    ],
  },
  {
    id: "clinic-connection-kept",
    group: "pool exhaustion",
    kind: "resource held",
    world,
    service: "bookings",
    symptom: "errors",
    alertOn: appoint,
    lag: 260,
    changes: [
      {
        role: "culprit",
        message: "bookings: stream free slots",
        edits: [
          {
            file: store,
            from: '        await using var connection = new SqlConnection(connectionString);\n        await connection.OpenAsync();\n        await using var command = new SqlCommand(\n            "SELECT Id, Start',
            to: '        var connection = new SqlConnection(connectionString);\n        await connection.OpenAsync();\n        var command = new SqlCommand(\n            "SELECT Id, Start',
          },
        ],
      },
      {
        role: "decoy",
        at: -30,
        message: "bookings: pool of 120",
        edits: [
          { file: "src/Bookings/appsettings.json", from: "Max Pool Size=100", to: "Max Pool Size=120" },
        ],
      },
      {
        role: "decoy",
        at: -120,
        message: "shared: clock in one place",
        edits: [
          {
            file: "src/Shared/Clock.cs",
            from: "DateTimeOffset.UtcNow;",
            to: "TimeProvider.System.GetUtcNow();",
          },
        ],
      },
    ],
    effects: [
      {
        at: "bookings|POST /bookings|slots",
        share: 0.85,
        ramp: 60,
        slow: 4000,
        fail: {
          type: "System.InvalidOperationException",
          message:
            "Timeout expired. The timeout period elapsed prior to obtaining a connection from the pool. This may have occurred because all pooled connections were in use and max pool size was reached.",
          frames: [
            { file: store, text: "await connection.OpenAsync()", fn: "Acme.Bookings.BookingStore.FreeSlots" },
          ],
        },
      },
    ],
    gauges: [
      {
        service: "bookings",
        name: "db.client.connection.count",
        unit: "{connection}",
        base: 6,
        noise: 1,
        to: 100,
        ramp: 20,
        attributes: { "db.client.connection.state": "used" },
      },
    ],
  },
  {
    id: "clinic-column-rewrite",
    group: "migration",
    kind: "table locked by a migration",
    world: {
      ...world,
      services: world.services.map((service) =>
        service.name === "bookings" ? { ...service, paths: [...service.paths, "db/"] } : service,
      ),
      files: {
        ...world.files,
        "db/0044_slots.sql": "CREATE INDEX IX_Slots_Site ON Slots (SiteId) WHERE Taken = 0;\n",
      },
    },
    service: "bookings",
    symptom: "latency",
    alertOn: appoint,
    changes: [
      {
        role: "culprit",
        message: "db: slots know who took them",
        edits: [
          {
            file: "db/0045_slots_taken_by.sql",
            add: "ALTER TABLE Slots ADD TakenBy nvarchar(64) NOT NULL DEFAULT (CONVERT(nvarchar(64), NEWID()));\nUPDATE Slots SET TakenBy = 'import' WHERE Start < '2026-01-01';\nALTER TABLE Slots REBUILD;\n",
          },
        ],
      },
      {
        role: "decoy",
        at: -19,
        message: "bookings: one row means taken (logic change!)",
        edits: [
          {
            file: store,
            from: "        return await command.ExecuteNonQueryAsync() == 1;",
            to: "        var rows = await command.ExecuteNonQueryAsync();\n        return rows == 1;",
          },
        ],
      },
    ],
    effects: [
      { at: "bookings|POST /bookings|slots", gate: "time", slow: 2200 },
      {
        at: "bookings|POST /bookings|take",
        gate: "time",
        share: 0.35,
        slow: 1500,
        fail: {
          type: "Microsoft.Data.SqlClient.SqlException",
          message:
            "Lock request time out period exceeded. Object: Slots (LCK_M_SCH_M held by migration 0045)",
          frames: [
            {
              file: store,
              text: "await command.ExecuteNonQueryAsync()",
              fn: "Acme.Bookings.BookingStore.Take",
            },
          ],
        },
      },
    ],
  },
  {
    id: "clinic-waitlist-flag",
    group: "feature flag",
    kind: "flag turned on",
    world,
    service: "bookings",
    symptom: "errors",
    alertOn: appoint,
    needs: ["events"],
    files: {
      "src/Bookings/Waitlist.cs":
        'namespace Acme.Bookings;\n\npublic sealed class Waitlist(IFeatures features, WaitlistStore store)\n{\n    public async Task Offer(string site)\n    {\n        if (!features.IsOn("waitlist"))\n        {\n            return;\n        }\n        var waiting = await store.First(site);\n        await store.Reserve(waiting.PatientId);\n    }\n}\n',
    },
    changes: [
      {
        role: "decoy",
        at: -39,
        message: "bookings: read slots into a list",
        edits: [
          {
            file: store,
            from: "        var slots = new List<Slot>();",
            to: "        var slots = new List<Slot>(capacity: 32);",
          },
        ],
      },
      {
        role: "decoy",
        message: "bookings: default of the waitlist is written down",
        edits: [
          {
            file: "src/Bookings/appsettings.json",
            from: '"Features": { "Waitlist": false }',
            to: '"Features": {\n    "Waitlist": false\n  }',
          },
        ],
      },
    ],
    effects: [
      {
        at: "bookings|POST /bookings",
        gate: "time",
        share: 0.75,
        fail: {
          type: "System.NullReferenceException",
          message: "Object reference not set to an instance of an object.",
          frames: [
            {
              file: "src/Bookings/Waitlist.cs",
              text: "waiting.PatientId",
              fn: "Acme.Bookings.Waitlist.Offer",
            },
          ],
        },
      },
    ],
    logs: [
      {
        service: "bookings",
        severity: "INFO",
        body: "feature waitlist=on evaluated for site {n}",
        every: 20,
        gate: "time",
      },
    ],
    events: [
      {
        at: -5,
        kind: "feature_flag",
        service: "bookings",
        text: "flag 'waitlist' turned on for 75% of sites by the product team",
      },
    ],
  },
  {
    id: "clinic-report-locks",
    group: "database maintenance",
    kind: "blocking session",
    world,
    service: "patients",
    symptom: "latency",
    alertOn: read,
    changes: [
      {
        role: "decoy",
        at: -23,
        message: "patients: parameters by name",
        edits: [
          {
            file: "src/Patients/PatientStore.cs",
            from: 'command.Parameters.AddWithValue("@id", id);',
            to: 'command.Parameters.AddWithValue(parameterName: "@id", value: id);',
          },
        ],
      },
      {
        role: "decoy",
        message: "patients: add healthz",
        edits: [{ file: program, from: "app.Run();", to: 'app.MapGet("/healthz", () => "ok");\napp.Run();' }],
      },
    ],
    effects: [{ at: "patients|GET /patients/{id}|load", gate: "time", slow: 1900, ramp: 20 }],
    logs: [
      {
        service: "patients",
        severity: "WARN",
        body: "slow query: waited {n} ms for LCK_M_S on Patients, blocked by session 71 (nightly statistics rebuild, started by hand)",
        every: 15,
        gate: "time",
      },
    ],
    needs: ["logs"],
    events: [
      {
        at: -10,
        kind: "maintenance",
        text: "database team: rebuild of indexes and statistics on sql-clinic started, offline mode",
      },
    ],
  },
  {
    id: "clinic-zone-network",
    group: "network",
    kind: "packet loss in a zone",
    world,
    service: "patients",
    symptom: "errors",
    alertOn: read,
    needs: ["revision"],
    changes: [
      {
        role: "decoy",
        at: -27,
        message: "patients: ignore nulls when writing, again",
        edits: [
          { file: program, from: "var app = builder.Build();", to: "await using var app = builder.Build();" },
        ],
      },
      {
        role: "decoy",
        message: "bookings: web defaults",
        edits: [
          {
            file: "src/Bookings/PatientClient.cs",
            from: "new(JsonSerializerDefaults.Web);",
            to: "new(JsonSerializerDefaults.Web) { MaxDepth = 64 };",
          },
        ],
      },
    ],
    effects: [
      "frontoffice|GET /patients/:id|patient",
      "frontoffice|POST /appointments|book",
      "bookings|POST /bookings|patient",
    ].flatMap((at) => [
      {
        at,
        gate: "time",
        where: { zone: "zone-2" },
        share: 0.4,
        slow: 1500,
        fail: { type: "Error", message: "connect ETIMEDOUT 10.2.0.14:8080" },
      },
    ]),
    logs: [
      {
        service: "frontoffice",
        severity: "WARN",
        body: "socket hang up, {n} retransmissions",
        every: 20,
        gate: "time",
        where: { zone: "zone-2" },
      },
    ],
    events: [{ at: 320, kind: "status", text: "cloud provider: elevated packet loss in zone-2" }],
  },
];
