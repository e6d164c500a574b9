import type { Known, Transaction } from "./choose-transaction.ts";

/** How a transaction went, as the customer saw it. */
export type Performed = {
  name: Transaction["name"];
  /** Epoch milliseconds at which it was begun. */
  at: number;
  milliseconds: number;
  /** 0 when there was no answer at all. */
  status: number;
  ok: boolean;
};

const PATIENCE = 15_000;
const KEPT = 200;

/** Performs one transaction against the storefront at `baseUrl`, and adds what it shows to `known`; never rejects. */
export async function performTransaction(
  baseUrl: string,
  transaction: Transaction,
  known: Known,
): Promise<Performed> {
  const at = Date.now();
  const { name, method, path, body, accept } = transaction;
  const begun = performance.now();
  let status = 0;
  try {
    const json = accept === "application/json";
    const answer = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        accept: json ? "application/json" : "text/html,application/xhtml+xml",
        ...(body ? { "content-type": json ? "application/json" : "application/x-www-form-urlencoded" } : {}),
      },
      body: body ? (json ? JSON.stringify(body) : new URLSearchParams(body).toString()) : null,
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    const text = await answer.text();
    status = answer.status;
    if (json && status < 400) learn(known, path, JSON.parse(text));
  } catch {
    status = 0;
  }
  const milliseconds = performance.now() - begun;
  return { name, at, milliseconds, status, ok: status >= 200 && status < 400 };
}

type Answer = Known["quotes"][number] & { offers: { carrier: string }[] } & Pick<Known, "policies"> & {
    number: string;
  };

function learn(known: Known, path: string, answer: Answer): void {
  if (path === "/quotes" && answer.offers.length > 0) {
    const { id, kind, offers } = answer;
    keep(known.quotes, { id, kind, carriers: offers.map((offer) => offer.carrier) });
  }
  if (path.startsWith("/policies?")) for (const policy of answer.policies) keep(known.policies, policy);
  if (path === "/claims") keep(known.claims, answer.number);
}

function keep<T>(items: T[], item: T): void {
  items.push(item);
  if (items.length > KEPT) items.shift();
}
