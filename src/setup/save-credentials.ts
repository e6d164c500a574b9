import {
  accessSync,
  constants,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

/**
 * Writes these into `.env` and leaves what else stands there as it is; readable by its owner alone afterwards, as it holds a
 * private key now. It is there whole, or as it was.
 *
 * @throws Error of `node:fs` where it cannot be written
 */
export function saveCredentials(path: string, values: Readonly<Record<string, string>>): void {
  const file = resolved(path);
  const kept = read(file)
    .split("\n")
    .filter(
      (line) =>
        !Object.keys(values).some((name) => new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`).test(line)),
    )
    .join("\n")
    .replace(/\n*$/, "");
  const lines = Object.entries(values).map(
    ([name, value]) => `${name}="${value.trim().replaceAll("\n", "\\n")}"`,
  );
  const draft = `${file}.${process.pid}.new`;
  try {
    writeFileSync(draft, `${kept === "" ? "" : `${kept}\n`}${lines.join("\n")}\n`, {
      mode: 0o600,
      flag: "wx",
    });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Whether it could be saved, before a person is sent to make something that is handed out once. */
export function canSave(path: string): boolean {
  try {
    accessSync(dirname(resolved(path)), constants.W_OK);
    read(path);
    return true;
  } catch {
    return false;
  }
}

/** `.env` may be a link, and what it points to is what is replaced. */
function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
