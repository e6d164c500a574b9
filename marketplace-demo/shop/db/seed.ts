import pg from "pg";
import { requiredEnv } from "../packages/config/required-env.ts";
import { carriers } from "./seed/carriers.ts";
import { people } from "./seed/people.ts";
import { random } from "./seed/random.ts";
import { ratingRows } from "./seed/rating-rows.ts";

const CUSTOMERS = 3000;

/** Inserts rows given as objects in one statement, through PostgreSQL's own JSON reader. */
async function insert(client: pg.Client, statement: string, rows: readonly object[]): Promise<void> {
  await client.query(statement, [JSON.stringify(rows)]);
}

/**
 * Fills an empty database as a small marketplace looks after some years: six carriers with their rating tables,
 * 3,000 customers, their policies, claims and instalments. The same seed and day always give the same data.
 * A database that holds carriers already is left as it is.
 */
export async function seed(connectionString: string, seedNumber = 1): Promise<boolean> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query("select 1 from carriers limit 1");
    if (rows.length > 0) return false;
    const today = new Date().toISOString().slice(0, 10);
    const next = random(seedNumber);
    const { persons, policies, claims } = people(next, CUSTOMERS, today);
    await client.query("begin");
    await insert(
      client,
      `insert into carriers (id, name, strapline, live_prices)
       select id, name, strapline, coalesce("livePrices", false)
         from json_to_recordset($1) as r (id text, name text, strapline text, "livePrices" boolean)`,
      carriers,
    );
    await insert(
      client,
      `insert into rating_factors (carrier_id, product, factor, band, value, effective_from)
       select * from json_to_recordset($1)
         as r (carrier text, product text, factor text, band text, value numeric, "effectiveFrom" date)`,
      ratingRows(next, today),
    );
    // Corvid and Dunmore & Hale look at thefts and fires themselves.
    await client.query(
      `insert into claim_limits (carrier_id, product, kind, limit_pence)
       select id, product, kind, limit_pence
         from carriers
        cross join (values ('motor', 'collision', 120000), ('motor', 'windscreen', 60000), ('motor', 'theft', 90000),
                           ('motor', 'vandalism', 80000), ('home', 'water', 100000), ('home', 'storm', 90000),
                           ('home', 'theft', 90000), ('home', 'fire', 120000)) as l (product, kind, limit_pence)
        where id not in ('corvid', 'dunmore') or kind not in ('theft', 'fire')`,
    );
    await insert(
      client,
      `insert into customers (id, name, email, postcode, joined_on)
       select * from json_to_recordset($1) as r (id text, name text, email text, postcode text, "joinedOn" date)`,
      persons,
    );
    await insert(
      client,
      `insert into policies
         (number, customer_id, carrier_id, product, risk, annual_pence, cover_start, cover_end, renewed_from, bought_at)
       select number, customer, carrier, risk ->> 'product', risk, "annualPence", "coverStart", "coverEnd",
              "renewedFrom", "coverStart"
         from json_to_recordset($1)
           as r (number text, customer text, carrier text, risk jsonb, "annualPence" int, "coverStart" date,
                 "coverEnd" date, "renewedFrom" text)`,
      policies,
    );
    await insert(
      client,
      `insert into claims (policy_number, lodged_on, status, amount_pence)
       select * from json_to_recordset($1)
         as r ("policyNumber" text, "lodgedOn" date, status text, "amountPence" int)`,
      claims,
    );
    // Six in ten pay monthly, the others at once. About one payment in a hundred came late.
    await client.query(
      `insert into payments (policy_number, due_on, paid_on, amount_pence)
       select number, due::date,
              case when hashtext(number || due::date) % 100 = 0 then due::date + 19 else due::date end,
              annual_pence / instalments
         from policies
        cross join lateral (select case when abs(hashtext(number)) % 10 < 6 then 12 else 1 end) as plan (instalments)
        cross join lateral generate_series(cover_start, cover_start + make_interval(months => instalments - 1),
                                           interval '1 month') as due
        where due <= current_date`,
    );
    await client.query("commit");
    await client.query("analyze");
    return true;
  } finally {
    await client.end();
  }
}

if (import.meta.main) {
  const started = performance.now();
  const done = await seed(requiredEnv("DATABASE_URL"), Number(process.env.SEED ?? 1));
  console.log(done ? `seeded in ${Math.round(performance.now() - started)} ms` : "already seeded");
}
