-- The carrier's own reference. Policies from before Clearwater have none.
alter table policies add column binding text;
