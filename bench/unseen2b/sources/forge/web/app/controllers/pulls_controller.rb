# frozen_string_literal: true

# Pull requests of a repository: the list, one of them, and a new one.
class PullsController < ApplicationController
  PER_PAGE = 30

  before_action :find_repository
  before_action :require_write, only: :create

  def index
    pulls = @repository.pulls
      .where(state: params.fetch(:state, "open"))
      .includes(:author, :labels, :reviews)
      .order(number: :desc)
      .page(params[:page])
      .per(PER_PAGE)

    render json: PullListSerializer.new(pulls, viewer: current_user).as_json
  end

  def show
    pull = @repository.pulls.find_by!(number: params[:number])
    diff = gitd.diff(@repository.storage_path, pull.base_sha, pull.head_sha)
    render json: PullSerializer.new(pull, diff:, viewer: current_user).as_json
  end

  def create
    pull = @repository.pulls.build(pull_params.merge(author: current_user))
    pull.head_sha = gitd.resolve(@repository.storage_path, pull.head_ref)
    pull.base_sha = gitd.resolve(@repository.storage_path, pull.base_ref)
    if pull.save
      Webhooks.publish(@repository, "pull_request", pull.as_event("opened"))
      render json: PullSerializer.new(pull, viewer: current_user).as_json, status: :created
    else
      render json: { errors: pull.errors.full_messages }, status: :unprocessable_entity
    end
  end

  private

  def find_repository
    @repository = Repository.find_by_path!(params[:owner], params[:name])
    head :not_found unless @repository.readable_by?(current_user)
  end

  def require_write
    head :forbidden unless @repository.writable_by?(current_user)
  end

  def pull_params
    params.require(:pull).permit(:title, :body, :head_ref, :base_ref, :draft)
  end
end
