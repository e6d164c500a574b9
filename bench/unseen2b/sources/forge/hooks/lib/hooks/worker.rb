# frozen_string_literal: true

require "faraday"
require "hooks/store"
require "hooks/signature"

module Hooks
  # Takes deliveries as they are announced, and knocks at the servers of other people.
  class Worker
    BACKOFF = [10, 60, 600, 3600].freeze

    def initialize(store: Store.new, log: Hooks.log)
      @store = store
      @log = log
      @http = Faraday.new(request: { timeout: 8, open_timeout: 3 }) do |faraday|
        faraday.adapter :net_http
      end
    end

    def process(message)
      delivery = @store.claim(message.fetch("delivery_id"))
      return @log.info("delivery #{message['delivery_id']} is taken already") if delivery.nil?

      started = clock
      status = knock(delivery)
      took = ((clock - started) * 1000).round
      @store.finish(delivery, status:, took:)
    rescue Faraday::Error => e
      again(delivery, e)
    end

    private

    def knock(delivery)
      response = @http.post(delivery["url"], delivery["payload"]) do |request|
        request.headers["Content-Type"] = "application/json"
        request.headers["X-Forge-Event"] = delivery["event"]
        request.headers["X-Forge-Signature"] = Signature.of(delivery["secret"], delivery["payload"])
      end
      response.status
    end

    def again(delivery, error)
      wait = BACKOFF[delivery["attempts"].to_i]
      if wait.nil?
        @store.finish(delivery, status: 0, took: nil)
      else
        @store.postpone(delivery, wait)
      end
      @log.warn("delivery #{delivery['id']} did not go through: #{error.message}")
    end

    def clock
      Process.clock_gettime(Process::CLOCK_MONOTONIC)
    end
  end
end
