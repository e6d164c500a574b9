-- Claims get a number that a customer can name, say what happened, and can wait for somebody at the desk.
create sequence claim_numbers start 40000001;

alter table claims add column number text not null default 'CL-' || nextval('claim_numbers');
alter table claims add constraint claims_number unique (number);
alter table claims add column kind text;
alter table claims add column description text;
alter table claims add column lost_on date;
alter table claims add column claim_key text unique;
alter table claims drop constraint claims_status_check;
alter table claims add constraint claims_status_check
  check (status in ('settled', 'declined', 'open', 'referred'));
