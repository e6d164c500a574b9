import type { World } from "../../unseen/scenario.ts";
import { readSources } from "../read-sources.ts";

/** Chat and voice: a gateway in Rust before services in Python and Go, and a consumer that pushes. */
export const hall: World = {
  id: "hall",
  repository: "lantern/hall",
  services: [
    {
      name: "gateway",
      language: "rust",
      paths: ["gateway/"],
      replicas: 3,
      ops: [
        {
          name: "POST /channels/{id}/messages",
          ms: 3,
          steps: [{ do: "call", id: "messages", to: "messages", op: "POST /channels/{channel}/messages" }],
        },
        {
          name: "GET /channels/{id}/messages",
          ms: 3,
          steps: [{ do: "call", to: "messages", op: "GET /channels/{channel}/messages" }],
        },
        {
          name: "POST /voice/{room}/join",
          ms: 3,
          steps: [{ do: "call", id: "presence", to: "presence", op: "POST /rooms/{room}/members/{user}" }],
        },
        {
          name: "GET /me/settings",
          ms: 2,
          steps: [{ do: "call", id: "profiles", to: "profiles", op: "GET /users/{user}/settings" }],
        },
      ],
    },
    {
      name: "messages",
      language: "python",
      paths: ["messages/"],
      replicas: 3,
      ops: [
        {
          name: "POST /channels/{channel}/messages",
          ms: 8,
          steps: [
            {
              do: "db",
              id: "member",
              ms: 3,
              system: "postgresql",
              table: "members",
              query: "SELECT 1 FROM members WHERE channel = %s AND user_id = %s AND NOT muted",
            },
            {
              do: "call",
              id: "moderate",
              to: "moderation",
              op: "POST /check",
              timeout: 2000,
              onFail: {
                type: "httpx.ReadTimeout",
                message: "The read operation timed out",
                status: 500,
                frames: [
                  { file: "messages/app/post.py", text: "answer = await client.post(", fn: "moderate" },
                  { file: "messages/app/post.py", text: "await moderate(app.http", fn: "post_message" },
                ],
              },
              src: { file: "messages/app/post.py", text: "answer = await client.post(", fn: "moderate" },
            },
            {
              do: "db",
              id: "insert",
              ms: 5,
              system: "postgresql",
              table: "messages",
              query:
                "INSERT INTO messages (channel, author, body, attachments, nonce, sent_at) VALUES (%s, %s, %s, %s, %s, %s) RETURNING id, channel, author, body, sent_at",
              src: { file: "messages/app/store.py", text: "INSERT INTO messages", fn: "insert" },
            },
            {
              do: "send",
              system: "kafka",
              topic: "message.created",
              to: "notifier",
              op: "process message.created",
            },
          ],
          log: "message stored in channel {n}",
        },
        {
          name: "GET /channels/{channel}/messages",
          ms: 7,
          steps: [
            {
              do: "db",
              id: "page",
              ms: 7,
              system: "postgresql",
              table: "messages",
              query:
                "SELECT id, channel, author, body, sent_at FROM messages WHERE channel = %s AND (%s::bigint IS NULL OR id < %s) ORDER BY id DESC LIMIT %s",
              src: { file: "messages/app/store.py", text: "async def page", fn: "page" },
            },
          ],
        },
      ],
    },
    {
      name: "moderation",
      language: "python",
      paths: ["moderation/"],
      replicas: 3,
      ops: [{ name: "POST /check", ms: 5, steps: [{ do: "cache", command: "GET channel:rules" }] }],
    },
    {
      name: "presence",
      language: "go",
      paths: ["presence/"],
      replicas: 3,
      ops: [
        {
          name: "POST /rooms/{room}/members/{user}",
          ms: 4,
          steps: [
            {
              do: "db",
              id: "limit",
              ms: 2,
              system: "postgresql",
              table: "rooms",
              query: "SELECT member_limit FROM rooms WHERE slug = $1",
              src: {
                file: "presence/internal/rooms/join.go",
                text: "conn.QueryRow(",
                fn: "rooms.(*Joiner).limit",
              },
            },
            { do: "cache", id: "count", command: "SCARD room:members" },
            { do: "cache", id: "add", command: "SADD room:members" },
            {
              do: "ext",
              id: "relay",
              ms: 25,
              host: "relay.hallvoice.example",
              method: "POST",
              path: "/v1/tickets",
              src: {
                file: "presence/internal/rooms/join.go",
                text: "j.relays.Do(request)",
                fn: "rooms.(*Joiner).ticket",
              },
            },
          ],
          log: "joined room={room}",
        },
      ],
    },
    {
      name: "profiles",
      language: "go",
      paths: ["profiles/"],
      replicas: 3,
      ops: [
        {
          name: "GET /users/{user}/settings",
          ms: 2,
          steps: [
            { do: "cache", id: "get", command: "GET settings:v3:user" },
            {
              do: "db",
              id: "load",
              chance: 0.05,
              ms: 6,
              system: "postgresql",
              table: "user_settings",
              query: "SELECT document FROM user_settings WHERE user_id = $1",
              src: {
                file: "profiles/internal/settings/cache.go",
                text: "SELECT document FROM user_settings",
                fn: "settings.(*Reader).load",
              },
            },
          ],
        },
      ],
    },
    {
      name: "notifier",
      language: "python",
      paths: ["notifier/", "deploy/notifier.yaml"],
      replicas: 3,
      ops: [
        {
          name: "process message.created",
          ms: 4,
          steps: [
            {
              do: "ext",
              id: "push",
              chance: 0.4,
              ms: 60,
              host: "push.wavecast.example",
              method: "POST",
              path: "/v2/send",
            },
          ],
          log: "told 1 of the people mentioned",
        },
      ],
    },
  ],
  files: readSources("hall"),
  entries: {
    "gateway|POST /channels/{id}/messages": 5,
    "gateway|GET /channels/{id}/messages": 6,
    "gateway|POST /voice/{room}/join": 3,
    "gateway|GET /me/settings": 5,
  },
  attributes: {
    room: ["lounge", "raid", "standup", "keynote"],
    "client.kind": ["desktop", "android", "ios", "web"],
  },
  noise: [
    {
      at: "presence|POST /rooms/{room}/members/{user}",
      share: 0.006,
      fail: { type: "rooms.ErrFull", message: "room is full", status: 409 },
    },
    {
      at: "messages|POST /channels/{channel}/messages",
      share: 0.003,
      fail: { type: "fastapi.HTTPException", message: "403: not a member of this channel", status: 403 },
    },
    {
      at: "notifier|process message.created",
      share: 0.004,
      fail: { type: "PushGone", message: "subscription {n} is gone (410)" },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "gateway: doc comment of the router, cargo fmt",
      edits: [
        {
          file: "gateway/src/routes.rs",
          from: "//! What clients may ask of the gateway. Each route forwards to the service that owns the data.\n",
          to: "//! What clients may ask of the gateway.\n//!\n//! Each route forwards to the service that owns the data.\n",
        },
      ],
    },
    {
      role: "innocent",
      message: "messages: type of the verdict (#812)\n\nmypy --strict, no change at run time.",
      edits: [
        {
          file: "messages/app/post.py",
          from: "    verdict = answer.json()\n",
          to: "    verdict: dict = answer.json()\n",
        },
      ],
    },
    {
      role: "innocent",
      message: "presence: say which relay gave the ticket, in a test server too",
      edits: [
        {
          file: "presence/internal/rooms/testserver_test.go",
          add: 'package rooms\n\nimport (\n\t"net/http"\n\t"net/http/httptest"\n\t"time"\n)\n\n// slowRelay answers late, for tests of the timeout.\nfunc slowRelay(wait time.Duration) *httptest.Server {\n\treturn httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {\n\t\ttime.Sleep(wait)\n\t\tw.WriteHeader(http.StatusCreated)\n\t}))\n}\n',
        },
      ],
    },
    {
      role: "innocent",
      message: "deploy(notifier): team label for the cost report (#820)",
      edits: [
        {
          file: "deploy/notifier.yaml",
          from: "  labels: {team: reach}\n",
          to: '  labels: {team: reach, cost-centre: "4410"}\n',
        },
      ],
    },
    {
      role: "innocent",
      message: "profiles: explain why entries may live long",
      edits: [
        {
          file: "profiles/internal/settings/cache.go",
          from: "// Write stores and refreshes the cached entry.\n",
          to: "// Write stores and refreshes the cached entry, so that a reader never sees an old one.\n",
        },
      ],
    },
  ],
  rename: {
    presence: ["roster", "whereabouts"],
    moderation: ["vetting"],
    notifier: ["herald", "pinger"],
    wavecast: ["pushbird"],
    hallvoice: ["talkrelay"],
    keynote: ["premiere", "townhall"],
  },
};
