import type { Pool } from "pg";

export type NewCustomer = { name: string; email: string; postcode: string };

/** The id of the customer with this e-mail address, who is added if there is none yet. */
export async function findOrAddCustomer(pool: Pool, customer: NewCustomer): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `insert into customers (id, name, email, postcode)
     values ('C-' || nextval('customer_numbers'), $1, lower($2), $3)
     on conflict (email) do update set email = excluded.email
     returning id`,
    [customer.name, customer.email, customer.postcode],
  );
  return rows[0]!.id;
}
