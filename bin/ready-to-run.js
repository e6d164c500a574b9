/**
 * Loaded before anything else, also by Nodes that could not read the rest: what a fresh clone lacks is said in a line, and not
 * by the stack of whatever stumbles over it.
 */
import { createRequire } from "node:module";

const lacks = !arePackagesThere()
  ? "The packages of SRE-Space are not installed here. Run npm ci in its folder, and try again."
  : Number(process.versions.node.split(".")[0]) < 24
    ? `SRE-Space needs Node 24 or later, and this is ${process.version}. Start it by npx sre-space or npm start, which take the Node ` +
      "that npm ci installed beside it, or install a newer one."
    : null;
if (lacks !== null) {
  console.error(lacks);
  process.exit(2);
}

/** By one of them, wherever npm has put it. */
function arePackagesThere() {
  try {
    createRequire(import.meta.url).resolve("yaml");
    return true;
  } catch {
    return false;
  }
}
