/** What whoever sets it up has written into the form. */
export interface Wishes {
  /** The organization that is to own the App; empty for one's own account. */
  organization: string;
  /** How GitHub reaches this service, without a slash at its end; null where it cannot. */
  address: string | null;
}

/** https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication */
const LOGIN = /^[a-z\d](?:[a-z\d-]{0,37}[a-z\d])?$/i;

/** Reads the form; `wrong` says of each field what it must be. */
export function readWishes(
  form: { organization: string; address: string },
  isLoopback: (hostname: string) => boolean,
): { wishes: Wishes; wrong: { organization?: string; address?: string } } {
  const organization = form.organization.trim();
  const text = form.address.trim().replace(/\/+$/, "");
  const url = text === "" ? null : URL.parse(text);
  const wrong: { organization?: string; address?: string } = {};
  if (organization !== "" && !LOGIN.test(organization))
    wrong.organization = "Write the organization's name as its address on GitHub has it, such as acme.";
  if (text !== "" && (!url || url.origin !== text.toLowerCase()))
    wrong.address = "Write scheme and host alone, such as https://sre.acme.example.";
  else if (url && url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname)))
    wrong.address =
      "GitHub's webhooks carry what happens in your repositories: let it reach this service by https.";
  return { wishes: { organization, address: url?.origin ?? null }, wrong };
}
