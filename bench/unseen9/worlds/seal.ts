import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { call, db, ext, work } = step;

/** Documents that people sign without meeting. */
export const seal: World = {
  id: "seal",
  repository: "inkwell-trust/platform",
  files: sources(new URL("./seal.txt", import.meta.url)),
  services: [
    {
      name: "desk",
      language: "typescript",
      paths: ["desk/"],
      replicas: 3,
      ops: [
        {
          name: "POST /envelopes",
          ms: 4,
          log: "envelope of {tenant}, zone {timezone}",
          steps: [
            call("person", "directory", "GET /people/{id}", { timeout: 2000 }),
            call("store", "archive", "POST /documents", {
              timeout: 5000,
              src: place("desk/src/envelopes.ts", "await store(tenant", "openEnvelope"),
            }),
          ],
        },
        {
          name: "POST /signatures",
          ms: 3,
          steps: [
            call("seal", "signer", "POST /seals", {
              timeout: 9000,
              src: place("desk/src/signatures.ts", "await seal(", "sign"),
            }),
          ],
        },
        {
          name: "GET /envelopes/{id}/trail",
          ms: 3,
          steps: [call("trail", "archive", "GET /trails/{id}", { timeout: 6000 })],
        },
      ],
    },
    {
      name: "signer",
      language: "csharp",
      paths: ["signer/"],
      replicas: 2,
      ops: [
        {
          name: "POST /seals",
          ms: 4,
          steps: [
            db("digest", "mssql", "documents", "SELECT digest FROM documents WHERE id = @id", 3),
            ext("stamp", "tsa.timemark.example", "POST", "/rfc3161", 140, {
              timeout: 7000,
              src: place("signer/TimeAuthority.cs", "await http.PostAsync(", "Signer.TimeAuthority.Stamp"),
            }),
            ext("hsm", "hsm.internal", "POST", "/sign", 35, {
              src: place("signer/Hsm.cs", "EnsureSuccessStatusCode()", "Signer.Hsm.Sign"),
            }),
            db(
              "append",
              "mssql",
              "seals",
              "INSERT INTO seals (document, who, signature, stamp) VALUES (@d, @w, @s, @t)",
              4,
            ),
          ],
        },
      ],
    },
    {
      name: "archive",
      language: "java",
      paths: ["archive/", "lib/"],
      replicas: 3,
      ops: [
        {
          name: "POST /documents",
          ms: 4,
          steps: [
            db("template", "mssql", "templates", "SELECT * FROM templates WHERE id = ?", 3),
            db(
              "insert",
              "mssql",
              "documents",
              "INSERT INTO documents (tenant, template, fields) OUTPUT inserted.* VALUES (?, ?, ?)",
              5,
              {
                src: place(
                  "archive/src/main/java/seal/Documents.java",
                  'return db.sql("INSERT',
                  "Documents.insert",
                ),
              },
            ),
          ],
        },
        {
          name: "GET /trails/{id}",
          ms: 3,
          steps: [
            db(
              "entries",
              "mssql",
              "trail",
              "SELECT id, at, who, what FROM trail WHERE document = ? ORDER BY at DESC OFFSET ? ROWS FETCH NEXT 100 ROWS ONLY",
              8,
            ),
          ],
        },
      ],
    },
    {
      name: "verifier",
      language: "java",
      paths: ["verifier/", "lib/"],
      replicas: 2,
      ops: [
        {
          name: "POST /checks",
          ms: 3,
          steps: [
            db(
              "pages",
              "mssql",
              "documents",
              "SELECT number, text, digest FROM documents_pages WHERE document = ?",
              7,
              {
                src: place("verifier/src/main/java/seal/Checks.java", "pages.of(document)", "Checks.check"),
              },
            ),
            work("digest", "digest pages", 6),
          ],
        },
      ],
    },
    {
      name: "directory",
      language: "python",
      paths: [],
      replicas: 2,
      ops: [{ name: "GET /people/{id}", ms: 8, steps: [] }],
    },
  ],
  entries: {
    "desk|POST /signatures": 3,
    "desk|POST /envelopes": 2.5,
    "desk|GET /envelopes/{id}/trail": 2,
    "verifier|POST /checks": 2,
  },
  attributes: {
    tenant: ["notaries-lima", "brandt-legal", "city-of-lyon", "ota-estates"],
    timezone: ["America/Lima", "Europe/Berlin", "Europe/Paris", "Asia/Tokyo"],
  },
  noise: [
    {
      at: "desk|POST /signatures",
      share: 0.012,
      fail: { type: "LinkUsed", message: "link was used already", status: 409, quiet: true },
    },
    {
      at: "verifier|POST /checks",
      share: 0.006,
      fail: { type: "seal.UnknownDocument", message: "no document d-{n}", status: 404 },
    },
  ],
  extras: changes(new URL("../scenarios/seal.txt", import.meta.url))("extras"),
  rename: { desk: ["counter"], verifier: ["auditor"], timemark: ["chronoseal"] },
};
