import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { call, db, ext, work } = step;
const s3 = "signet-documents.s3.eu-central-1.amazonaws.com";

/** Contracts that are signed on a screen: envelopes, documents in a bucket, and stamps on their pages. */
export const signet: World = {
  id: "signet",
  repository: "inkwell/signet",
  files: sources(new URL("./signet.txt", import.meta.url)),
  services: [
    {
      name: "web",
      language: "typescript",
      paths: ["web/"],
      replicas: 3,
      ops: [
        {
          name: "POST /envelopes",
          ms: 6,
          steps: [
            call("create", "documents", "POST /documents", {
              timeout: 8000,
              src: place("web/src/envelopes.ts", "documents.post(", "send"),
            }),
            db(
              "insert",
              "postgresql",
              "envelopes",
              "INSERT INTO envelopes (account, document, signers) VALUES ($1, $2, $3)",
              3,
            ),
          ],
        },
        {
          name: "GET /envelopes/{id}",
          ms: 4,
          steps: [
            db("envelope", "postgresql", "envelopes", "SELECT * FROM envelopes WHERE id = $1", 2),
            call("read", "documents", "GET /documents/{id}", {
              timeout: 8000,
              src: place("web/src/envelopes.ts", "documents.get(", "envelope"),
            }),
          ],
        },
        {
          name: "POST /envelopes/{id}/sign",
          ms: 7,
          log: "envelope signed ({locale})",
          steps: [
            db("find", "postgresql", "envelopes", "SELECT document FROM envelopes WHERE id = $1", 2),
            call("stamp", "stamping", "POST /stamps", {
              timeout: 15_000,
              src: place("web/src/sign.ts", "await stamping.post(", "sign"),
            }),
            call("version", "documents", "POST /documents/{id}/versions", {
              timeout: 8000,
              src: place("web/src/sign.ts", "await documents.post(", "sign"),
            }),
          ],
        },
      ],
    },
    {
      name: "documents",
      language: "csharp",
      paths: ["documents/"],
      replicas: 3,
      ops: [
        {
          name: "POST /documents",
          ms: 4,
          steps: [
            ext("put", s3, "PUT", "/acct/doc", 45, {
              src: place("documents/Documents.cs", "await blobs.Put(", "DocumentService.Create"),
            }),
            db(
              "insert",
              "microsoft.sql_server",
              "Documents",
              "INSERT INTO Documents (Account, BlobKey, Due) VALUES (@p0, @p1, @p2)",
              4,
            ),
          ],
        },
        {
          name: "GET /documents/{id}",
          ms: 2,
          steps: [
            db(
              "find",
              "microsoft.sql_server",
              "Documents",
              "SELECT Id, BlobKey, Pages, Due FROM Documents WHERE Id = @p0",
              3,
            ),
          ],
        },
        {
          name: "POST /documents/{id}/versions",
          ms: 2,
          steps: [
            db(
              "last",
              "microsoft.sql_server",
              "Versions",
              "SELECT MAX(Number) FROM Versions WHERE Document = @p0",
              2,
            ),
            db(
              "add",
              "microsoft.sql_server",
              "Versions",
              "INSERT INTO Versions (Document, Number, BlobKey) VALUES (@p0, @p1, @p2)",
              4,
            ),
          ],
        },
      ],
    },
    {
      name: "stamping",
      language: "python",
      paths: ["stamping/"],
      replicas: 3,
      ops: [
        {
          name: "POST /stamps",
          ms: 9,
          steps: [
            ext("fetch", s3, "GET", "/acct/doc", 38, {
              src: place("stamping/app/stamp.py", "blobs.fetch(", "stamp"),
            }),
            work("place", "pages.place", 130, {
              src: place("stamping/app/stamp.py", "place(source, image", "stamp"),
            }),
            ext("store", s3, "PUT", "/acct/doc", 52, {
              src: place("stamping/app/stamp.py", "blobs.store(", "stamp"),
            }),
          ],
        },
      ],
    },
  ],
  entries: {
    "web|POST /envelopes": 4,
    "web|GET /envelopes/{id}": 4,
    "web|POST /envelopes/{id}/sign": 4,
  },
  attributes: { locale: ["en-US", "en-GB", "de-DE", "el-GR"], tier: ["business", "free", "enterprise"] },
  noise: [
    {
      at: "web|GET /envelopes/{id}",
      share: 0.012,
      fail: { type: "NotFound", message: "no envelope {n}", status: 404, quiet: true },
    },
    {
      at: "stamping|POST /stamps",
      share: 0.006,
      fail: { type: "KeyError", message: "'signature'", status: 422 },
    },
  ],
  extras: changes(new URL("../scenarios/signet.txt", import.meta.url))("extras"),
  rename: { stamping: ["sealing"], documents: ["papers"] },
};
