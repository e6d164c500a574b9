# frozen_string_literal: true

require "pg"

module Hooks
  # The deliveries table that web owns. Plain SQL: this process does not load the models of web.
  class Store
    CLAIM = <<~SQL
      UPDATE deliveries SET state = 1, attempts = attempts + 1, updated_at = now()
      WHERE id = $1 AND state = 0
      RETURNING id, event, payload, attempts, (SELECT url FROM hooks WHERE hooks.id = hook_id) AS url,
        (SELECT secret FROM hooks WHERE hooks.id = hook_id) AS secret
    SQL

    FINISH = <<~SQL
      UPDATE deliveries SET state = CASE WHEN $2 BETWEEN 200 AND 299 THEN 2 ELSE 3 END,
        response_status = $2, took_ms = $3, updated_at = now()
      WHERE id = $1
    SQL

    POSTPONE = "UPDATE deliveries SET state = 0, next_at = now() + $2 * interval '1 second' WHERE id = $1"

    def initialize(url = ENV.fetch("DATABASE_URL"))
      @db = PG.connect(url)
    end

    def claim(id)
      @db.exec_params(CLAIM, [id]).first
    end

    def finish(delivery, status:, took:)
      @db.exec_params(FINISH, [delivery["id"], status, took])
    end

    def postpone(delivery, seconds)
      @db.exec_params(POSTPONE, [delivery["id"], seconds])
    end
  end
end
