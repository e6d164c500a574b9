import type { World } from "../scenario.ts";

export const helpdesk: World = {
  id: "helpdesk",
  repository: "acme/helpdesk",
  services: [
    {
      name: "web",
      language: "ruby",
      paths: ["app/", "config/", "db/", "Gemfile", "lib/"],
      replicas: 3,
      ops: [
        {
          name: "GET /tickets",
          ms: 14,
          steps: [
            {
              do: "db",
              id: "tickets",
              system: "mysql",
              query:
                "SELECT tickets.* FROM tickets WHERE tickets.team_id = ? ORDER BY tickets.updated_at DESC LIMIT 25",
              table: "tickets",
              ms: 5,
              src: {
                file: "app/controllers/tickets_controller.rb",
                text: "limit(25)",
                fn: "TicketsController#index",
              },
            },
            {
              do: "db",
              id: "authors",
              system: "mysql",
              query: "SELECT users.* FROM users WHERE users.id IN (?)",
              table: "users",
              ms: 2,
            },
          ],
          log: "Completed 200 OK tickets#index team {team}",
        },
        {
          name: "POST /tickets/:id/replies",
          ms: 12,
          steps: [
            {
              do: "db",
              id: "insert",
              system: "mysql",
              query: "INSERT INTO replies (ticket_id, body, author_id) VALUES (?, ?, ?)",
              table: "replies",
              ms: 3,
              src: {
                file: "app/controllers/replies_controller.rb",
                text: "ticket.replies.create!",
                fn: "RepliesController#create",
              },
            },
            {
              do: "send",
              id: "enqueue",
              system: "sidekiq",
              topic: "mailers",
              to: "worker",
              op: "process mailers",
            },
            {
              do: "call",
              id: "index",
              to: "search",
              op: "PUT /documents/:id",
              tolerate: true,
              timeout: 1000,
            },
          ],
          log: "Completed 201 Created replies#create team {team}",
        },
        {
          name: "GET /search",
          ms: 8,
          steps: [
            {
              do: "call",
              id: "find",
              to: "search",
              op: "GET /find",
              timeout: 2000,
              src: { file: "lib/search_client.rb", text: "connection.get", fn: "SearchClient#find" },
            },
          ],
        },
      ],
    },
    {
      name: "worker",
      language: "ruby",
      paths: ["app/", "config/", "db/", "Gemfile", "lib/"],
      replicas: 2,
      ops: [
        {
          name: "process mailers",
          ms: 20,
          steps: [
            {
              do: "ext",
              id: "mail",
              host: "api.postroom.example",
              method: "POST",
              path: "/v1/messages",
              ms: 110,
              src: {
                file: "app/jobs/reply_mailer_job.rb",
                text: "Postroom.deliver",
                fn: "ReplyMailerJob#perform",
              },
            },
          ],
          log: "reply mailed for team {team}",
        },
      ],
    },
    {
      name: "search",
      language: "typescript",
      paths: ["search/"],
      replicas: 2,
      ops: [
        {
          name: "GET /find",
          ms: 4,
          steps: [
            {
              do: "db",
              id: "query",
              system: "elasticsearch",
              query: "POST tickets/_search",
              table: "tickets",
              ms: 16,
              src: { file: "search/src/find.ts", text: "elastic.search", fn: "find" },
            },
          ],
        },
        {
          name: "PUT /documents/:id",
          ms: 3,
          steps: [
            {
              do: "db",
              id: "put",
              system: "elasticsearch",
              query: "PUT tickets/_doc",
              table: "tickets",
              ms: 9,
            },
          ],
        },
      ],
    },
  ],
  files: {
    "app/controllers/tickets_controller.rb": `class TicketsController < ApplicationController
  before_action :require_agent

  def index
    @tickets = current_team.tickets.includes(:author).order(updated_at: :desc).limit(25)
    render json: @tickets.map { |ticket| row(ticket) }
  end

  def show
    ticket = current_team.tickets.find(params[:id])
    render json: row(ticket).merge(body: ticket.body)
  end

  private

  def row(ticket)
    {
      id: ticket.id,
      subject: ticket.subject,
      author: ticket.author.display_name,
      updated: ticket.updated_at.iso8601
    }
  end
end
`,
    "app/controllers/replies_controller.rb": `class RepliesController < ApplicationController
  before_action :require_agent

  def create
    ticket = current_team.tickets.find(params[:ticket_id])
    reply = ticket.replies.create!(body: clean(params[:body]), author: current_agent)
    ReplyMailerJob.perform_async(reply.id)
    SearchClient.new.index(ticket)
    render json: { id: reply.id }, status: :created
  end

  private

  def clean(text)
    text.to_s.gsub(/[ \\t]+$/, "").strip
  end
end
`,
    "app/jobs/reply_mailer_job.rb": `class ReplyMailerJob
  include Sidekiq::Job
  sidekiq_options queue: "mailers", retry: 5

  def perform(reply_id)
    reply = Reply.find(reply_id)
    Postroom.deliver(
      to: reply.ticket.author.email,
      subject: "Re: #{reply.ticket.subject}",
      text: reply.body
    )
  end
end
`,
    "app/models/ticket.rb": `class Ticket < ApplicationRecord
  belongs_to :team
  belongs_to :author, class_name: "User"
  has_many :replies, dependent: :destroy

  scope :open, -> { where(state: "open") }
  scope :stale, ->(days) { open.where(updated_at: ..days.days.ago) }

  def overdue?
    due_at.present? && due_at < Time.current
  end
end
`,
    "lib/search_client.rb": `require "faraday"

class SearchClient
  TIMEOUT = 2

  def find(team, words)
    response = connection.get("/find", team: team.id, q: words)
    raise "search answered #{response.status}" unless response.success?

    JSON.parse(response.body).fetch("ids")
  end

  def index(ticket)
    connection.put("/documents/#{ticket.id}", { subject: ticket.subject, body: ticket.body }.to_json)
  end

  private

  def connection
    @connection ||= Faraday.new(url: ENV.fetch("SEARCH_URL"), request: { timeout: TIMEOUT })
  end
end
`,
    "search/src/find.ts": `import { elastic } from "./elastic.ts";

const most = 50;

export async function find(team: string, words: string): Promise<string[]> {
  const result = await elastic.search({
    index: "tickets",
    size: most,
    query: { bool: { filter: [{ term: { team } }], must: [{ match: { text: words } }] } },
  });
  return result.hits.hits.map((hit) => String(hit._id));
}
`,
    "config/database.yml":
      "production:\n  adapter: mysql2\n  pool: 10\n  read_timeout: 5\n  variables:\n    max_execution_time: 8000\n",
    "Gemfile.lock":
      "GEM\n  specs:\n    faraday (2.13.4)\n      faraday-net_http (>= 2.0, < 3.5)\n    faraday-net_http (3.4.1)\n    mysql2 (0.5.6)\n    psych (4.0.6)\n    rails (7.2.2)\n    sidekiq (7.3.9)\n\nBUNDLED WITH\n   2.6.9\n",
    "lib/settings_file.rb": `require "yaml"

module SettingsFile
  # Settings of a team, kept as YAML by the admin pages.
  def self.read(text)
    YAML.load(text, aliases: true).transform_keys(&:to_sym)
  end
end
`,
  },
  entries: { "web|GET /tickets": 5, "web|POST /tickets/:id/replies": 4, "web|GET /search": 2 },
  attributes: { team: ["t-11", "t-12", "t-27", "t-31", "t-48", "t-52"] },
  noise: [
    {
      at: "web|POST /tickets/:id/replies",
      share: 0.012,
      fail: {
        type: "ActiveRecord::RecordInvalid",
        message: "Validation failed: Body can't be blank",
        status: 422,
        frames: [
          {
            file: "app/controllers/replies_controller.rb",
            text: "ticket.replies.create!",
            fn: "RepliesController#create",
          },
        ],
      },
    },
    {
      at: "web|GET /search",
      share: 0.006,
      fail: { type: "Net::ReadTimeout", message: "Net::ReadTimeout with #<TCPSocket:(closed)>" },
    },
    {
      at: "worker|process mailers",
      share: 0.008,
      fail: { type: "ActiveRecord::RecordNotFound", message: "Couldn't find Reply with 'id'={n}" },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "rubocop: trailing commas",
      edits: [
        {
          file: "app/jobs/reply_mailer_job.rb",
          from: "      text: reply.body\n",
          to: "      text: reply.body,\n",
        },
      ],
    },
    {
      role: "innocent",
      message: "Ticket#overdue? rewritten, please double check!!",
      edits: [
        {
          file: "app/models/ticket.rb",
          from: "    due_at.present? && due_at < Time.current",
          to: "    !due_at.nil? && due_at.before?(Time.current)",
        },
      ],
    },
    {
      role: "innocent",
      message: "search: at most fifty, named",
      edits: [
        {
          file: "search/src/find.ts",
          from: "const most = 50;",
          to: "/** More than anyone scrolls through. */\nconst most = 50;",
        },
      ],
    },
    {
      role: "innocent",
      message: "freeze strings in the search client",
      edits: [
        {
          file: "lib/search_client.rb",
          from: 'require "faraday"\n',
          to: '# frozen_string_literal: true\n\nrequire "faraday"\n',
        },
      ],
    },
  ],
  rename: { acme: ["beacon", "tandem"], ticket: ["inquest"], postroom: ["mailyard"], team: ["account"] },
};
