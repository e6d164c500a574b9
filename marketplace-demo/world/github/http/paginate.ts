export type Page = { page: number; perPage: number };

/** `page` and `per_page` of a query: 30 by default, at most 100, never an error, as GitHub does. */
export function readPage(query: Record<string, string>): Page {
  const number = (text: string | undefined, otherwise: number) => {
    const value = Number.parseInt(text ?? "", 10);
    return Number.isFinite(value) && value > 0 ? value : otherwise;
  };
  return { page: number(query.page, 1), perPage: Math.min(number(query.per_page, 30), 100) };
}

/** The Link header (RFC 8288) of one page of a list, or null when everything fits on one. */
export function linkHeader(url: string, total: number, page: Page): string | null {
  const last = Math.max(1, Math.ceil(total / page.perPage));
  if (last === 1 && page.page === 1) return null;
  const to = (number: number, rel: string) => {
    const target = new URL(url);
    target.searchParams.set("page", String(number));
    return `<${target.href}>; rel="${rel}"`;
  };
  const links: string[] = [];
  if (page.page > 1) links.push(to(Math.min(page.page - 1, last), "prev"));
  if (page.page < last) links.push(to(page.page + 1, "next"), to(last, "last"));
  if (page.page > 1) links.push(to(1, "first"));
  return links.join(", ");
}
