-- Up to which amount a carrier lets us settle a claim without asking.
create table claim_limits (
  carrier_id text not null references carriers (id),
  product text not null check (product in ('motor', 'home')),
  kind text not null,
  limit_pence integer not null,
  primary key (carrier_id, product, kind)
);

alter table claims add column decided_at timestamptz;
alter table claims add column reason text;
alter table claims add column paid_pence integer;
alter table claims add column payout text;
