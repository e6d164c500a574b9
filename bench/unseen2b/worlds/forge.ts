import type { World } from "../../unseen/scenario.ts";
import { readSources } from "../read-sources.ts";

/** Hosting of code: Rails in front, Go beside the disks, a Ruby worker that knocks at other people's servers. */
export const forge: World = {
  id: "forge",
  repository: "anvil/forge",
  services: [
    {
      name: "web",
      language: "ruby",
      paths: ["web/"],
      replicas: 4,
      ops: [
        {
          name: "GET /:owner/:name/pulls",
          ms: 24,
          steps: [
            {
              do: "db",
              ms: 3,
              system: "postgresql",
              table: "repositories",
              query: "SELECT repositories.* FROM repositories WHERE owner = $1 AND name = $2 LIMIT 1",
            },
            {
              do: "db",
              id: "pulls",
              ms: 6,
              system: "postgresql",
              table: "pulls",
              query:
                "SELECT pulls.* FROM pulls WHERE repository_id = $1 AND state = $2 ORDER BY number DESC LIMIT 30",
              src: {
                file: "web/app/controllers/pulls_controller.rb",
                text: "pulls = @repository.pulls",
                fn: "PullsController#index",
              },
            },
            {
              do: "db",
              id: "extra",
              ms: 3,
              times: 1,
              system: "postgresql",
              table: "reviews",
              query: "SELECT reviews.* FROM reviews WHERE reviews.pull_id IN ($1)",
              src: {
                file: "web/app/serializers/pull_list_serializer.rb",
                text: "review: review_state(",
                fn: "PullListSerializer#row",
              },
            },
          ],
          log: "Completed 200 OK PullsController#index",
        },
        {
          name: "GET /:owner/:name/pulls/:number",
          ms: 20,
          steps: [
            {
              do: "db",
              id: "pull",
              ms: 4,
              system: "postgresql",
              table: "pulls",
              query: "SELECT pulls.* FROM pulls WHERE repository_id = $1 AND number = $2 LIMIT 1",
            },
            {
              do: "call",
              id: "diff",
              to: "gitd",
              op: "POST /diff",
              src: {
                file: "web/app/services/gitd.rb",
                text: "response = @connection.post(route, body)",
                fn: "Gitd#post",
              },
            },
          ],
        },
        {
          name: "POST /:owner/:name/pulls",
          ms: 22,
          steps: [
            { do: "call", id: "resolve", to: "gitd", op: "POST /resolve" },
            {
              do: "db",
              id: "insert",
              ms: 6,
              system: "postgresql",
              table: "pulls",
              query:
                "INSERT INTO pulls (repository_id, number, title, head_sha, base_sha) VALUES ($1, $2, $3, $4, $5)",
            },
            {
              do: "db",
              id: "delivery",
              ms: 4,
              system: "postgresql",
              table: "deliveries",
              query: "INSERT INTO deliveries (hook_id, event, payload, state) VALUES ($1, $2, $3, 0)",
            },
            {
              do: "send",
              system: "rabbitmq",
              topic: "webhook.deliver",
              to: "hooks",
              op: "process webhook.deliver",
            },
          ],
        },
        {
          name: "GET /:owner/:name/archive/:ref",
          ms: 12,
          steps: [{ do: "call", id: "archive", to: "gitd", op: "POST /archive" }],
        },
      ],
    },
    {
      name: "gitd",
      language: "go",
      paths: ["gitd/"],
      replicas: 3,
      ops: [
        { name: "POST /diff", ms: 6, steps: [{ do: "work", id: "git", name: "git diff", ms: 260 }] },
        { name: "POST /resolve", ms: 4, steps: [{ do: "work", name: "git rev-parse", ms: 6 }] },
        { name: "POST /archive", ms: 6, steps: [{ do: "work", id: "git", name: "git archive", ms: 420 }] },
      ],
    },
    {
      name: "hooks",
      language: "ruby",
      paths: ["hooks/"],
      replicas: 3,
      ops: [
        {
          name: "process webhook.deliver",
          ms: 5,
          steps: [
            {
              do: "db",
              id: "claim",
              ms: 4,
              system: "postgresql",
              table: "deliveries",
              query:
                "UPDATE deliveries SET state = 1, attempts = attempts + 1, updated_at = now() WHERE id = $1 AND state = 0",
              src: {
                file: "hooks/lib/hooks/store.rb",
                text: "@db.exec_params(CLAIM",
                fn: "Hooks::Store#claim",
              },
            },
            { do: "ext", id: "knock", ms: 90, host: "hooks.customer.example", method: "POST", path: "/in" },
            {
              do: "db",
              id: "finish",
              ms: 4,
              system: "postgresql",
              table: "deliveries",
              query:
                "UPDATE deliveries SET state = CASE WHEN $2 BETWEEN 200 AND 299 THEN 2 ELSE 3 END, response_status = $2, took_ms = $3, updated_at = now() WHERE id = $1",
              src: {
                file: "hooks/lib/hooks/store.rb",
                text: "@db.exec_params(FINISH",
                fn: "Hooks::Store#finish",
              },
            },
          ],
        },
      ],
    },
  ],
  files: readSources("forge"),
  entries: {
    "web|GET /:owner/:name/pulls": 6,
    "web|GET /:owner/:name/pulls/:number": 5,
    "web|POST /:owner/:name/pulls": 3,
    "web|GET /:owner/:name/archive/:ref": 1.5,
  },
  attributes: {
    "token.kind": ["session", "session", "personal", "installation", "deploy_key"],
    owner: ["torvane", "openmaps", "kettle", "rustbelt", "northwind"],
    agent: ["browser", "git", "ci-runner", "api-client"],
  },
  noise: [
    {
      at: "web|GET /:owner/:name/pulls/:number",
      share: 0.01,
      fail: {
        type: "ActiveRecord::RecordNotFound",
        message: "Couldn't find Pull with [WHERE pulls.number = $1]",
        status: 404,
      },
    },
    {
      at: "hooks|process webhook.deliver",
      share: 0.02,
      fail: {
        type: "Faraday::ConnectionFailed",
        message: "Failed to open TCP connection to ci.kettle.example:443",
      },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "rubocop -A in hooks (#5120)",
      edits: [
        {
          file: "hooks/lib/hooks/worker.rb",
          from: "      @http = Faraday.new(request: { timeout: 8, open_timeout: 3 }) do |faraday|\n        faraday.adapter :net_http\n      end\n",
          to: "      @http = Faraday.new(request: { timeout: 8, open_timeout: 3 }) { |faraday| faraday.adapter :net_http }\n",
        },
      ],
    },
    {
      role: "innocent",
      message: "Delivery: comment about who writes what",
      edits: [
        {
          file: "web/app/models/delivery.rb",
          from: "# One attempt to tell somebody's server about an event. `hooks` reads the open ones and writes how it went.\n",
          to: "# One attempt to tell somebody's server about an event.\n# `hooks` reads the open ones by plain SQL, and writes how it went.\n",
        },
      ],
    },
    {
      role: "innocent",
      message: "gitd: gauge of slots is documented; go vet in CI",
      edits: [
        {
          file: "gitd/pack/slots.go",
          from: "// InUse is for the gauge.\n",
          to: "// InUse is for the gauge gitd_slots_in_use.\n",
        },
        {
          file: "gitd/Makefile",
          add: "vet:\n\tgo vet ./...\n\ntest: vet\n\tgo test -race -timeout 5m ./...\n",
        },
      ],
    },
    {
      role: "innocent",
      message: "Bump faraday from 2.12.0 to 2.12.1 in hooks (#5131)",
      edits: [
        {
          file: "hooks/Gemfile.lock",
          add: "GEM\n  remote: https://gems.internal/\n  specs:\n    faraday (2.12.1)\n      faraday-net_http (>= 2.0, < 3.5)\n      json\n      logger\n    pg (1.5.9)\n",
        },
      ],
    },
    {
      role: "innocent",
      message: "Design tokens: new blue (#5127)",
      edits: [
        {
          file: "packages/ui/tokens.css",
          add: ":root {\n  --blue-500: #2563c9;\n  --blue-600: #1d4fa3;\n  --timeout-toast: 4s;\n}\n",
        },
      ],
    },
  ],
  rename: {
    gitd: ["packd", "repod"],
    deliveries: ["dispatches"],
    customer: ["subscriber"],
    kettle: ["teapot"],
    anvil: ["hammer"],
  },
};
