-- Monthly instalments, as the bank's file has them; policy_number is the reference the payer gave, put into our
-- form by the import. A payment is late when it arrived more than a week after it was due, or never did.
create table payments (
  policy_number text not null,
  due_on date not null,
  paid_on date,
  amount_pence integer not null,
  primary key (policy_number, due_on)
);
