import type { Scenario } from "../../judging-set/scenario.ts";
import type { Change } from "../../unseen/scenario.ts";
import { edge as world } from "../worlds/edge.ts";

const tokenReason: Change = {
  role: "decoy",
  message: "purger: a bad token says why it is bad\n\nExpired ones were the only ones that did.",
  at: -24,
  edits: [
    {
      file: "purger/src/auth.ts",
      from: '    return { ok: false, reason: "bad token" };',
      to: '    return { ok: false, reason: error instanceof Error ? error.message : "bad token" };',
    },
  ],
};

const etag: Change = {
  role: "decoy",
  message: "configapi: never let a proxy keep a configuration",
  at: -37,
  edits: [
    {
      file: "configapi/internal/zones/handler.go",
      from: '\tw.Header().Set("ETag", config.ETag())\n',
      to: '\tw.Header().Set("ETag", config.ETag())\n\tw.Header().Set("Cache-Control", "private, no-cache")\n',
    },
  ],
};

const idlePool: Change = {
  role: "decoy",
  message: "publisher: compile into a buffer of 128 KiB, most zones fit",
  at: -15,
  edits: [
    {
      file: "publisher/src/compile.rs",
      from: "BytesMut::with_capacity(64 * 1024)",
      to: "BytesMut::with_capacity(128 * 1024)",
    },
  ],
};

const notPublished: Change = {
  role: "decoy",
  message: 'publisher: version in the "not published" line',
  at: -52,
  edits: [
    {
      file: "publisher/src/consumer.rs",
      from: 'error!(zone, %problem, "not published");',
      to: 'error!(zone, version, %problem, "not published");',
    },
  ],
};

const issuedLog: Change = {
  role: "decoy",
  message: "certs: log the serial of what was issued\n\nFor the quota report to the DNS provider.",
  at: -19,
  edits: [
    {
      file: "certs/certs/issue.py",
      from: 'log.info("issued %s until %s", name, certificate.not_after)',
      to: 'log.info("issued %s until %s, serial %s", name, certificate.not_after, certificate.serial)',
    },
  ],
};

