-- What we take and pay out ourselves, each under the key of whoever asked for it; `payments` stays the bank's file.
create sequence charge_numbers start 60000001;

create table charges (
  id text primary key default 'CH-' || nextval('charge_numbers'),
  idempotency_key text not null unique,
  policy_number text not null,
  amount_pence integer not null check (amount_pence > 0),
  plan text not null check (plan in ('annual', 'monthly')),
  card_ending text,
  taken_at timestamptz not null default now()
);

create index charges_policy on charges (policy_number);

create sequence payout_numbers start 80000001;

create table payouts (
  id text primary key default 'PO-' || nextval('payout_numbers'),
  idempotency_key text not null unique,
  claim_number text not null,
  amount_pence integer not null check (amount_pence > 0),
  paid_at timestamptz not null default now()
);
