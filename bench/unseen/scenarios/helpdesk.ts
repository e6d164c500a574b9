import type { Scenario } from "../scenario.ts";
import { helpdesk as world } from "../worlds/helpdesk.ts";

const index = "web|GET /tickets";
const answer = "web|POST /tickets/:id/replies";
const controller = "app/controllers/tickets_controller.rb";

export const helpdeskScenarios: Scenario[] = [
  {
    id: "helpdesk-includes-gone",
    group: "query",
    kind: "query in a loop",
    world,
    service: "web",
    symptom: "latency",
    alertOn: index,
    changes: [
      {
        role: "culprit",
        message: "tickets: drop eager loading, bullet says it is unused",
        edits: [
          {
            file: controller,
            from: "current_team.tickets.includes(:author).order",
            to: "current_team.tickets.order",
          },
        ],
      },
      {
        role: "decoy",
        at: -21,
        message: "replies: strip blanks with one expression (regex change)",
        edits: [
          {
            file: "app/controllers/replies_controller.rb",
            from: '    text.to_s.gsub(/[ \\t]+$/, "").strip',
            to: '    text.to_s.gsub(/[ \\t]+$/, "").lstrip.rstrip',
          },
        ],
      },
      {
        role: "decoy",
        message: "database: pool of 12",
        edits: [{ file: "config/database.yml", from: "pool: 10", to: "pool: 12" }],
      },
    ],
    effects: [
      {
        at: `${index}|authors`,
        set: { times: 22, query: "SELECT users.* FROM users WHERE users.id = ? LIMIT 1", ms: 9 },
      },
    ],
  },
  {
    id: "helpdesk-column-renamed",
    group: "migration",
    kind: "column renamed before the code",
    world,
    service: "web",
    symptom: "errors",
    alertOn: answer,
    changes: [
      {
        role: "culprit",
        message: "db: replies have a text, as everywhere else",
        edits: [
          {
            file: "db/migrate/20260504091200_rename_replies_body.rb",
            add: "class RenameRepliesBody < ActiveRecord::Migration[7.2]\n  def change\n    rename_column :replies, :body, :text\n  end\nend\n",
          },
        ],
      },
      {
        role: "decoy",
        at: -34,
        message: "replies: job gets the id as a string",
        edits: [
          {
            file: "app/jobs/reply_mailer_job.rb",
            from: "reply = Reply.find(reply_id)",
            to: "reply = Reply.find(Integer(reply_id))",
          },
        ],
      },
      {
        role: "decoy",
        message: "tickets: show merges in a fixed sequence",
        edits: [
          {
            file: controller,
            from: "row(ticket).merge(body: ticket.body)",
            to: "row(ticket).merge({ body: ticket.body })",
          },
        ],
      },
    ],
    effects: [
      {
        at: `${answer}|insert`,
        gate: "time",
        fail: {
          type: "ActiveRecord::StatementInvalid",
          message: "Mysql2::Error: Unknown column 'body' in 'field list'",
          frames: [
            {
              file: "app/controllers/replies_controller.rb",
              text: "ticket.replies.create!",
              fn: "RepliesController#create",
            },
          ],
        },
      },
    ],
  },
  {
    id: "helpdesk-psych-aliases",
    group: "dependency upgrade",
    kind: "locked version",
    world,
    service: "web",
    symptom: "errors",
    alertOn: index,
    changes: [
      {
        role: "culprit",
        message: "bundle update --conservative faraday psych",
        edits: [
          { file: "Gemfile.lock", from: "    psych (4.0.6)\n", to: "    psych (5.2.6)\n" },
          { file: "Gemfile.lock", from: "    faraday (2.13.4)\n", to: "    faraday (2.14.0)\n" },
        ],
      },
      {
        role: "decoy",
        at: -28,
        message: "tickets: authors by their short name (hotfix)",
        edits: [
          {
            file: controller,
            from: "author: ticket.author.display_name,",
            to: "author: ticket.author.display_name.to_s,",
          },
        ],
      },
    ],
    effects: [
      {
        at: index,
        early: true,
        share: 0.98,
        fail: {
          type: "Psych::DisallowedClass",
          message: "Tried to load unspecified class: Symbol",
          frames: [
            { file: "lib/settings_file.rb", text: "YAML.load(text", fn: "SettingsFile.read" },
            { file: controller, text: "def index", fn: "TicketsController#index" },
          ],
        },
      },
    ],
  },
  {
    id: "helpdesk-search-timeout",
    group: "shared library",
    kind: "client without a limit",
    world,
    service: "web",
    symptom: "latency",
    alertOn: answer,
    changes: [
      {
        role: "culprit",
        message: "search client: wait for the refresh, so that people find their own words at once",
        edits: [
          {
            file: "lib/search_client.rb",
            from: '    connection.put("/documents/#{ticket.id}", {',
            to: '    connection.put("/documents/#{ticket.id}?refresh=wait_for", {',
          },
        ],
      },
      {
        role: "decoy",
        at: -25,
        message: "search: filter before must",
        edits: [
          {
            file: "search/src/find.ts",
            from: "  return result.hits.hits.map((hit) => String(hit._id));",
            to: "  const { hits } = result.hits;\n  return hits.map((hit) => String(hit._id));",
          },
        ],
      },
      {
        role: "decoy",
        message: "mailers: three retries only",
        edits: [{ file: "app/jobs/reply_mailer_job.rb", from: "retry: 5", to: "retry: 3" }],
      },
    ],
    effects: [
      {
        at: "search|PUT /documents/:id|put",
        gate: "web",
        slow: 850,
        set: { query: "PUT tickets/_doc?refresh=wait_for" },
      },
    ],
  },
  {
    id: "helpdesk-mail-quota",
    group: "provider outage",
    kind: "provider refuses",
    world,
    service: "worker",
    symptom: "errors",
    alertOn: "worker|process mailers",
    changes: [
      {
        role: "decoy",
        at: -48,
        message: "mailers: subject without doubled prefix",
        edits: [
          {
            file: "app/jobs/reply_mailer_job.rb",
            from: 'subject: "Re: #{reply.ticket.subject}",',
            to: 'subject: "Re: #{reply.ticket.subject.delete_prefix("Re: ")}",',
          },
        ],
      },
      {
        role: "decoy",
        message: "models: stale tickets by hours",
        edits: [
          {
            file: "app/models/ticket.rb",
            from: "scope :stale, ->(days) { open.where(updated_at: ..days.days.ago) }",
            to: "scope :stale, ->(days) { open.where(updated_at: ..(days * 24).hours.ago) }",
          },
        ],
      },
    ],
    effects: [
      {
        at: "worker|process mailers|mail",
        gate: "time",
        share: 0.9,
        fail: {
          type: "Postroom::RateLimited",
          message: "429 monthly sending quota of the plan is used up",
          status: 429,
          frames: [
            { file: "app/jobs/reply_mailer_job.rb", text: "Postroom.deliver", fn: "ReplyMailerJob#perform" },
          ],
        },
      },
    ],
  },
  {
    id: "helpdesk-index-deleted",
    group: "operator action",
    kind: "operator",
    world,
    service: "search",
    symptom: "errors",
    alertOn: "web|GET /search",
    changes: [
      {
        role: "decoy",
        at: -52,
        message: "search: find by team and words",
        edits: [
          {
            file: "search/src/find.ts",
            from: "export async function find(team: string, words: string)",
            to: "/** Ids of the tickets that match, best first. */\nexport async function find(team: string, words: string)",
          },
        ],
      },
      {
        role: "decoy",
        message: "search client: message names the team",
        edits: [
          {
            file: "lib/search_client.rb",
            from: '"search answered #{response.status}"',
            to: '"search answered #{response.status} to team #{team.id}"',
          },
        ],
      },
    ],
    effects: [
      {
        at: "search|GET /find|query",
        gate: "time",
        fail: {
          type: "ResponseError",
          message: "index_not_found_exception: no such index [tickets]",
          frames: [{ file: "search/src/find.ts", text: "elastic.search", fn: "find" }],
        },
      },
      {
        at: "search|PUT /documents/:id|put",
        gate: "time",
        fail: {
          type: "ResponseError",
          message:
            "index_not_found_exception: no such index [tickets] and [action.auto_create_index] is [false]",
        },
      },
    ],
    events: [
      { at: -6, kind: "operator", text: "elastic console: DELETE /tickets by mkowalski (meant for staging)" },
    ],
  },
  {
    id: "helpdesk-tenant-import",
    group: "bad record or tenant",
    kind: "one tenant floods",
    world,
    service: "web",
    symptom: "latency",
    alertOn: index,
    surge: { factor: 4, entry: index, attribute: ["team", "t-48"] },
    changes: [
      {
        role: "decoy",
        at: -42,
        message: "tickets: row is built in one place",
        edits: [
          {
            file: controller,
            from: "    render json: @tickets.map { |ticket| row(ticket) }",
            to: "    rows = @tickets.map { |ticket| row(ticket) }\n    render json: rows",
          },
        ],
      },
      {
        role: "decoy",
        message: "database: read timeout 6 s",
        edits: [{ file: "config/database.yml", from: "read_timeout: 5", to: "read_timeout: 6" }],
      },
    ],
    effects: [
      { at: `${index}|tickets`, gate: "time", where: { team: "t-48" }, slow: 900 },
      { at: `${index}|tickets`, gate: "time", slow: 120, ramp: 60 },
    ],
    events: [
      {
        at: -30,
        kind: "tenant",
        text: "account t-48 started a migration: its script lists all tickets page by page",
      },
    ],
    rps: [2, 5],
  },
];
