# frozen_string_literal: true

# Asks gitd, which holds the repositories on its disks. Everything that reads objects goes through here.
class Gitd
  class Error < StandardError; end
  class Timeout < Error; end
  class NotFound < Error; end

  DEFAULT_DEADLINE = 10.0

  def initialize(base: ENV.fetch("GITD_URL"), deadline: Settings.gitd.deadline || DEFAULT_DEADLINE)
    @deadline = deadline
    @connection = Faraday.new(url: base) do |faraday|
      faraday.request :json
      faraday.response :json
      faraday.options.timeout = deadline
      faraday.options.open_timeout = 1
    end
  end

  def diff(path, base, head)
    post("/diff", path:, base:, head:)
  end

  def tree(path, sha, folder)
    post("/tree", path:, sha:, folder:)
  end

  def resolve(path, ref)
    post("/resolve", path:, ref:).fetch("sha")
  end

  private

  def post(route, body)
    response = @connection.post(route, body)
    case response.status
    when 200 then response.body
    when 404 then raise NotFound, response.body["message"]
    else raise Error, "gitd answered #{response.status} to #{route}"
    end
  rescue Faraday::TimeoutError
    raise Timeout, "gitd did not answer #{route} within #{@deadline} s"
  end
end
