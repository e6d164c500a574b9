# frozen_string_literal: true

# One attempt to tell somebody's server about an event. `hooks` reads the open ones and writes how it went.
class Delivery < ApplicationRecord
  belongs_to :hook
  belongs_to :repository

  enum :state, { queued: 0, running: 1, delivered: 2, failed: 3 }

  scope :due, -> { queued.where(next_at: ..Time.current).order(:next_at) }
  scope :recent, -> { where(created_at: 7.days.ago..) }

  validates :event, presence: true
  validates :payload, presence: true

  def redeliver!
    update!(state: :queued, next_at: Time.current, attempts: 0)
  end

  def summary
    { id:, event:, state:, status: response_status, took_ms:, at: updated_at.iso8601 }
  end
end
