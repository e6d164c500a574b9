import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";

/**
 * Where machines of a cloud are told their credentials. Nobody's service is there, and a policy, which is reviewed less
 * than a workflow, is not to reach it from a runner.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 * @see https://www.rfc-editor.org/rfc/rfc3927 and https://www.rfc-editor.org/rfc/rfc4291#section-2.5.6 for link-local addresses
 */
const METADATA = new BlockList();
METADATA.addSubnet("169.254.0.0", 16, "ipv4");
METADATA.addSubnet("fe80::", 10, "ipv6");
METADATA.addAddress("fd00:ec2::254", "ipv6");
METADATA.addAddress("100.100.100.200", "ipv4");

/** Whether no address that the URL's host stands for is a link-local one. A host that is not known is asked, and fails. */
export async function mayProbe(url: string): Promise<boolean> {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, "");
  const addresses = isIP(host) ? [{ address: host }] : await lookup(host, { all: true }).catch(() => []);
  return addresses.every(({ address }) => !METADATA.check(address, isIP(address) === 6 ? "ipv6" : "ipv4"));
}
