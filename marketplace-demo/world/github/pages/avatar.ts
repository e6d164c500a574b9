import type { Account } from "../state.ts";

/** A letter on a colour of its own, as SVG. */
export function avatar(account: Account): string {
  const [letter = "?"] = account.login.match(/[a-z\d]/i) ?? [];
  const hue = (account.id * 47) % 360;
  const radius = account.type === "User" ? 20 : 8;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="${radius}" fill="hsl(${hue} 45% 42%)"/><text x="20" y="27" text-anchor="middle" font-family="system-ui, sans-serif" font-size="20" font-weight="600" fill="#fff">${letter.toUpperCase()}</text></svg>`;
}
