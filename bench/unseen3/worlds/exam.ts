import { sources } from "../../judging-set/sources.ts";
import type { World } from "../../unseen/scenario.ts";

/** Exams over the web: sittings and answers, papers in several languages, pictures for proctors, marking. */
export const exam: World = {
  id: "exam",
  repository: "examhall/hall",
  files: sources(new URL("exam.txt", import.meta.url)),
  services: [
    {
      name: "sittings",
      language: "csharp",
      paths: ["sittings/"],
      replicas: 4,
      ops: [
        {
          name: "POST /sittings",
          ms: 6,
          log: "sitting began for {school}",
          steps: [
            {
              id: "paper",
              do: "call",
              to: "papers",
              op: "GET /papers/{paper_id}",
              src: {
                file: "sittings/PapersClient.cs",
                text: "await http.GetAsync(",
                fn: "Examhall.Sittings.PapersClient.GetAsync",
              },
            },
            {
              id: "insert",
              do: "db",
              system: "postgresql",
              query:
                "INSERT INTO sittings (candidate, paper, ends_at) VALUES ($1, $2, now() + make_interval(mins => $3))",
              table: "sittings",
              ms: 4,
              src: {
                file: "sittings/Data/SittingStore.cs",
                text: "(string)(await command.ExecuteScalarAsync(stop))",
                fn: "Examhall.Sittings.Data.SittingStore.InsertAsync",
              },
            },
          ],
        },
        {
          name: "PUT /sittings/{id}/answers",
          ms: 4,
          steps: [
            {
              id: "save",
              do: "db",
              system: "postgresql",
              query:
                "INSERT INTO answers (sitting, body) VALUES ($1, $2) ON CONFLICT (sitting) DO UPDATE SET body = $2",
              table: "answers",
              ms: 5,
              src: {
                file: "sittings/Data/SittingStore.cs",
                text: "await command.ExecuteNonQueryAsync(stop);",
                fn: "Examhall.Sittings.Data.SittingStore.SaveAnswersAsync",
              },
            },
          ],
        },
        {
          name: "POST /sittings/{id}/submit",
          ms: 5,
          steps: [
            {
              id: "hand",
              do: "send",
              system: "kafka",
              topic: "submitted",
              to: "marking",
              op: "process submitted",
              ms: 2,
            },
          ],
        },
      ],
    },
    {
      name: "papers",
      language: "python",
      paths: ["papers/"],
      replicas: 3,
      ops: [
        {
          name: "GET /papers/{paper_id}",
          ms: 3,
          steps: [
            {
              id: "load",
              do: "db",
              system: "postgresql",
              query: "SELECT id, language, minutes, questions FROM papers WHERE id = $1 AND language = $2",
              table: "papers",
              ms: 6,
              chance: 0.12,
            },
          ],
        },
      ],
    },
    {
      name: "proctor",
      language: "typescript",
      paths: ["proctor/"],
      replicas: 3,
      ops: [
        {
          name: "POST /frames",
          ms: 5,
          steps: [
            { id: "faces", do: "work", name: "find faces", ms: 28 },
            {
              id: "put",
              do: "ext",
              host: "objects.internal",
              method: "PUT",
              path: "/frames/{key}",
              ms: 18,
              timeout: 4000,
              src: { file: "proctor/src/bucket.ts", text: "const reply = await request(", fn: "put" },
            },
          ],
        },
      ],
    },
    {
      name: "marking",
      language: "python",
      paths: ["marking/"],
      replicas: 2,
      ops: [
        {
          name: "process submitted",
          ms: 18,
          log: "marked a sitting of {school}",
          steps: [
            {
              id: "marks",
              do: "db",
              system: "postgresql",
              query:
                "INSERT INTO marks (sitting, question, marks) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
              table: "marks",
              ms: 5,
            },
          ],
        },
      ],
    },
  ],
  entries: {
    "sittings|POST /sittings": 3,
    "sittings|PUT /sittings/{id}/answers": 9,
    "sittings|POST /sittings/{id}/submit": 3,
    "proctor|POST /frames": 7,
  },
  attributes: {
    school: ["north-college", "open-lyceum", "st-barnabas", "technikum"],
    language: ["en", "fr", "de"],
    role: ["candidate", "candidate", "candidate", "candidate-extra-time"],
  },
  noise: [
    {
      at: "sittings|POST /sittings",
      share: 0.008,
      fail: { type: "NotFound", message: "no such paper", status: 404, quiet: true },
    },
    {
      at: "proctor|POST /frames",
      share: 0.005,
      fail: { type: "RangeError", message: "picture of {n} bytes cannot be decoded", status: 422 },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "papers: probe every ten seconds is enough",
      edits: [
        { file: "papers/deploy/values.yaml", from: "    periodSeconds: 5\n", to: "    periodSeconds: 10\n" },
      ],
    },
    {
      role: "innocent",
      message: "marking: word pattern has a name that says what it is",
      edits: [
        {
          file: "marking/marking/rules.py",
          from: 'WORD = re.compile(r"\\w+")\n',
          to: '# Letters, digits and underscores; an apostrophe ends a word.\nWORD = re.compile(r"\\w+")\n',
        },
      ],
    },
    {
      role: "innocent",
      message: "sittings: summary of the policies (403 explained)",
      edits: [
        {
          file: "sittings/Auth/Policies.cs",
          from: "/// <summary>Who may do what. Roles come from the token of the school's own identity provider.</summary>",
          to: "/// <summary>\n/// Who may do what; anybody else gets 403. Roles come from the token of the school's own identity provider.\n/// </summary>",
        },
      ],
    },
    {
      role: "innocent",
      message: "proctor: doc of what counts as suspicious",
      edits: [
        {
          file: "proctor/src/recent.ts",
          from: "  /** Nobody, or two, in at least a third of the last pictures. */",
          to: "  /** Nobody, or two people, in at least a third of the last twelve pictures; a person then looks at it. */",
        },
      ],
    },
  ],
  rename: {
    proctor: ["watchful", "overseer"],
    technikum: ["polytech"],
    sittings: ["attempts"],
  },
};
