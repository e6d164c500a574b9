-- Work that is done later. A worker locks the row that it works on and skips those that others have locked; a job that
-- is done is deleted, one that failed too often stays with its last error and is not tried again.
create table jobs (
  id bigint generated always as identity primary key,
  queue text not null,
  payload jsonb not null,
  trace jsonb not null default '{}',
  run_at timestamptz not null default now(),
  attempts integer not null default 0,
  last_error text,
  failed_at timestamptz,
  created_at timestamptz not null default now()
);

create index jobs_due on jobs (queue, run_at) where failed_at is null;
