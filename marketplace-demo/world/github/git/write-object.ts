import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { deflate } from "node:zlib";
import type { GitObject } from "./cat-file.ts";

const compress = promisify(deflate);

/** Writes a loose object and answers its name. Loose objects are one small file each, so no process is needed. */
export async function writeObject(dir: string, type: GitObject["type"], content: Buffer): Promise<string> {
  const whole = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
  const oid = createHash("sha1").update(whole).digest("hex");
  const folder = join(dir, "objects", oid.slice(0, 2));
  const path = join(folder, oid.slice(2));
  try {
    await access(path);
    return oid;
  } catch {
    await mkdir(folder, { recursive: true });
    const temporary = join(folder, `tmp_obj_${randomUUID()}`);
    await writeFile(temporary, await compress(whole), { mode: 0o444 });
    await rename(temporary, path);
    return oid;
  }
}
