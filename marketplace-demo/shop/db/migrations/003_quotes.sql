create table quotes (
  id text primary key,
  kind text not null check (kind in ('new', 'renewal')),
  customer_id text references customers (id),
  previous_policy text references policies (number),
  risk jsonb not null,
  cover_start date not null,
  valid_until date not null,
  created_at timestamptz not null default now()
);

create table quote_offers (
  quote_id text not null references quotes (id) on delete cascade,
  carrier_id text not null references carriers (id),
  annual_pence integer not null,
  breakdown jsonb not null,
  primary key (quote_id, carrier_id)
);
