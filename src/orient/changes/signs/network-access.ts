import type { Edit } from "../edit.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

/** Who may reach whom: security groups, firewalls, network policies, lists of addresses. */
const KEYS =
  /^(?:cidr_?blocks?|cidrs?|cidr_ipv4|ipv6_cidr_blocks|source_ranges|destination_ranges|source_address_prefix(?:es)?|allowed_(?:ips|cidrs|hosts|sources)|ip_?(?:whitelist|allowlist|blocks?)|whitelist-source-range|loadBalancerSourceRanges|from_port|to_port|security_groups?|vpc_security_group_ids|source_security_group_id|ipBlock|namespaceSelector|podSelector|ingress|egress|deny|allow|authorizedNetworks|trusted_proxies|subnet_ids|network_acl\w*|firewall\w*)$/i;
const FILES = /\.(?:tf|hcl)$|(?:network|firewall|security)[^/]{0,40}\.(?:ya?ml|json|tf|conf)$|networkpolic/i;

export function networkAccess(edit: Edit): ClassifiedChange[] {
  if (
    !FILES.test(edit.path.slice(-200)) &&
    !edit.hunk.lines.some(({ text }) => /\bcidr|NetworkPolicy|ipBlock/i.test(text.slice(0, 200)))
  )
    return [];
  const { gone, come } = shift(edit, (side) => {
    const keyed = new Set(
      side.tokens.filter(({ text }) => KEYS.test(text.slice(0, 60))).map(({ line }) => line),
    );
    return side.tokens.filter(({ line }) => keyed.has(line)).map((token) => ({ key: token.text, token }));
  });
  return found(edit, "network access changed", come.length > 0 ? come : gone);
}
