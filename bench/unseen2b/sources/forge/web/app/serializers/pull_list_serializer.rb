# frozen_string_literal: true

# What the list of pull requests shows of each. The controller loads what is touched here.
class PullListSerializer
  def initialize(pulls, viewer:)
    @pulls = pulls
    @viewer = viewer
  end

  def as_json
    {
      pulls: @pulls.map { |pull| row(pull) },
      page: @pulls.current_page,
      pages: @pulls.total_pages
    }
  end

  private

  def row(pull)
    {
      number: pull.number,
      title: pull.title,
      author: author(pull.author),
      labels: pull.labels.map { |label| { name: label.name, color: label.color } },
      review: review_state(pull.reviews),
      draft: pull.draft?,
      opened_at: pull.created_at.iso8601,
      mine: pull.author_id == @viewer&.id
    }
  end

  def author(user)
    return { login: "ghost" } if user.nil?

    { login: user.login, avatar: user.avatar_url(size: 40) }
  end

  def review_state(reviews)
    states = reviews.map(&:state)
    return "changes_requested" if states.include?("changes_requested")
    return "approved" if states.include?("approved")

    "pending"
  end
end
