import type { Scenario } from "../../judging-set/scenario.ts";
import { exam as world } from "../worlds/exam.ts";

export const examScenarios: Scenario[] = [
  {
    id: "exam-blank-essay",
    group: "guard removed",
    kind: "an answer that is missing is no longer expected",
    world,
    service: "marking",
    symptom: "errors",
    alertOn: "marking|process submitted",
    changes: [
      {
        role: "culprit",
        message: "marking: simplify essay rule\n\nThe loop gives 0.0 for an essay without key words anyway.",
        edits: [
          {
            file: "marking/marking/rules.py",
            from: "    if not answer or not answer.strip():\n        return 0.0\n    words =",
            to: "    words =",
          },
        ],
      },
      {
        role: "decoy",
        message: "marking: count failed inserts as errors",
        at: -16,
        edits: [
          {
            file: "marking/marking/store.py",
            from: '"""Writes marks."""\n',
            to: '"""Writes marks. A mark that is there already stays: markers may have changed it."""\n',
          },
        ],
      },
      {
        role: "decoy",
        message: "sittings: answers may be null in the schema of the portal",
        at: -75,
        edits: [
          {
            file: "sittings/PapersClient.cs",
            from: "/// <summary>Asks the papers service for a paper in a language.</summary>",
            to: "/// <summary>Asks the papers service for a paper in a language; essays carry their key words.</summary>",
          },
        ],
      },
    ],
    effects: [
      {
        at: "marking|process submitted",
        early: true,
        share: 0.38,
        fail: {
          type: "TypeError",
          message: "expected string or bytes-like object, got 'NoneType'",
          frames: [
            { file: "marking/marking/rules.py", text: "for word in WORD.findall(answer)", fn: "mark_essay" },
            { file: "marking/marking/worker.py", text: "= mark_essay(question, answer)", fn: "handle" },
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "exam-extra-time-role",
    group: "authentication",
    kind: "a role is no longer let in",
    world,
    service: "sittings",
    symptom: "errors",
    alertOn: "sittings|PUT /sittings/{id}/answers",
    changes: [
      {
        role: "culprit",
        message:
          "sittings: claims instead of roles\n\nThe identity team wants us off RequireRole before spring.",
        edits: [
          {
            file: "sittings/Auth/Policies.cs",
            from: '            .RequireRole("candidate", "candidate-extra-time"));',
            to: '            .RequireClaim("role", "candidate"));',
          },
          {
            file: "sittings/Auth/Policies.cs",
            from: '            .RequireRole("invigilator", "head-invigilator"));',
            to: '            .RequireClaim("role", "invigilator", "head-invigilator"));',
          },
        ],
      },
      {
        role: "decoy",
        message: "sittings: conflict of two tabs is no error in the log",
        at: -28,
        edits: [
          {
            file: "sittings/Controllers/SittingsController.cs",
            from: 'new { error = "answers were saved elsewhere" }',
            to: 'new { error = "answers were saved in another tab" }',
          },
        ],
      },
    ],
    effects: ["POST /sittings", "PUT /sittings/{id}/answers"].map((op) => ({
      at: `sittings|${op}`,
      early: true,
      where: { role: "candidate-extra-time" },
      fail: { type: "Forbidden", message: "", status: 403, quiet: true },
    })),
    logs: [
      {
        service: "sittings",
        severity: "INFO",
        every: 5,
        body: "Authorization failed. These requirements were not met: ClaimsAuthorizationRequirement:Claim.Type=role and Claim.Value is one of the following values: (candidate)",
      },
    ],
    needs: ["logs"],
    rps: [12, 24],
  },
  {
    id: "exam-frames-kept",
    group: "leak",
    kind: "a collection without a bound",
    world,
    service: "proctor",
    symptom: "memory",
    alertOn: "proctor|POST /frames",
    minutes: 9,
    needs: ["metrics"],
    changes: [
      {
        role: "culprit",
        message: "proctor: keep the pictures that made us suspicious",
        edits: [
          {
            file: "proctor/src/recent.ts",
            from: "  #bySitting = new Map<string, Seen[]>();\n",
            to: "  #bySitting = new Map<string, Seen[]>();\n  #pictures = new Map<string, Buffer[]>();\n",
          },
          {
            file: "proctor/src/recent.ts",
            from: "  /** Called when a sitting has ended. */",
            to: "  /** Pictures for the person who looks at it. */\n  keep(sitting: string, picture: Buffer): void {\n    const pictures = this.#pictures.get(sitting) ?? [];\n    pictures.push(picture);\n    this.#pictures.set(sitting, pictures);\n  }\n\n  /** Called when a sitting has ended. */",
          },
          {
            file: "proctor/src/frames.ts",
            from: "    await bucket.put(",
            to: "    recent.keep(sitting, request.body);\n    await bucket.put(",
          },
        ],
      },
      {
        role: "decoy",
        message: "proctor: more connections to storage, memory of idle ones is small",
        at: -60,
        edits: [{ file: "proctor/src/bucket.ts", from: "  connections: 32,", to: "  connections: 48," }],
      },
    ],
    effects: [
      { at: "proctor|POST /frames", slow: 520, ramp: 420 },
      {
        at: "proctor|POST /frames",
        delay: 300,
        share: 0.12,
        fail: { type: "RangeError", message: "Array buffer allocation failed" },
      },
    ],
    gauges: [
      {
        service: "proctor",
        name: "process.memory.usage",
        unit: "By",
        base: 240 * 1048576,
        noise: 3 * 1048576,
        to: 1500 * 1048576,
        ramp: 460,
      },
      {
        service: "proctor",
        name: "v8js.gc.duration.p99",
        unit: "s",
        base: 0.006,
        noise: 0.001,
        to: 0.7,
        ramp: 420,
      },
    ],
  },
  {
    id: "exam-paper-language",
    group: "wrong result",
    kind: "a cache's key that is too short",
    world,
    service: "papers",
    symptom: "saturation",
    alertOn: "sittings|POST /sittings",
    alertSays: {
      name: "PaperInWrongLanguage",
      summary: "sittings begin with papers in another language than was asked for",
      metric: "papers_language_mismatch_ratio",
    },
    needs: ["logs", "metrics"],
    changes: [
      {
        role: "culprit",
        message: "papers: a cache line for each paper, so that 500 are enough for all schools",
        edits: [
          {
            file: "papers/papers/cache.py",
            from: "        self._kept: dict[tuple[str, str], tuple[float, dict]] = {}\n",
            to: "        self._kept: dict[str, tuple[float, dict]] = {}\n",
          },
          {
            file: "papers/papers/cache.py",
            from: "        key = (paper_id, language)\n",
            to: "        key = paper_id\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "sittings: language of the paper goes to the log as BCP 47",
        at: -26,
        edits: [
          {
            file: "sittings/Controllers/SittingsController.cs",
            from: 'log.LogWarning("paper {Paper} asked in {Asked}, came in {Got}",',
            to: 'log.LogWarning("paper {Paper} asked in {Asked}, but came in {Got}",',
          },
        ],
      },
      {
        role: "decoy",
        message: "papers: query by id and language on two lines",
        at: -150,
        edits: [
          {
            file: "papers/papers/store.py",
            from: '            "SELECT id, language, minutes, questions FROM papers WHERE id = $1 AND language = $2",',
            to: '            "SELECT id, language, minutes, questions FROM papers "\n            "WHERE id = $1 AND language = $2",',
          },
        ],
      },
    ],
    effects: [{ at: "papers|GET /papers/{paper_id}|load", set: {} }],
    logs: [
      {
        service: "sittings",
        severity: "WARN",
        gate: "time",
        every: 4,
        body: "paper mat-{n} asked in fr, came in en",
      },
      {
        service: "sittings",
        severity: "WARN",
        gate: "time",
        every: 6,
        body: "paper bio-{n} asked in de, came in en",
      },
    ],
    gauges: [
      {
        service: "sittings",
        name: "sittings.language_mismatch",
        unit: "{sitting}",
        base: 0,
        noise: 0,
        to: 31,
        ramp: 40,
        gate: "time",
      },
      { service: "papers", name: "papers.cache.entries", unit: "{entry}", base: 410, noise: 4, to: 140 },
    ],
  },
  {
    id: "exam-bucket-setting",
    group: "start-up",
    kind: "a setting that is required at the start is not there",
    world,
    service: "papers",
    symptom: "errors",
    alertOn: "sittings|POST /sittings",
    changes: [
      {
        role: "culprit",
        message:
          "papers: figures of questions come from a bucket\n\nThe reader of figures follows; this only makes the client.",
        edits: [
          {
            file: "papers/papers/main.py",
            from: 'app = FastAPI(title="papers")\n',
            to: 'FIGURES_BUCKET = os.environ["FIGURES_BUCKET"]\n\napp = FastAPI(title="papers")\n',
          },
        ],
      },
      {
        role: "decoy",
        message: "sittings: a refused connection to papers counts as unavailable",
        at: 12,
        edits: [
          {
            file: "sittings/PapersClient.cs",
            from: "        reply.EnsureSuccessStatusCode();\n",
            to: "        // Throws HttpRequestException, which the error handler turns into 502.\n        reply.EnsureSuccessStatusCode();\n",
          },
        ],
      },
    ],
    effects: [
      {
        at: "papers|GET /papers/{paper_id}",
        refuse: {
          type: "System.Net.Http.HttpRequestException",
          message: "Connection refused (papers:8080)",
        },
      },
    ],
    logs: [
      {
        service: "papers",
        severity: "FATAL",
        every: 14,
        body: "KeyError: 'FIGURES_BUCKET'",
        fail: {
          type: "KeyError",
          message: "'FIGURES_BUCKET'",
          frames: [{ file: "papers/papers/main.py", text: 'os.environ["FIGURES_BUCKET"]', fn: "<module>" }],
        },
      },
    ],
    needs: ["logs"],
  },
  {
    id: "exam-storage-certificate",
    group: "certificate",
    kind: "a certificate ran out",
    world,
    service: "proctor",
    symptom: "errors",
    alertOn: "proctor|POST /frames",
    changes: [
      {
        role: "decoy",
        message: "proctor: name the status when storage refuses (error handling)",
        at: -20,
        edits: [
          {
            file: "proctor/src/bucket.ts",
            from: "    if (reply.statusCode >= 300) throw",
            to: "    // Storage never redirects, so that anything but 2xx is an error.\n    if (reply.statusCode >= 300) throw",
          },
        ],
      },
    ],
    effects: [
      {
        at: "proctor|POST /frames|put",
        fail: {
          type: "Error",
          message: "certificate has expired (CERT_HAS_EXPIRED) objects.internal:443",
          frames: [
            { file: "proctor/src/bucket.ts", text: "const reply = await request(", fn: "Object.put" },
            { file: "proctor/src/frames.ts", text: "await bucket.put(", fn: "frames" },
          ],
        },
      },
    ],
  },
  {
    id: "exam-strict-autosave",
    group: "flag",
    kind: "a flag switched on in the console",
    world,
    service: "sittings",
    symptom: "errors",
    alertOn: "sittings|PUT /sittings/{id}/answers",
    needs: ["events"],
    changes: [
      {
        role: "decoy",
        message: "sittings: upsert of answers in one constant",
        at: -33,
        edits: [
          {
            file: "sittings/Data/SittingStore.cs",
            from: "    private const string Upsert =\n",
            to: "    // One statement, so that two saves cannot come between each other.\n    private const string Upsert =\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "sittings: fewer allocations when answers are saved (conflict-free)",
        at: -130,
        edits: [
          {
            file: "sittings/Data/SittingStore.cs",
            from: "        return new Sitting(id, paper, minutes);",
            to: "        return new(id, paper, minutes);",
          },
        ],
      },
    ],
    events: [
      {
        at: -9,
        kind: "feature_flag",
        service: "sittings",
        text: "strict-autosave: off -> on for 100% of production, by an admin in the console",
      },
    ],
    ops: {
      sittings: [
        {
          name: "PUT /sittings/{id}/answers",
          ms: 4,
          steps: [
            {
              id: "revision",
              do: "db",
              system: "postgresql",
              query: "SELECT revision FROM answers WHERE sitting = $1",
              table: "answers",
              ms: 2,
              chance: 0.0001,
            },
            {
              id: "compare",
              do: "work",
              name: "compare revision",
              ms: 0.3,
              chance: 0.0001,
              onFail: { type: "Conflict", message: "answers were saved elsewhere", status: 409 },
            },
            {
              id: "save",
              do: "db",
              system: "postgresql",
              query:
                "INSERT INTO answers (sitting, body) VALUES ($1, $2) ON CONFLICT (sitting) DO UPDATE SET body = $2",
              table: "answers",
              ms: 5,
            },
          ],
        },
      ],
    },
    effects: [
      { at: "sittings|PUT /sittings/{id}/answers|revision", set: { chance: 1 } },
      { at: "sittings|PUT /sittings/{id}/answers|compare", set: { chance: 1 } },
      {
        at: "sittings|PUT /sittings/{id}/answers|compare",
        share: 0.55,
        fail: { type: "Conflict", message: "answers were saved elsewhere" },
      },
    ],
  },
  {
    id: "exam-disk-full",
    group: "disk",
    kind: "the disk of the database is full",
    world,
    service: "sittings",
    symptom: "errors",
    alertOn: "sittings|PUT /sittings/{id}/answers",
    changes: [
      {
        role: "decoy",
        message: "sittings: save answers on one connection\n\nFewer round trips when the database is slow.",
        at: -24,
        edits: [
          {
            file: "sittings/Data/SittingStore.cs",
            from: "        await using var command = new NpgsqlCommand(Upsert, connection);\n",
            to: "        await using var command = new NpgsqlCommand(Upsert, connection) { CommandTimeout = 30 };\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "marking: insert many marks at once, documented",
        at: -95,
        edits: [
          {
            file: "marking/marking/store.py",
            from: "class MarkStore:\n",
            to: "# All marks of a sitting go in one round trip.\nclass MarkStore:\n",
          },
        ],
      },
    ],
    effects: [
      ["sittings|PUT /sittings/{id}/answers|save", "Npgsql.PostgresException", "answers"],
      ["sittings|POST /sittings|insert", "Npgsql.PostgresException", "sittings"],
      ["marking|process submitted|marks", "asyncpg.exceptions.DiskFullError", "marks"],
    ].map(([at, type, table]) => ({
      at: at!,
      share: 0.7,
      fail: {
        type: type!,
        message: `53100: could not extend file of relation "${table}": No space left on device`,
      },
    })),
  },
];
