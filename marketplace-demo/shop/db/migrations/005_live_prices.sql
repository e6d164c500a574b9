-- Carriers that price every risk themselves, through Clearwater; the last table that they sent is what we fall back to.
alter table carriers add column live_prices boolean not null default false;

update carriers set live_prices = true where id = 'dunmore';