export const edgeScenarios: Scenario[] = [
  {
    id: "edge-token-kept-too-long",
    group: "delayed effect",
    kind: "token kept longer than it lives",
    world,
    service: "configapi",
    symptom: "errors",
    alertOn: "configapi|POST /zones/{zone}/purge",
    lag: 3600,
    changes: [
      {
        role: "culprit",
        message:
          "configapi: ask the issuer less often\n\nIt showed up among the top callers. A service token is good for a shift.",
        edits: [
          {
            file: "configapi/internal/servicetoken/source.go",
            from: "// refreshAfter is well below the hour for which the issuer signs.\nconst refreshAfter = 10 * time.Minute\n",
            to: "// refreshAfter is a shift, so that the issuer is asked three times a day.\nconst refreshAfter = 8 * time.Hour\n",
          },
          {
            file: "docs/service-tokens.md",
            add: "# Service tokens\n\nFetched at the first call and kept for a shift. Restart a service to have a new\none at once.\n",
          },
        ],
      },
      tokenReason,
      etag,
      idlePool,
    ],
    effects: [
      {
        at: "purger|POST /purge",
        gate: "configapi",
        early: true,
        fail: {
          type: "Unauthorized",
          message: '"exp" claim timestamp check failed',
          status: 401,
          quiet: true,
        },
      },
      {
        at: "configapi|POST /zones/{zone}/purge|purge",
        gate: "configapi",
        set: {
          onFail: {
            type: "*fmt.wrapError",
            message: 'purge: 401 {"error":"\\"exp\\" claim timestamp check failed"}',
            status: 502,
            frames: [
              {
                file: "configapi/internal/purge/client.go",
                text: 'fmt.Errorf("purge: %d %s"',
                fn: "edgecontrol/configapi/internal/purge.(*Client).Send",
              },
            ],
          },
        },
      },
    ],
    logs: [
      {
        service: "purger",
        severity: "WARN",
        body: 'purge refused reason="exp" claim timestamp check failed',
        every: 8,
        gate: "time",
      },
    ],
    needs: ["logs", "deployments"],
  },
  {
    id: "edge-upload-timeout",
    group: "timeout",
    kind: "time-out below the slowest upload",
    world,
    service: "publisher",
    symptom: "errors",
    alertOn: "publisher|process config-changes",
    changes: [
      {
        role: "culprit",
        message:
          "publisher: a stuck upload must not hold the partition\n\nThe median upload takes 300 ms, so nobody will notice.",
        edits: [
          {
            file: "publisher/src/upload.rs",
            from: "            .connect_timeout(Duration::from_secs(2))\n            .timeout(Duration::from_secs(12))\n",
            to: "            .connect_timeout(Duration::from_millis(500))\n            .timeout(Duration::from_millis(900))\n",
          },
          {
            file: "publisher/tests/upload_times_out.rs",
            add: '//! A server that never answers is given up within two seconds.\n\nuse std::time::{Duration, Instant};\n\n#[tokio::test]\nasync fn gives_up() {\n    let started = Instant::now();\n    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();\n    let result = publisher::upload::to(silent.local_addr().unwrap()).await;\n    assert!(result.is_err());\n    assert!(started.elapsed() < Duration::from_secs(2));\n}\n',
          },
        ],
      },
      notPublished,
      idlePool,
      etag,
    ],
    ops: {
      publisher: [
        {
          name: "process config-changes",
          ms: 6,
          log: "published",
          steps: [
            { do: "call", id: "source", to: "configapi", op: "GET /zones/{zone}" },
            { do: "work", id: "compile", name: "compile", ms: 9 },
            {
              do: "ext",
              id: "put",
              host: "objects.eu-1.cloudkeep.example",
              method: "PUT",
              path: "/edge-config/{zone}/{version}.bin",
              ms: 320,
              retries: 1,
              timeout: 12000,
              src: {
                file: "publisher/src/consumer.rs",
                text: "self.uploader.put(",
                fn: "publisher::consumer::Consumer::on_change",
              },
              onFail: {
                type: "publisher::upload::UploadError",
                message:
                  "object store: error sending request for url (https://objects.eu-1.cloudkeep.example/edge-config/{customer}/{n}.bin): operation timed out",
                status: 500,
                frames: [
                  {
                    file: "publisher/src/upload.rs",
                    text: "let reply = self",
                    fn: "publisher::upload::Uploader::put",
                  },
                  {
                    file: "publisher/src/consumer.rs",
                    text: "self.uploader.put(",
                    fn: "publisher::consumer::Consumer::on_change",
                  },
                ],
              },
            },
          ],
        },
      ],
    },
    effects: [
      { at: "publisher|process config-changes|put", gate: "publisher", set: { timeout: 900 } },
      // The zones of this plan are large and have always been slow.
      {
        at: "publisher|process config-changes|put",
        gate: "time",
        delay: -86_400,
        where: { plan: "media" },
        slow: 1500,
      },
    ],
    needs: ["deployments"],
  },
  {
    id: "edge-registry-race",
    group: "concurrency",
    kind: "map written by several at once",
    world,
    service: "configapi",
    symptom: "errors",
    alertOn: "publisher|process config-changes",
    changes: [
      {
        role: "culprit",
        message:
          "registry: cheaper Seen\n\nThe lock was the top entry of the mutex profile. Versions only grow, a lost update is found again with the next request.",
        edits: [
          {
            file: "configapi/internal/registry/registry.go",
            from: "\tr.mu.Lock()\n\tdefer r.mu.Unlock()\n\tif old, ok := r.entries[zone]; ok && old.Version >= version {\n",
            to: "\tif old, ok := r.entries[zone]; ok && old.Version >= version && time.Since(old.At) < time.Second {\n",
          },
          {
            file: "configapi/internal/registry/registry_bench_test.go",
            add: 'package registry\n\nimport "testing"\n\nfunc BenchmarkSeen(b *testing.B) {\n\tregistry := New()\n\tfor i := 0; i < b.N; i++ {\n\t\tregistry.Seen("example.org", int64(i))\n\t}\n}\n',
          },
        ],
      },
      etag,
      idlePool,
      tokenReason,
    ],
    // A process that died writes no span; its callers do. The instances die one after another.
    effects: [0, 1, 2].map((instance) => ({
      at: "configapi|GET /zones/{zone}",
      where: { instance: `${instance}` },
      delay: instance * 16,
      every: { period: 47, lasts: 15 },
      refuse: {
        type: "reqwest::Error",
        message:
          "error sending request for url (http://configapi:8080/zones/{customer}): connection closed before message completed",
      },
    })),
    logs: [
      {
        service: "configapi",
        severity: "FATAL",
        body: "fatal error: concurrent map writes",
        every: 46,
        delay: 4,
        fail: {
          type: "fatal error",
          message: "concurrent map writes",
          frames: [
            {
              file: "configapi/internal/registry/registry.go",
              text: "r.entries[zone] = Entry{",
              fn: "edgecontrol/configapi/internal/registry.(*Registry).Seen",
            },
            {
              file: "configapi/internal/zones/handler.go",
              text: "h.Registry.Seen(zone, config.Version)",
              fn: "edgecontrol/configapi/internal/zones.(*Handler).Get",
            },
          ],
        },
      },
      { service: "configapi", severity: "INFO", body: "listening on :8080 zones=0", every: 46, delay: 9 },
    ],
    needs: ["logs"],
  },
  {
    id: "edge-dns-quota",
    group: "quota",
    kind: "daily quota of a provider used up",
    world,
    service: "certs",
    symptom: "errors",
    alertOn: "certs|POST /certificates",
    changes: [
      issuedLog,
      idlePool,
      etag,
      {
        role: "decoy",
        message: "certs: docstring of delete",
        at: -80,
        edits: [
          {
            file: "certs/certs/dns.py",
            from: "    async def delete(self, name: str) -> None:\n",
            to: '    async def delete(self, name: str) -> None:\n        """Removes a record. Nobody minds where it is not there."""\n',
          },
        ],
      },
    ],
    effects: [
      {
        at: "certs|POST /certificates|txt",
        gate: "time",
        set: {
          onFail: {
            type: "certs.dns.DnsError",
            message: "429 daily limit of 20000 record changes reached, resets at 00:00 UTC",
            status: 502,
            frames: [
              { file: "certs/certs/dns.py", text: 'raise DnsError(f"429', fn: "set_txt" },
              { file: "certs/certs/issue.py", text: "await dns.set_txt(", fn: "issue" },
            ],
          },
        },
      },
      {
        at: "certs|POST /certificates|txt",
        gate: "time",
        fail: { type: "429", message: "HTTP 429 Too Many Requests", status: 429, quiet: true },
      },
    ],
    rps: [2, 5],
  },
  {
    id: "edge-bucket-region",
    group: "cloud region",
    kind: "object store of a region is down",
    world,
    service: "publisher",
    symptom: "errors",
    alertOn: "publisher|process config-changes",
    changes: [
      notPublished,
      idlePool,
      tokenReason,
      {
        role: "decoy",
        message: "publisher: keep twelve idle connections to the bucket",
        at: -8,
        edits: [
          {
            file: "publisher/src/upload.rs",
            from: ".pool_max_idle_per_host(8)",
            to: ".pool_max_idle_per_host(12)",
          },
        ],
      },
    ],
    effects: [
      {
        at: "publisher|process config-changes|put",
        gate: "time",
        share: 0.9,
        slow: 700,
        set: {
          onFail: {
            type: "publisher::upload::UploadError",
            message: "object store answered 503 Service Unavailable",
            status: 500,
            frames: [
              {
                file: "publisher/src/upload.rs",
                text: "return Err(UploadError::Status(",
                fn: "publisher::upload::Uploader::put",
              },
              {
                file: "publisher/src/consumer.rs",
                text: "self.uploader.put(",
                fn: "publisher::consumer::Consumer::on_change",
              },
            ],
          },
        },
        fail: { type: "503", message: "HTTP 503 Service Unavailable", status: 503, quiet: true },
      },
    ],
    events: [
      { at: 160, kind: "status", text: "Cloudkeep status: increased error rates for object storage in eu-1" },
    ],
    needs: ["events"],
  },
  {
    id: "edge-resolver",
    group: "name resolution",
    kind: "cluster DNS fails",
    world,
    service: "configapi",
    symptom: "errors",
    alertOn: "configapi|POST /zones/{zone}/purge",
    changes: [etag, tokenReason, issuedLog],
    effects: [
      {
        at: "configapi|POST /zones/{zone}/purge|purge",
        gate: "time",
        share: 0.6,
        fail: {
          type: "*url.Error",
          message:
            'Post "http://purger:8080/purge": dial tcp: lookup purger on 10.96.0.10:53: server misbehaving',
          frames: [
            {
              file: "configapi/internal/purge/client.go",
              text: "reply, err := c.http.Do(request)",
              fn: "edgecontrol/configapi/internal/purge.(*Client).Send",
            },
          ],
        },
      },
      {
        at: "certs|POST /certificates|begin",
        gate: "time",
        share: 0.55,
        fail: {
          type: "httpx.ConnectError",
          message: "[Errno -3] Temporary failure in name resolution",
          frames: [{ file: "certs/certs/issue.py", text: "await acme.begin(name)", fn: "issue" }],
        },
      },
      {
        at: "publisher|process config-changes|put",
        gate: "time",
        share: 0.5,
        fail: {
          type: "publisher::upload::UploadError",
          message:
            "object store: error sending request for url (https://objects.eu-1.cloudkeep.example/edge-config): dns error: failed to lookup address information: Try again",
          frames: [
            {
              file: "publisher/src/upload.rs",
              text: "let reply = self",
              fn: "publisher::upload::Uploader::put",
            },
          ],
        },
      },
    ],
  },
];
