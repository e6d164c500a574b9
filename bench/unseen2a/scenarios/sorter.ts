import type { Scenario } from "../../judging-set/scenario.ts";
import type { Change } from "../../unseen/scenario.ts";
import { sorter as world } from "../worlds/sorter.ts";

const chuteLog: Change = {
  role: "decoy",
  message: "router: count rejects by service\n\nThe hall wants to know whether it is express again.",
  at: -20,
  edits: [
    {
      file: "apps/router/router/consumer.py",
      from: "            rejected.add(1)\n",
      to: '            rejected.add(1, {"service": scan["service"]})\n',
    },
  ],
};

const lingering: Change = {
  role: "decoy",
  message: "scan-ingest: linger 8 ms, fewer and larger batches\n\nMemory of the brokers was the reason.",
  at: -30,
  edits: [{ file: "apps/scan_ingest/scan_ingest/producer.py", from: "linger_ms=5", to: "linger_ms=8" }],
};

const divertTimeout: Change = {
  role: "decoy",
  message: "router: name the chute first in the divert error",
  at: -12,
  edits: [
    {
      file: "apps/router/router/divert.py",
      from: 'raise DivertFailed(f"{parcel} to {chute}: {reply.status_code} {reply.text[:80]}")',
      to: 'raise DivertFailed(f"{chute} for {parcel}: {reply.status_code} {reply.text[:80]}")',
    },
  ],
};

const labelLog: Change = {
  role: "decoy",
  message: "labelpress: leaner ZPL\n\nSmaller files on the spool disk.",
  at: -35,
  edits: [
    {
      file: "apps/labelpress/LabelPress/LabelService.cs",
      from: 'var text = new StringBuilder("^XA\\n");',
      to: 'var text = new StringBuilder("^XA\\n", 256);',
    },
  ],
};

const scannerField: Change = {
  role: "decoy",
  message: "scan-ingest: scanner names may be 40 characters long",
  at: -45,
  edits: [
    {
      file: "apps/scan_ingest/scan_ingest/api.py",
      from: "scanner: str = Field(min_length=2, max_length=32)",
      to: "scanner: str = Field(min_length=2, max_length=40)",
    },
  ],
};

const busyLog: Change = {
  role: "decoy",
  message: "plc-gateway: divert errors carry the belt position\n\nTo see where parcels miss their chute.",
  at: -22,
  edits: [
    {
      file: "apps/plc_gateway/server/server.go",
      from: 'slog.Error("divert", "parcel", command.Parcel, "chute", command.Chute, "err", err)',
      to: 'slog.Error("divert", "parcel", command.Parcel, "chute", command.Chute, "mm", command.Position, "err", err)',
    },
  ],
};

