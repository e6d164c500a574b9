# frozen_string_literal: true

# Decides what a token may do. Tokens belong to people, to deploy keys, or to installations of apps.
class TokenCheck
  Denied = Class.new(StandardError)

  SCOPES = {
    "read" => %w[contents:read pulls:read],
    "write" => %w[contents:read contents:write pulls:read pulls:write]
  }.freeze

  def initialize(token, repository)
    @token = token
    @repository = repository
  end

  def require!(scope)
    return if granted.include?(scope)

    raise Denied, "token of #{@token.kind} lacks #{scope} on #{@repository.full_name}"
  end

  def granted
    case @token.kind
    when "installation" then installation_scopes
    when "deploy_key" then SCOPES.fetch(@token.access)
    else personal_scopes
    end
  end

  private

  def installation_scopes
    installation = @token.installation
    return [] unless installation.repositories_all? || installation.repository_ids.include?(@repository.id)

    installation.permissions.flat_map { |area, access| expand(area, access) }
  end

  def personal_scopes
    SCOPES.fetch(@repository.writable_by?(@token.user) ? "write" : "read") & expand_all(@token.scopes)
  end

  def expand(area, access)
    access == "write" ? ["#{area}:read", "#{area}:write"] : ["#{area}:read"]
  end

  def expand_all(scopes)
    scopes.flat_map { |scope| scope.include?(":") ? [scope] : SCOPES.fetch(scope, []) }
  end
end
