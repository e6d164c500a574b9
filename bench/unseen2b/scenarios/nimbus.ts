import type { SourcedScenario } from "../scenario.ts";
import { nimbus } from "../worlds/nimbus.ts";

const values = "deploy/values.yaml";
const consume = "qc/app/consume.py";
const units = "qc/app/units.py";
const forecast = "tiles/cmd/tiles/forecast.go";

export const nimbusScenarios: SourcedScenario[] = [
  {
    id: "nimbus-poll-interval",
    group: "configuration",
    kind: "configuration file",
    source:
      "https://discuss.circleci.com/t/postmortem-may-21-2021-delay-in-starting-docker-jobs-machine-remote-docker-environments-blocked/40274",
    world: nimbus,
    service: "qc",
    symptom: "errors",
    alertOn: "qc|process observations.raw",
    changes: [
      {
        role: "culprit",
        message:
          "Notice dead consumers sooner (#452)\n\nAfter a crash it took five minutes until somebody else took the partitions.",
        edits: [
          {
            file: values,
            from: '    MAX_POLL_INTERVAL_MS: "300000"\n',
            to: '    MAX_POLL_INTERVAL_MS: "3000"\n',
          },
          {
            file: "docs/consumers.md",
            add: "# Consumers\n\nA consumer that has not asked for messages for three seconds is taken for dead.\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "qc: warning of put-aside names the minute too",
        edits: [
          {
            file: consume,
            from: '        log.warning("station %s put aside: %s", observation["station"], ", ".join(problems))\n',
            to: '        log.warning("station %s put aside at %s: %s", observation["station"], observation["minute"], ", ".join(problems))\n',
          },
        ],
        at: -14,
      },
      {
        role: "decoy",
        message: "receiver: more memory for the burst after a line was down",
        edits: [
          {
            file: values,
            from: "  spoolSize: 20Gi\n  resources:\n    limits: {memory: 512Mi}\n",
            to: "  spoolSize: 20Gi\n  resources:\n    limits: {memory: 640Mi}\n",
          },
        ],
        at: -1100,
      },
    ],
    effects: [
      {
        at: "qc|process observations.raw",
        share: 0.38,
        slow: 420,
        fail: {
          type: "confluent_kafka.KafkaException",
          message:
            'KafkaError{code=_MAX_POLL_EXCEEDED,val=-147,str="Application maximum poll interval (3000ms) exceeded by 412ms"}',
        },
      },
    ],
    logs: [
      {
        service: "qc",
        severity: "WARN",
        every: 16,
        body: "%4|MAXPOLL|rdkafka#consumer-1| Application maximum poll interval (3000ms) exceeded by {n}us (adjust max.poll.interval.ms for long-running message processing): leaving group",
      },
    ],
    gauges: [
      {
        service: "qc",
        name: "messaging.kafka.consumer.lag",
        unit: "{message}",
        base: 20,
        noise: 6,
        to: 3100,
        ramp: 240,
        attributes: { "messaging.destination.name": "observations.raw" },
      },
    ],
  },
  {
    id: "nimbus-hourly-means",
    group: "delayed",
    kind: "job by the clock",
    world: nimbus,
    service: "rollup",
    symptom: "latency",
    alertOn: "tiles|GET /tiles/{z}/{x}/{y}",
    needs: ["logs", "deployments"],
    atFullHour: true,
    lag: 2200,
    changes: [
      {
        role: "culprit",
        message:
          "rollup: means take up observations that come late (#455)\n\nA station whose line was down for a week sends everything at once; its hours stayed empty.",
        edits: [
          {
            file: "rollup/app/jobs.py",
            from: "            \" WHERE minute >= date_trunc('hour', now()) - interval '1 hour'\"\n",
            to: "            \" WHERE minute >= date_trunc('hour', now()) - interval '14 days'\"\n",
          },
          {
            file: "rollup/app/jobs.py",
            from: '            " GROUP BY 1, 2 ON CONFLICT DO NOTHING"\n',
            to: '            " GROUP BY 1, 2 ON CONFLICT (cell, hour) DO UPDATE"\n            " SET temperature = excluded.temperature, wind_speed = excluded.wind_speed"\n',
          },
          {
            file: "rollup/app/jobs.py",
            from: '    """Means of the last full hour per cell."""\n',
            to: '    """Means per cell, of all hours that still have cells."""\n',
          },
        ],
      },
      {
        role: "decoy",
        message: "tiles: longer life for empty tiles in the browser",
        edits: [
          {
            file: "tiles/cmd/tiles/handler.go",
            from: '		http.Error(w, err.Error(), http.StatusBadRequest)\n		return\n	}\n	key := fmt.Sprintf("tile',
            to: '		http.Error(w, err.Error(), http.StatusBadRequest)\n		return\n	}\n	w.Header().Set("Cache-Control", "max-age=60")\n	key := fmt.Sprintf("tile',
          },
        ],
        at: -30,
      },
    ],
    effects: [
      {
        at: "rollup|job tick|hourly",
        set: {
          chance: 1,
          query:
            "INSERT INTO hourly (cell, hour, temperature, wind_speed) SELECT cell, date_trunc('hour', minute), avg(temperature), avg(wind_speed) FROM cells WHERE minute >= date_trunc('hour', now()) - interval '14 days' AND minute < date_trunc('hour', now()) GROUP BY 1, 2 ON CONFLICT (cell, hour) DO UPDATE SET temperature = excluded.temperature, wind_speed = excluded.wind_speed",
        },
        slow: 42000,
      },
      { at: "tiles|GET /tiles/{z}/{x}/{y}|cells", gate: "rollup", slow: 2600 },
      { at: "gridder|process observations.clean|store", gate: "rollup", slow: 1900 },
      { at: "qc|process observations.raw|neighbours", gate: "rollup", slow: 1500 },
    ],
    logs: [
      {
        service: "rollup",
        severity: "INFO",
        every: 25,
        body: "job hourly-means is still running, {n}000 rows of cells read",
      },
    ],
  },
  {
    id: "nimbus-trace-logs",
    group: "logging",
    kind: "log flood",
    source: "https://community.eveonline.com/news/dev-blogs/behind-the-scenes-of-a-long-eve-online-downtime/",
    world: nimbus,
    service: "gridder",
    symptom: "latency",
    alertOn: "gridder|process observations.clean",
    needs: ["logs"],
    changes: [
      {
        role: "culprit",
        message: "gridder: see why EPKK1 has no cells",
        edits: [{ file: values, from: "    RUST_LOG: info\n", to: "    RUST_LOG: trace\n" }],
      },
      {
        role: "decoy",
        message: "gridder: context of decoding errors (#460)",
        edits: [
          {
            file: "gridder/src/consume.rs",
            from: '.context("decode clean observation")',
            to: '.with_context(|| format!("decode clean observation of {} bytes", payload.len()))',
          },
        ],
        at: -20,
      },
    ],
    effects: [{ at: "gridder|process observations.clean", slow: 310 }],
    logs: [
      {
        service: "gridder",
        severity: "INFO",
        every: 1.1,
        body: "TRACE gridder::grid: weight of cell {n} by inverse distance, 0.0417",
      },
      {
        service: "gridder",
        severity: "INFO",
        every: 1.4,
        body: 'TRACE sqlx::query: summary="INSERT INTO cells (cell, …" rows_affected={n} elapsed=6.1ms',
      },
      {
        service: "gridder",
        severity: "WARN",
        every: 30,
        delay: 12,
        body: "log shipper: buffer is full, writers wait ({n} lines queued)",
      },
    ],
    gauges: [
      {
        service: "gridder",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.2,
        noise: 0.03,
        to: 0.78,
        ramp: 20,
      },
    ],
  },
  {
    id: "nimbus-dedupe-growth",
    group: "resource",
    kind: "unbounded collection",
    world: nimbus,
    service: "qc",
    symptom: "memory",
    alertOn: "qc|process observations.raw",
    needs: ["metrics", "revision"],
    minutes: 8,
    changes: [
      {
        role: "culprit",
        message:
          "qc: a station that repeats itself after days is still recognised (#463)\n\nLOWW1 sent last week's observations again. Two hundred thousand entries are forgotten within three hours.",
        edits: [
          {
            file: "qc/app/dedupe.py",
            from: "        self.entries[key] = None\n        if len(self.entries) > self.capacity:\n            self.entries.popitem(last=False)\n        return False\n",
            to: "        self.entries[key] = None\n        return False\n",
          },
          {
            file: "qc/app/dedupe.py",
            from: "    def __init__(self, capacity: int = 200_000) -> None:\n        self.capacity = capacity\n        self.entries",
            to: "    def __init__(self) -> None:\n        self.entries",
          },
          {
            file: "qc/app/dedupe.py",
            from: '    """Remembers what was seen of late, the oldest forgotten first."""\n',
            to: '    """Remembers what was seen."""\n',
          },
        ],
      },
      {
        role: "decoy",
        message: "qc: memory limit in the dashboard",
        edits: [
          {
            file: "qc/dashboards/memory.json",
            add: '{\n  "title": "qc memory",\n  "panels": [{"title": "Resident", "unit": "bytes", "limit": 805306368}]\n}\n',
          },
        ],
        at: -15,
      },
      {
        role: "decoy",
        message: "Fetch up to two megabytes at once while catching up",
        edits: [
          {
            file: values,
            from: '    FETCH_MAX_BYTES: "1048576"\n',
            to: '    FETCH_MAX_BYTES: "2097152"\n',
          },
        ],
        at: -9000,
      },
    ],
    effects: [{ at: "qc|process observations.raw", slow: 45, ramp: 300 }],
    gauges: [
      {
        service: "qc",
        name: "process.memory.usage",
        unit: "By",
        base: 268435456,
        noise: 3000000,
        to: 782000000,
        ramp: 400,
      },
      {
        service: "qc",
        name: "qc.dedupe.entries",
        unit: "{entry}",
        base: 200000,
        noise: 0,
        to: 1900000,
        ramp: 400,
      },
    ],
  },
  {
    id: "nimbus-inches",
    group: "units",
    kind: "units",
    source: "https://en.wikipedia.org/wiki/Mars_Climate_Orbiter",
    world: nimbus,
    service: "qc",
    symptom: "errors",
    alertOn: "qc|process observations.raw",
    changes: [
      {
        role: "culprit",
        message:
          "qc: one table of factors instead of a function for each quantity (#467)\n\nNo functional change.",
        edits: [
          {
            file: units,
            from: '    if value is None:\n        return None\n    if dialect == "us":\n        return round(value * INCH_OF_MERCURY, 1)\n    return round(value * 100.0, 1)\n',
            to: '    return None if value is None else round(value * FACTORS["pressure"], 1)\n',
          },
          {
            file: units,
            from: "INCH_OF_MERCURY = 3386.389\n",
            to: 'FACTORS = {"pressure": 100.0, "rain": 0.001}\n',
          },
          {
            file: units,
            from: 'None if document.get("rain") is None else document["rain"] / 1000.0',
            to: 'None if document.get("rain") is None else document["rain"] * FACTORS["rain"]',
          },
        ],
      },
      {
        role: "decoy",
        message: "qc: rain of 45 mm in a minute was seen in Guadeloupe, raise its limit",
        edits: [
          { file: "qc/app/limits.py", from: '    "rain": (0.0, 0.04),\n', to: '    "rain": (0.0, 0.05),\n' },
        ],
        at: -18,
      },
      {
        role: "decoy",
        message: "qc: problems are copied before they are sent",
        edits: [
          {
            file: consume,
            from: '            value={**observation, "problems": problems},\n',
            to: '            value={**observation, "problems": list(problems)},\n',
          },
        ],
        at: 11,
      },
    ],
    effects: [
      {
        at: "qc|process observations.raw",
        where: { dialect: "us" },
        early: true,
        fail: {
          type: "app.consume.Rejected",
          message: "{station}: pressure 2991.0 not in 48000.0..109000.0",
          frames: [{ file: consume, text: "raise Rejected(f\"{station}: {', '", fn: "handle" }],
        },
      },
    ],
    logs: [
      {
        service: "qc",
        severity: "WARN",
        every: 20,
        delay: 4,
        body: "station KJFK4 put aside: pressure 2991.0 not in 48000.0..109000.0",
      },
      {
        service: "qc",
        severity: "WARN",
        every: 34,
        delay: 7,
        body: "station KSEA2 put aside: pressure 3004.0 not in 48000.0..109000.0",
      },
    ],
  },
  {
    id: "nimbus-impossible-day",
    group: "data",
    kind: "poison message",
    source: "https://incident.io/blog/intermittent-downtime",
    world: nimbus,
    service: "qc",
    symptom: "errors",
    alertOn: "qc|process observations.raw",
    changes: [
      {
        role: "decoy",
        message: "qc: the start of the minute is in UTC, say so",
        edits: [
          {
            file: units,
            from: '    """Start of the minute, in UTC."""\n',
            to: '    """Start of the minute, in UTC; stations send an offset, or mean UTC."""\n',
          },
        ],
        at: -40,
      },
      {
        role: "decoy",
        message: "Update confluent-kafka to 2.6.1 in the test image",
        edits: [
          {
            file: "qc/tests/Dockerfile",
            add: "FROM python:3.12-slim\nRUN pip install confluent-kafka==2.6.1 pytest==8.3.3\nCOPY . /srv\n",
          },
        ],
        at: 20,
      },
    ],
    effects: [
      {
        at: "qc|process observations.raw",
        gate: "time",
        where: { station: "SBGR1" },
        early: true,
        fail: {
          type: "ValueError",
          message:
            "day is out of range for month: '2026-02-30T11:04:00-03:00' (station SBGR1, offset 88213407)",
          frames: [
            { file: units, text: "moment = datetime.fromisoformat(text)", fn: "_minute" },
            { file: units, text: '"minute": _minute(', fn: "to_si" },
            { file: consume, text: "observation = to_si(document)", fn: "handle" },
          ],
        },
      },
      { at: "qc|process observations.raw", gate: "time", where: { instance: "1" }, slow: 260 },
    ],
    logs: [
      {
        service: "qc",
        severity: "ERROR",
        every: 15,
        gate: "time",
        body: "partition 11 stays at offset 88213407, handed out again (station SBGR1)",
      },
    ],
  },
  {
    id: "nimbus-spool-full",
    group: "disk, quota, clock",
    kind: "disk full",
    world: nimbus,
    service: "receiver",
    symptom: "errors",
    alertOn: "receiver|POST /observations",
    needs: ["metrics", "revision"],
    changes: [
      {
        role: "decoy",
        message: "receiver: explain why a document is on disk before the answer",
        edits: [
          {
            file: "receiver/app/intake.py",
            from: '    """Writes the document down before the station hears that it was taken."""\n',
            to: '    """Writes the document down before the station hears that it was taken: it does not send it again."""\n',
          },
        ],
        at: -22,
      },
      {
        role: "decoy",
        message: "values: spool in the unit that the volume claims use",
        edits: [{ file: values, from: "  spoolSize: 20Gi\n", to: "  spoolSize: 20480Mi\n" }],
        at: -5200,
      },
    ],
    effects: [
      {
        at: "receiver|POST /observations",
        gate: "time",
        where: { host: "node-1" },
        early: true,
        fail: {
          type: "OSError",
          message: "[Errno 28] No space left on device: '/var/spool/receiver/{station}/{n}.json'",
          frames: [
            { file: "receiver/app/intake.py", text: 'with path.open("w") as file:', fn: "spool" },
            { file: "receiver/app/intake.py", text: "path = spool(observation)", fn: "receive" },
          ],
        },
      },
    ],
    logs: [
      {
        service: "receiver",
        severity: "WARN",
        every: 30,
        gate: "time",
        where: { host: "node-1" },
        body: "volume /var: 0 of 206158430208 bytes free, 41 MB of them in /var/spool/receiver",
      },
    ],
    gauges: [
      {
        service: "receiver",
        name: "system.filesystem.utilization",
        unit: "1",
        base: 0.61,
        noise: 0.002,
        to: 1,
        ramp: 5,
        gate: "time",
        where: { host: "node-1" },
        attributes: { "system.filesystem.mountpoint": "/var" },
      },
    ],
  },
  {
    id: "nimbus-model-quota",
    group: "disk, quota, clock",
    kind: "quota exhausted",
    world: nimbus,
    service: "tiles",
    symptom: "errors",
    alertOn: "tiles|GET /forecast",
    changes: [
      {
        role: "decoy",
        message: "tiles: forecast errors say what was decoded",
        edits: [
          {
            file: forecast,
            from: 'fmt.Errorf("metmodel: decode: %w", err)',
            to: 'fmt.Errorf("metmodel: decode forecast: %w", err)',
          },
        ],
        at: -16,
      },
      {
        role: "decoy",
        message: "Rate limits of the public interface: documentation",
        edits: [
          {
            file: "docs/limits.md",
            add: "# Rate limits\n\nThe public interface answers 429 beyond 600 requests a minute per key.\n",
          },
        ],
        at: -300,
      },
    ],
    effects: [
      {
        at: "tiles|GET /forecast|model",
        gate: "time",
        fail: {
          type: "*main.statusError",
          message: 'metmodel answered 429, quota resets at "in 288401 s"',
          status: 429,
          frames: [{ file: forecast, text: "return nil, &statusError{", fn: "main.(*forecastClient).at" }],
        },
      },
    ],
    events: [
      {
        at: -1800,
        kind: "status",
        text: "metmodel: mail from the provider, 95% of the requests of this month are used",
      },
    ],
  },
];
