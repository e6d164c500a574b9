create table carriers (
  id text primary key,
  name text not null,
  strapline text not null,
  active boolean not null default true
);

-- One row per carrier, product, factor and band. `value` is pence for factor 'base' and a multiplier otherwise.
-- A revision of a table is a complete new set of rows with its own effective_from.
create table rating_factors (
  id bigint generated always as identity primary key,
  carrier_id text not null references carriers (id),
  product text not null check (product in ('motor', 'home')),
  factor text not null,
  band text not null,
  value numeric(12, 4) not null,
  effective_from date not null,
  unique (product, effective_from, factor, band, carrier_id)
);
