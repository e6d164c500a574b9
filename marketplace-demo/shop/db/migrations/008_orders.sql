-- The key of the order that a policy came from, so that a form that is sent twice buys once; and how it is paid for.
alter table policies add column order_key text unique;
alter table policies add column plan text not null default 'annual' check (plan in ('annual', 'monthly'));
