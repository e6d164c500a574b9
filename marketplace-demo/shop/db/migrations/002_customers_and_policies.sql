create table customers (
  id text primary key,
  name text not null,
  email text not null unique,
  postcode text not null,
  joined_on date not null default current_date
);

create sequence customer_numbers start 50001;

create table policies (
  number text primary key,
  customer_id text not null references customers (id),
  carrier_id text not null references carriers (id),
  product text not null check (product in ('motor', 'home')),
  risk jsonb not null,
  annual_pence integer not null check (annual_pence > 0),
  cover_start date not null,
  cover_end date not null,
  renewed_from text references policies (number),
  bought_at timestamptz not null default now()
);

create sequence policy_numbers start 50000001;
create index policies_customer on policies (customer_id, cover_start desc);
create index policies_renewed_from on policies (renewed_from);

create table claims (
  id bigint generated always as identity primary key,
  policy_number text not null references policies (number),
  lodged_on date not null,
  status text not null check (status in ('settled', 'declined', 'open')),
  amount_pence integer not null
);

create index claims_policy on claims (policy_number);