export const sorterScenarios: Scenario[] = [
  {
    id: "sort-dedupe-growth",
    group: "unbounded collection",
    kind: "nothing is forgotten",
    world,
    service: "scan-ingest",
    symptom: "memory",
    alertOn: "scan-ingest|POST /scans",
    changes: [
      {
        role: "culprit",
        message:
          "scan-ingest: recognise a parcel wherever it is read again\n\nReturns come past the same tunnel hours later and count twice. The set is small, keep the pairs for the shift.",
        edits: [
          {
            file: "apps/scan_ingest/scan_ingest/dedupe.py",
            from: "        self._last[key] = now\n        self._last.move_to_end(key)\n        self._forget(now)\n        return before is not None and now - before < self._window\n",
            to: "        self._last[key] = now\n        return before is not None\n",
          },
          {
            file: "apps/scan_ingest/scan_ingest/dedupe.py",
            from: "    def _forget(self, now: float) -> None:\n        while self._last:\n            key, at = next(iter(self._last.items()))\n            if now - at < self._window and len(self._last) <= self._limit:\n                break\n            del self._last[key]\n\n",
            to: "",
          },
          {
            file: "apps/scan_ingest/tests/test_dedupe.py",
            add: 'from scan_ingest.dedupe import Dedupe\n\n\ndef test_repeated():\n    dedupe = Dedupe()\n    assert not dedupe.seen("KR1", "tunnel-1")\n    assert dedupe.seen("KR1", "tunnel-1")\n    assert not dedupe.seen("KR1", "tunnel-2")\n',
          },
        ],
      },
      lingering,
      scannerField,
      chuteLog,
    ],
    effects: [{ at: "scan-ingest|POST /scans", slow: 90, ramp: 420 }],
    gauges: [
      {
        service: "scan-ingest",
        name: "process.memory.usage",
        unit: "By",
        base: 168 * 1048576,
        noise: 2 * 1048576,
        to: 940 * 1048576,
        ramp: 500,
      },
      {
        service: "scan-ingest",
        name: "scan_ingest.dedupe.entries",
        unit: "{entry}",
        base: 900,
        noise: 60,
        to: 2_400_000,
        ramp: 500,
      },
    ],
    minutes: 9,
    needs: ["metrics"],
  },
  {
    id: "sort-barcode-regex",
    group: "regular expression",
    kind: "backtracking on long codes",
    world,
    service: "scan-ingest",
    symptom: "latency",
    alertOn: "scan-ingest|POST /scans",
    changes: [
      {
        role: "culprit",
        message: "barcodes: regional couriers print their numbers in groups now (KR 12 34 56/01067)",
        edits: [
          {
            file: "libs/barcodes/barcodes/parse.py",
            from: "^(?P<number>[A-Z]{2}\\d{4,20})/(?P<zip>\\d{5})",
            to: "^(?P<number>[A-Z]{2}(?:\\s*\\d+)+\\s*)/(?P<zip>\\d{5})",
          },
          {
            file: "libs/barcodes/tests/test_parse.py",
            from: "def test_abroad():",
            to: 'def test_regional_in_groups():\n    assert parse("KR 12 34 56/01067").zip == "01067"\n\n\ndef test_abroad():',
          },
        ],
      },
      scannerField,
      lingering,
      {
        role: "decoy",
        message: "barcodes: say that S10 zips are looked up by the router",
        at: -15,
        edits: [
          {
            file: "libs/barcodes/barcodes/parse.py",
            from: "the zip is looked up later.",
            to: "the router looks the zip up (slowly).",
          },
        ],
      },
    ],
    effects: [
      {
        at: "scan-ingest|POST /scans|parse",
        gate: "scan-ingest",
        where: { carrier: "night" },
        slow: 3800,
      },
      { at: "scan-ingest|POST /scans|parse", gate: "scan-ingest", slow: 160 },
    ],
    gauges: [
      {
        service: "scan-ingest",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.2,
        noise: 0.03,
        to: 0.98,
        ramp: 15,
      },
    ],
    needs: ["metrics"],
  },
  {
    id: "sort-divert-retries",
    group: "retry storm",
    kind: "more attempts, no pause",
    world,
    service: "plc-gateway",
    symptom: "latency",
    alertOn: "plc-gateway|POST /divert",
    changes: [
      {
        role: "culprit",
        message:
          "plc-gateway: try harder before a parcel goes round again\n\nA busy controller is free within milliseconds; the pause costs more belt than the command.",
        edits: [
          {
            file: "apps/plc_gateway/divert/client.go",
            from: "const (\n\tmaxAttempts = 2\n\tfirstPause  = 40 * time.Millisecond\n)\n",
            to: "const maxAttempts = 12\n",
          },
          {
            file: "apps/plc_gateway/divert/client.go",
            from: "\t\tif attempt > 0 {\n\t\t\ttime.Sleep(firstPause << (attempt - 1))\n\t\t}\n",
            to: "",
          },
        ],
      },
      busyLog,
      divertTimeout,
      chuteLog,
    ],
    effects: [
      {
        at: "plc-gateway|POST /divert|cmd",
        gate: "plc-gateway",
        share: 0.95,
        set: { retries: 11 },
        slow: 60,
        fail: {
          type: "*errors.errorString",
          message: "controller busy",
          status: 503,
          quiet: true,
        },
      },
    ],
    logs: [
      {
        service: "plc-gateway",
        severity: "WARN",
        body: 'controller did not take the command attempt=9 parcel=KR{n} err="controller busy"',
        every: 3,
      },
    ],
    gauges: [
      {
        service: "plc-gateway",
        name: "plc.commands.sent",
        unit: "{command}/s",
        base: 21,
        noise: 2,
        to: 190,
        ramp: 30,
      },
    ],
    needs: ["logs"],
  },
  {
    id: "sort-pool-values",
    group: "limit or pool",
    kind: "pool lowered in deployment values",
    world,
    service: "router",
    symptom: "latency",
    alertOn: "router|process scans",
    changes: [
      {
        role: "culprit",
        message:
          "deploy: router values of staging and production in the same shape\n\nSo that a diff between the two says something.",
        edits: [
          {
            file: "deploy/router/values-production.yaml",
            from: 'env:\n  DB_POOL_SIZE: "16"\n  DB_POOL_TIMEOUT: "5"\n  KAFKA_GROUP: router\n  LOG_LEVEL: INFO\n',
            to: 'env:\n  KAFKA_GROUP: router\n  LOG_LEVEL: INFO\n  DB_POOL_SIZE: "2"\n  DB_POOL_TIMEOUT: "5"\n',
          },
          {
            file: "deploy/router/values-production.yaml",
            from: 'annotations:\n  prometheus.io/scrape: "true"\n',
            to: 'annotations:\n  prometheus.io/scrape: "true"\n  prometheus.io/port: "9464"\n',
          },
          {
            file: "deploy/router/values-staging.yaml",
            from: "env:\n  DB_POOL_SIZE",
            to: "# keep in the order of values-production.yaml\nenv:\n  DB_POOL_SIZE",
          },
        ],
      },
      chuteLog,
      divertTimeout,
      {
        role: "decoy",
        message: "router: plan lookup reads better",
        at: -8,
        edits: [
          {
            file: "apps/router/router/routes.py",
            from: " ORDER BY priority LIMIT 1",
            to: " ORDER BY priority ASC LIMIT 1",
          },
        ],
      },
    ],
    effects: [
      { at: "router|process scans|plan", slow: 1600, ramp: 40, gate: "router" },
      {
        at: "router|process scans|plan",
        gate: "router",
        share: 0.3,
        delay: 20,
        fail: {
          type: "psycopg_pool.PoolTimeout",
          message: "couldn't get a connection after 5.00 sec",
          frames: [
            {
              file: "apps/router/router/routes.py",
              text: 'connection.execute(FIND, {"zip"',
              fn: "chute",
            },
            {
              file: "apps/router/router/consumer.py",
              text: "await self._routes.chute(",
              fn: "on_scan",
            },
          ],
        },
      },
    ],
    gauges: [
      {
        service: "router",
        name: "db.client.connection.max",
        unit: "{connection}",
        base: 16,
        noise: 0,
        to: 2,
        ramp: 1,
      },
      {
        service: "router",
        name: "db.client.connection.pending_requests",
        unit: "{request}",
        base: 0,
        noise: 0.2,
        to: 34,
        ramp: 40,
      },
    ],
  },
  {
    id: "sort-leading-zero",
    group: "wrong result",
    kind: "leading zero lost",
    world,
    service: "router",
    symptom: "saturation",
    alertOn: "router|process scans",
    alertSays: {
      name: "RejectChuteFull",
      summary: "router: reject chute R1 is 97% full",
      metric: "router_reject_ratio",
    },
    changes: [
      {
        role: "culprit",
        message: "router: zips compare as numbers, strings are slow in the plan's index",
        edits: [
          {
            file: "apps/router/router/routes.py",
            from: '    """A zip as the plan writes it: five digits, zeroes in front."""\n    return zip_code.strip().zfill(5)\n',
            to: '    """A zip as a number."""\n    return str(int(zip_code)) if zip_code.strip() else ""\n',
          },
          {
            file: "apps/router/tests/test_routes.py",
            add: 'import pytest\n\nfrom router.routes import normal\n\n\n@pytest.mark.parametrize(("given", "wanted"), [("80331", "80331"), (" 10115 ", "10115"), ("", "")])\ndef test_normal(given, wanted):\n    assert normal(given) == wanted\n',
          },
        ],
      },
      chuteLog,
      labelLog,
      scannerField,
    ],
    effects: [],
    logs: [
      {
        service: "router",
        severity: "WARN",
        body: "no route for zip 1067 service ST, reject chute",
        every: 5,
      },
      {
        service: "router",
        severity: "WARN",
        body: "no route for zip 4109 service EX, reject chute",
        every: 9,
      },
      {
        service: "router",
        severity: "WARN",
        body: "no route for zip 9111 service ST, reject chute",
        every: 11,
      },
    ],
    gauges: [
      {
        service: "router",
        name: "router.reject.ratio",
        unit: "1",
        base: 0.006,
        noise: 0.001,
        to: 0.11,
        ramp: 10,
      },
    ],
    needs: ["logs", "metrics"],
  },
  {
    id: "sort-spool-disk-full",
    group: "disk",
    kind: "disk of one node full",
    world,
    service: "labelpress",
    symptom: "errors",
    alertOn: "labelpress|POST /labels",
    changes: [
      labelLog,
      divertTimeout,
      {
        role: "decoy",
        message: "labelpress: log where a label was spooled",
        at: -60,
        edits: [
          {
            file: "apps/labelpress/LabelPress/LabelService.cs",
            from: 'logger.LogInformation("label {Label} for parcel {Parcel} spooled", id, order.Parcel);',
            to: 'logger.LogInformation("label {Label} for parcel {Parcel} spooled to {Path}", id, order.Parcel, path);',
          },
        ],
      },
    ],
    effects: [
      {
        at: "labelpress|POST /labels|spool",
        gate: "time",
        where: { host: "node-2" },
        fail: {
          type: "System.IO.IOException",
          message: "No space left on device : '/var/spool/labels/{n}.zpl.part'",
          frames: [
            {
              file: "apps/labelpress/LabelPress/LabelService.cs",
              text: "await file.WriteAsync(",
              fn: "LabelPress.LabelService.WriteSpoolAsync",
            },
            {
              file: "apps/labelpress/LabelPress/LabelService.cs",
              text: "await WriteSpoolAsync(path",
              fn: "LabelPress.LabelService.PrintAsync",
            },
          ],
        },
      },
    ],
    gauges: [
      {
        service: "labelpress",
        name: "system.filesystem.utilization",
        unit: "1",
        base: 0.71,
        noise: 0.002,
        to: 1,
        ramp: 1,
        gate: "time",
        where: { host: "node-2" },
        attributes: { "system.filesystem.mountpoint": "/var/spool" },
      },
    ],
  },
  {
    id: "sort-plan-db-failover",
    group: "database maintenance",
    kind: "failover",
    world,
    service: "router",
    symptom: "errors",
    alertOn: "router|process scans",
    changes: [
      chuteLog,
      scannerField,
      {
        role: "decoy",
        message: "router: the plan query is a constant with a name people search for",
        at: -18,
        edits: [
          {
            file: "apps/router/router/routes.py",
            from: 'FIND = """\nSELECT chute',
            to: '# EXPLAIN it before you touch it.\nFIND = """\nSELECT chute',
          },
        ],
      },
    ],
    effects: [
      {
        at: "router|process scans|plan",
        gate: "time",
        share: 0.85,
        fail: {
          type: "psycopg.OperationalError",
          message:
            'connection failed: connection to server at "plan-db.plant.internal", port 5432 failed: FATAL:  the database system is in recovery mode',
          frames: [
            { file: "apps/router/router/routes.py", text: 'connection.execute(FIND, {"zip"', fn: "chute" },
          ],
        },
      },
      {
        at: "router|GET /plan|version",
        gate: "time",
        share: 0.85,
        fail: {
          type: "psycopg.errors.AdminShutdown",
          message: "terminating connection due to administrator command",
          frames: [{ file: "apps/router/router/routes.py", text: '"SELECT name FROM plans', fn: "version" }],
        },
      },
    ],
    events: [
      {
        at: -12,
        kind: "maintenance",
        text: "plan-db: managed PostgreSQL minor version upgrade, failover started",
      },
    ],
  },
  {
    id: "sort-zone-partition",
    group: "network",
    kind: "one zone cut off",
    world,
    service: "router",
    symptom: "errors",
    alertOn: "router|process scans",
    changes: [
      chuteLog,
      busyLog,
      divertTimeout,
      {
        role: "decoy",
        message: "plc-gateway: name the errors of the controllers as their manual does",
        at: -9,
        edits: [
          {
            file: "apps/plc_gateway/divert/client.go",
            from: "\t// ErrPassed: the parcel is beyond its chute.\n",
            to: "\t// ErrPassed: the parcel is beyond its chute (code 410 in the manual).\n",
          },
        ],
      },
    ],
    effects: [
      {
        at: "router|process scans|plan",
        gate: "time",
        where: { zone: "zone-2" },
        share: 0.9,
        slow: 4800,
        fail: {
          type: "psycopg_pool.PoolTimeout",
          message: "couldn't get a connection after 5.00 sec",
          frames: [
            { file: "apps/router/router/routes.py", text: 'connection.execute(FIND, {"zip"', fn: "chute" },
          ],
        },
      },
      {
        at: "plc-gateway|POST /divert|cmd",
        gate: "time",
        where: { zone: "zone-2" },
        share: 0.9,
        slow: 850,
        fail: {
          type: "*url.Error",
          message: 'Post "http://line-a.plc.plant.internal/cmd": dial tcp 10.30.4.20:80: i/o timeout',
          frames: [
            {
              file: "apps/plc_gateway/divert/client.go",
              text: "reply, err := c.http.Do(request)",
              fn: "sortline/plc_gateway/divert.(*Client).once",
            },
          ],
        },
      },
      {
        at: "scan-ingest|POST /scans|send",
        gate: "time",
        where: { zone: "zone-2" },
        share: 0.7,
        slow: 900,
        fail: {
          type: "aiokafka.errors.KafkaTimeoutError",
          message: "KafkaTimeoutError: Batch for TopicPartition(topic='scans', partition=4) timed out",
          frames: [
            {
              file: "apps/scan_ingest/scan_ingest/producer.py",
              text: "await self._inner.send_and_wait(",
              fn: "send",
            },
          ],
        },
      },
    ],
    needs: ["revision"],
  },
];
