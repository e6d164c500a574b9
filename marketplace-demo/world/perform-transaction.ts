import type { KnownQuote, Transaction } from "./choose-transaction.ts";

/** How a transaction went, as the customer saw it. */
export type Performed = {
  name: Transaction["name"];
  /** Epoch milliseconds at which it was begun. */
  at: number;
  milliseconds: number;
  /** 0 when there was no answer at all. */
  status: number;
  ok: boolean;
  /** A comparison that this transaction made. */
  quote: KnownQuote | undefined;
};

const PATIENCE = 15_000;

/** Performs one transaction against the storefront at `baseUrl`; never rejects. */
export async function performTransaction(baseUrl: string, transaction: Transaction): Promise<Performed> {
  const at = Date.now();
  const { name, method, path, body, accept } = transaction;
  const begun = performance.now();
  let status = 0;
  let quote: KnownQuote | undefined;
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
    if (json && path === "/quotes" && status < 400) quote = quoteOf(text);
  } catch {
    status = 0;
  }
  const milliseconds = performance.now() - begun;
  return { name, at, milliseconds, status, ok: status >= 200 && status < 400, quote };
}

function quoteOf(text: string): KnownQuote | undefined {
  const { id, kind, offers } = JSON.parse(text) as {
    id: string;
    kind: "new" | "renewal";
    offers: { carrier: string }[];
  };
  return offers.length > 0 ? { id, kind, carriers: offers.map((offer) => offer.carrier) } : undefined;
}
