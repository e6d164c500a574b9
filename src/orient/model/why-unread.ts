import { posix } from "node:path";
import picomatch from "picomatch";

const LONGEST = 500;

/** Folders that hold keys, whatever lies in them. */
const KEPT_FOLDERS = /^(?:\.git|\.ssh|\.aws|\.azure|\.gnupg|\.kube|\.docker|secrets?|credentials?|vault)$/;

/**
 * Files that hold keys by their usual names.
 * @see https://github.com/github/gitignore for most of them
 */
const KEPT_FILES = [
  /^\.env(?:\..*|rc)?$/,
  /\.env$/,
  /\.(?:pem|key|p8|p12|pfx|jks|keystore|kdbx?|ppk|asc|gpg|pgp|age|ovpn|mobileprovision)$/,
  /^id_(?:rsa|dsa|ecdsa|ed25519)/,
  /^(?:\.|_)?(?:npmrc|netrc|pgpass|pypirc|htpasswd|my\.cnf|git-credentials|dockercfg|dockerconfigjson|vault-token|s3cfg|boto)$/,
  /^(?:kubeconfig|.*\.kubeconfig)$/,
  /\.(?:tfstate|tfvars)(?:\..*)?$/,
  /(?:^|[._-])(?:secrets?|credentials?|passwords?|apikeys?)(?:$|[._-])/,
  /^(?:service[-_]?account|client[-_]?secret).*\.json$/,
];

/**
 * Why a file of the repository is not shown to a model, whatever it wants; null where nothing stands against it. Denied are
 * names that are no plain path below the root, whatever usually holds secrets, and what the policy's `deny_paths` cover.
 */
export function whyUnread(path: string, denyPaths: readonly string[]): string | null {
  if (path === "" || path.length > LONGEST || path.startsWith("/") || /[\\:]/.test(path))
    return "no path of the repository";
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/u.test(path) || path !== path.normalize("NFC"))
    return "no path of the repository";
  const segments = path.toLowerCase().split("/");
  if (
    segments.some((segment) => segment === "" || segment === "." || segment === ".." || /[. ]$/.test(segment))
  )
    return "no path of the repository";
  const name = posix.basename(path.toLowerCase());
  if (
    segments.slice(0, -1).some((segment) => KEPT_FOLDERS.test(segment)) ||
    KEPT_FILES.some((kept) => kept.test(name))
  )
    return "never shown: it may hold secrets";
  if (picomatch([...denyPaths], { dot: true, nocase: true, nonegate: true, noextglob: true })(path))
    return "never shown: the policy's deny_paths cover it";
  return null;
}
