import type { SourcedScenario } from "../scenario.ts";
import { hall } from "../worlds/hall.ts";

const join = "presence/internal/rooms/join.go";
const rules = "moderation/app/rules.py";
const cache = "profiles/internal/settings/cache.go";

export const hallScenarios: SourcedScenario[] = [
  {
    id: "hall-settings-lifetime",
    group: "cache",
    kind: "cache lifetime",
    source: "https://github.blog/news-insights/company-news/addressing-githubs-recent-availability-issues-2/",
    world: hall,
    service: "profiles",
    symptom: "latency",
    alertOn: "gateway|GET /me/settings",
    changes: [
      {
        role: "culprit",
        message:
          "settings: entries live five minutes (#829)\n\nSupport edits rows by hand now and then and has to wait for half a day until people see it.",
        edits: [
          {
            file: cache,
            from: "	// Written through on every change, so that an entry may live long.\n	entryTTL = 12 * time.Hour\n",
            to: "	// Short, since support writes to the table behind our back.\n	entryTTL = 5 * time.Minute\n",
          },
          {
            file: cache,
            from: '	keyPrefix = "settings:v3:"\n',
            to: '	keyPrefix = "settings:v4:"\n',
          },
          {
            file: "profiles/README.md",
            add: "# profiles\n\nSettings are cached for five minutes. Whoever edits a row by hand waits that long.\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "gateway: settings are asked for with the session's user, in one place",
        edits: [
          {
            file: "gateway/src/routes.rs",
            from: '    let path = format!("/users/{}/settings", session.user);\n    shared.profiles.get(&path).await.map(Json).map_err(to_status)\n',
            to: '    let user = session.user;\n    let path = format!("/users/{user}/settings");\n    shared.profiles.get(&path).await.map(Json).map_err(to_status)\n',
          },
        ],
        at: -35,
      },
      {
        role: "decoy",
        message: "profiles: wrap the error of a document that is not JSON",
        edits: [
          {
            file: cache,
            from: 'fmt.Errorf("settings of %d are not JSON: %w", user, err)',
            to: 'fmt.Errorf("settings document of %d is not JSON: %w", user, err)',
          },
        ],
        at: -8,
      },
    ],
    effects: [
      {
        at: "profiles|GET /users/{user}/settings|load",
        set: { chance: 0.62 },
        slow: 190,
      },
      {
        at: "profiles|GET /users/{user}/settings|load",
        share: 0.08,
        slow: 900,
        fail: {
          type: "*fmt.wrapError",
          message: "load settings of {n}: timeout: context deadline exceeded",
          frames: [{ file: cache, text: ").Scan(&raw)", fn: "settings.(*Reader).load" }],
        },
      },
    ],
    gauges: [
      {
        service: "profiles",
        name: "settings.cache.hit.ratio",
        unit: "1",
        base: 0.95,
        noise: 0.01,
        to: 0.38,
        ramp: 40,
      },
    ],
  },
  {
    id: "hall-link-backtracking",
    group: "regular expression",
    kind: "regular expression",
    source: "https://blog.cloudflare.com/details-of-the-cloudflare-outage-on-july-2-2019/",
    world: hall,
    service: "moderation",
    symptom: "errors",
    alertOn: "gateway|POST /channels/{id}/messages",
    changes: [
      {
        role: "culprit",
        message:
          'moderation: catch links that are written with blanks (#834)\n\n"https://exa mple .zip" got through.',
        edits: [
          {
            file: rules,
            from: 'LINK = re.compile(r"https?://[^\\s/]+\\.(?:zip|mov|top)(?:/\\S*)?", re.IGNORECASE)\n',
            to: 'LINK = re.compile(r"h\\s*t\\s*t\\s*p\\s*s?\\s*:\\s*/\\s*/(?:\\s*[\\w.-]+\\s*)+\\.\\s*(?:zip|mov|top)\\b", re.IGNORECASE)\n',
          },
          {
            file: "moderation/tests/test_spaced_links.py",
            add: 'import pytest\n\nfrom app.rules import first_match\n\n\n@pytest.mark.parametrize("text", ["https://exa mple .zip", "see h ttps://x.mov", "http://a b c.top"])\ndef test_link_with_blanks_is_found(text):\n    rule = first_match(text, {"bad-link"})\n    assert rule is not None and rule.name == "bad-link"\n',
          },
        ],
      },
      {
        role: "decoy",
        message: "moderation: log the reason of the rule that matched",
        edits: [
          {
            file: "moderation/app/check.py",
            from: '    log.info("rule %s matched in channel %s", rule.name, body.channel)\n',
            to: '    log.info("rule %s matched in channel %s (%s)", rule.name, body.channel, rule.reason)\n',
          },
        ],
        at: -18,
      },
      {
        role: "decoy",
        message: "messages: comment on the timeout towards moderation",
        edits: [
          {
            file: "messages/app/post.py",
            from: "MODERATION_TIMEOUT = 2.0\n",
            to: "# Seconds. A text that nobody has looked at is not shown.\nMODERATION_TIMEOUT = 2.0\n",
          },
        ],
        at: 5,
      },
    ],
    effects: [{ at: "moderation|POST /check", share: 0.3, slow: 9000 }],
    logs: [
      {
        service: "moderation",
        severity: "WARN",
        every: 18,
        delay: 6,
        body: "Executing <Task pending name='Task-{n}' coro=<check() running at /srv/moderation/app/check.py:29>> took 8.914 seconds (rule bad-link, text of 212 characters)",
      },
    ],
    gauges: [
      {
        service: "moderation",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.21,
        noise: 0.02,
        to: 0.99,
        ramp: 25,
      },
    ],
  },
  {
    id: "hall-push-subject",
    group: "start-up",
    kind: "start-up requirement",
    source: "https://blog.heroku.com/how-i-broke-git-push-heroku-main",
    world: hall,
    service: "notifier",
    symptom: "saturation",
    alertOn: "notifier|process message.created",
    alert: {
      name: "ConsumerLag",
      summary: "message.created: lag of the push consumers keeps growing",
      metric: "kafka_consumer_lag_ratio",
    },
    needs: ["logs", "metrics"],
    changes: [
      {
        role: "culprit",
        message:
          "notifier: sign pushes with a subject (#838)\n\nBrowsers refuse unsigned ones from next month on.",
        edits: [
          {
            file: "notifier/app/settings.py",
            from: '            push_concurrency=int(env.get("PUSH_CONCURRENCY", "16")),\n',
            to: '            push_concurrency=int(env.get("PUSH_CONCURRENCY", "16")),\n            push_subject=env["PUSH_SUBJECT"],\n',
          },
          {
            file: "notifier/app/settings.py",
            from: "    push_concurrency: int\n",
            to: "    push_concurrency: int\n    push_subject: str\n",
          },
          {
            file: "notifier/app/main.py",
            from: "        key=settings.push_key,\n",
            to: "        key=settings.push_key,\n        subject=settings.push_subject,\n",
          },
          {
            file: "notifier/.env.example",
            add: "KAFKA_BROKERS=localhost:9092\nPUSH_KEY=local\nPUSH_SUBJECT=mailto:push@lantern.example\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "messages: mentions are sent in the order of the text",
        edits: [
          {
            file: "messages/app/mentions.py",
            from: "    found = {int(match.group(1)) for match in MENTION.finditer(text)}\n    return sorted(found)[:LIMIT]\n",
            to: "    found = dict.fromkeys(int(match.group(1)) for match in MENTION.finditer(text))\n    return list(found)[:LIMIT]\n",
          },
        ],
        at: -60,
      },
    ],
    effects: [
      {
        at: "notifier|process message.created",
        refuse: { type: "NotRunning", message: "no consumer" },
      },
    ],
    logs: [
      {
        service: "notifier",
        severity: "FATAL",
        every: 22,
        body: "Traceback in notifier.main: KeyError: 'PUSH_SUBJECT'",
        fail: {
          type: "KeyError",
          message: "'PUSH_SUBJECT'",
          frames: [
            { file: "notifier/app/settings.py", text: 'env["PUSH_SUBJECT"]', fn: "from_environment" },
            { file: "notifier/app/main.py", text: "Settings.from_environment(", fn: "run" },
            { file: "notifier/app/main.py", text: "asyncio.run(run())", fn: "main" },
          ],
        },
      },
    ],
    gauges: [
      {
        service: "messages",
        name: "messaging.kafka.consumer.lag",
        unit: "{message}",
        base: 12,
        noise: 4,
        to: 5200,
        ramp: 260,
        gate: "time",
        attributes: { "messaging.consumer.group.name": "notifier" },
      },
    ],
  },
  {
    id: "hall-room-pool",
    group: "limit",
    kind: "pool lowered",
    source: "https://incident.io/blog/database-performance",
    world: hall,
    service: "presence",
    symptom: "errors",
    alertOn: "gateway|POST /voice/{room}/join",
    changes: [
      {
        role: "culprit",
        message:
          "presence: fewer connections to pg-rooms (#841)\n\nThe database team asks everybody to give back what they do not need. min_conns shows four in use.",
        edits: [
          {
            file: "presence/config/production.yaml",
            from: "  max_conns: 32\n  min_conns: 4\n",
            to: "  max_conns: 2\n  min_conns: 1\n",
          },
          {
            file: "docs/connections.md",
            add: "# Connections to pg-rooms\n\n| service | max |\n| --- | --- |\n| presence | 2 per instance |\n| admin | 4 |\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "presence: join logs the number of members (#840)",
        edits: [
          {
            file: join,
            from: '	j.log.Info("joined", "room", room, "relay", ticket.Relay)\n',
            to: '	j.log.Info("joined", "room", room, "relay", ticket.Relay, "members", count+1)\n',
          },
        ],
        at: -12,
      },
      {
        role: "decoy",
        message: "Timeout of joining a room: say in the gateway why it is five seconds",
        edits: [
          {
            file: "gateway/src/routes.rs",
            from: '    let path = format!("/rooms/{room}/members/{}", session.user);\n',
            to: '    // Five seconds: a relay in another region may have to be woken.\n    let path = format!("/rooms/{room}/members/{}", session.user);\n',
          },
        ],
        at: 10,
      },
    ],
    effects: [
      {
        at: "presence|POST /rooms/{room}/members/{user}",
        share: 0.4,
        slow: 2010,
        early: true,
        fail: {
          type: "*fmt.wrapError",
          message: "limit of {room}: acquire connection: context deadline exceeded",
          frames: [
            { file: join, text: "conn, err := j.db.Acquire(ctx)", fn: "rooms.(*Joiner).limit" },
            { file: join, text: "limit, err := j.limit(ctx, room)", fn: "rooms.(*Joiner).Join" },
          ],
        },
      },
      { at: "presence|POST /rooms/{room}/members/{user}", share: 0.7, slow: 700 },
    ],
    gauges: [
      {
        service: "presence",
        name: "db.client.connection.max",
        unit: "{connection}",
        base: 32,
        noise: 0,
        to: 2,
      },
      {
        service: "presence",
        name: "db.client.connection.pending_requests",
        unit: "{request}",
        base: 0,
        noise: 0.2,
        to: 24,
        ramp: 20,
      },
    ],
  },
  {
    id: "hall-relay-certificate",
    group: "certificate and credential",
    kind: "certificate expired",
    source: "https://hacks.mozilla.org/2019/07/add-ons-outage-post-mortem-result/",
    world: hall,
    service: "presence",
    symptom: "errors",
    alertOn: "gateway|POST /voice/{room}/join",
    changes: [
      {
        role: "decoy",
        message: "presence: keep more connections to the relays alive",
        edits: [
          { file: "presence/config/production.yaml", from: "  keep_alive: 64\n", to: "  keep_alive: 96\n" },
        ],
        at: -45,
      },
      {
        role: "decoy",
        message: "presence: name the relay in the error of a ticket",
        edits: [
          {
            file: join,
            from: '		return nil, fmt.Errorf("relay answered %s", response.Status)\n',
            to: '		return nil, fmt.Errorf("relay answered %s to %s", response.Status, request.URL.Path)\n',
          },
        ],
        at: 14,
      },
    ],
    effects: [
      {
        at: "presence|POST /rooms/{room}/members/{user}|relay",
        gate: "time",
        fail: {
          type: "*tls.CertificateVerificationError",
          message:
            'relay ticket for {room}: Post "https://relay.hallvoice.example/v1/tickets": tls: failed to verify certificate: x509: certificate has expired or is not yet valid',
          frames: [
            { file: join, text: "j.relays.Do(request)", fn: "rooms.(*Joiner).ticket" },
            { file: join, text: "ticket, err := j.ticket(ctx, room, user)", fn: "rooms.(*Joiner).Join" },
          ],
        },
      },
    ],
  },
  {
    id: "hall-keynote-crowd",
    group: "traffic",
    kind: "flash crowd",
    source: "https://www.epicgames.com/fortnite/en-US/news/postmortem-of-service-outage-at-3-4m-ccu",
    world: hall,
    service: "presence",
    symptom: "latency",
    alertOn: "gateway|POST /voice/{room}/join",
    needs: ["metrics"],
    surge: { factor: 5, entry: "gateway|POST /voice/{room}/join", attribute: ["room", "keynote"] },
    changes: [
      {
        role: "decoy",
        message: "presence: rooms go idle after twenty minutes",
        edits: [
          { file: "presence/config/production.yaml", from: "  idle_after: 15m\n", to: "  idle_after: 20m\n" },
        ],
        at: -20,
      },
    ],
    effects: [
      {
        at: "presence|POST /rooms/{room}/members/{user}",
        gate: "time",
        slow: 850,
        ramp: 70,
      },
      {
        at: "presence|POST /rooms/{room}/members/{user}",
        gate: "time",
        where: { room: "keynote" },
        share: 0.3,
        ramp: 60,
        fail: { type: "rooms.ErrFull", message: "room is full", status: 409 },
      },
      {
        at: "presence|POST /rooms/{room}/members/{user}|relay",
        gate: "time",
        slow: 180,
        ramp: 60,
      },
    ],
    gauges: [
      {
        service: "presence",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.22,
        noise: 0.03,
        to: 0.93,
        ramp: 60,
        gate: "time",
      },
    ],
  },
  {
    id: "hall-zone-cut-off",
    group: "network",
    kind: "network partition",
    source: "https://aws.amazon.com/message/65648/",
    world: hall,
    service: "presence",
    symptom: "errors",
    alertOn: "gateway|POST /voice/{room}/join",
    needs: ["revision"],
    changes: [
      {
        role: "decoy",
        message: "presence: read timeout of redis in its own words",
        edits: [
          {
            file: "presence/config/production.yaml",
            from: "  read_timeout: 500ms\n",
            to: "  read_timeout: 500ms # of one command, not of a pipeline\n",
          },
        ],
        at: -25,
      },
      {
        role: "decoy",
        message: "profiles: say when the key prefix is raised",
        edits: [
          {
            file: cache,
            from: '	keyPrefix = "settings:v3:"\n',
            to: '	// Raised whenever the fields change.\n	keyPrefix = "settings:v3:"\n',
          },
        ],
        at: -70,
      },
    ],
    effects: [
      {
        at: "presence|POST /rooms/{room}/members/{user}|count",
        gate: "time",
        where: { zone: "zone-2" },
        slow: 500,
        fail: {
          type: "*net.OpError",
          message: "members of {room}: read tcp 10.2.14.7:41822->10.1.3.9:6379: i/o timeout",
          frames: [{ file: join, text: "j.redis.SCard(ctx, key)", fn: "rooms.(*Joiner).Join" }],
        },
      },
      {
        at: "profiles|GET /users/{user}/settings|get",
        gate: "time",
        where: { zone: "zone-2" },
        slow: 500,
        fail: {
          type: "*net.OpError",
          message: "settings cache: read tcp 10.2.14.31:50212->10.1.3.12:6379: i/o timeout",
          frames: [{ file: cache, text: "r.redis.Get(ctx, key)", fn: "settings.(*Reader).Read" }],
        },
      },
      {
        at: "moderation|POST /check",
        gate: "time",
        where: { zone: "zone-2" },
        slow: 480,
        early: true,
        fail: {
          type: "redis.exceptions.TimeoutError",
          message: "Timeout reading from redis-rules-0:6379",
          status: 503,
        },
      },
    ],
    logs: [
      {
        service: "messages",
        severity: "WARN",
        every: 30,
        gate: "time",
        where: { zone: "zone-2" },
        body: "connection to kafka-0:9092 (10.1.5.20) lost: Connection timed out, trying kafka-1:9092",
      },
    ],
  },
];
