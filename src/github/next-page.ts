/** The `rel="next"` page number of a Link header, or null at the end (https://www.rfc-editor.org/rfc/rfc8288). */
export function nextPage(link: string | undefined): number | null {
  const next = /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
  const page = next && new URL(next).searchParams.get("page");
  return page ? Number(page) : null;
}
