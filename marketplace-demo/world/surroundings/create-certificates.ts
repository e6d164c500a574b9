import { generateKeyPair } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import forge from "node-forge";

/** A certificate and its private key, both in PEM. */
export type Certificate = { cert: string; key: string };

export type Certificates = {
  /** The authority's own certificate, as a file for NODE_EXTRA_CA_CERTS. */
  authorityFile: string;
  valid: Certificate;
  /** As it is when nobody renewed it: it ended an hour ago. */
  expired: Certificate;
};

const HOUR = 3_600_000;
const SUBJECT_OF_AUTHORITY = [{ name: "commonName", value: "Authority of this world" }];

/** An authority of this world's own, and what it certified of `host`. Keys are made anew each time. */
export async function createCertificates(host: string, authorityFile: string): Promise<Certificates> {
  const [authority, server] = await Promise.all([keys(), keys()]);
  const root = certify({
    subject: SUBJECT_OF_AUTHORITY,
    publicKey: authority.publicKey,
    signedBy: authority.privateKey,
    from: -24 * HOUR,
    to: 24 * HOUR,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, critical: true },
    ],
  });
  await writeFile(authorityFile, root);
  const issue = (to: number): Certificate => ({
    key: server.pem,
    cert: certify({
      subject: [{ name: "commonName", value: host }],
      publicKey: server.publicKey,
      signedBy: authority.privateKey,
      from: -20 * HOUR,
      to,
      extensions: [
        { name: "basicConstraints", cA: false },
        { name: "subjectAltName", altNames: [{ type: 2, value: host }] },
      ],
    }),
  });
  return { authorityFile, valid: issue(24 * HOUR), expired: issue(-HOUR) };
}

/** node-forge makes keys in JavaScript, which takes seconds; Node's own come from OpenSSL, on another thread. */
async function keys() {
  const pair = await promisify(generateKeyPair)("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return {
    pem: pair.privateKey,
    privateKey: forge.pki.privateKeyFromPem(pair.privateKey),
    publicKey: forge.pki.publicKeyFromPem(pair.publicKey),
  };
}

let serial = 0;

function certify(what: {
  subject: forge.pki.CertificateField[];
  publicKey: forge.pki.rsa.PublicKey;
  signedBy: forge.pki.rsa.PrivateKey;
  /** Milliseconds from now. */
  from: number;
  to: number;
  extensions: object[];
}): string {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = what.publicKey;
  serial += 1;
  certificate.serialNumber = (16 + serial).toString(16);
  certificate.validity.notBefore = new Date(Date.now() + what.from);
  certificate.validity.notAfter = new Date(Date.now() + what.to);
  certificate.setSubject(what.subject);
  certificate.setIssuer(SUBJECT_OF_AUTHORITY);
  certificate.setExtensions(what.extensions);
  certificate.sign(what.signedBy, forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate);
}
