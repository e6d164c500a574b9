import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type ParsedNode } from "yaml";
import type { PolicyPath } from "./explain-issue.ts";

/**
 * The node that a person should look at for that path: the value itself, its key where that is what is wrong
 * or where the value goes on for lines, or the nearest thing above it that stands in the file.
 */
export function findNode(document: Document.Parsed, path: PolicyPath, ofKey: boolean): ParsedNode | null {
  let found: unknown = document.contents;
  let node: unknown = document.contents;
  for (const [index, part] of path.entries()) {
    const last = index === path.length - 1;
    const inside = isAlias(node) ? node.resolve(document) : node;
    if (isMap(inside)) {
      const pair = inside.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (!pair) break;
      node = pair.value;
      const oneValue = isScalar(pair.value) && pair.value.value !== null;
      found = oneValue && !(last && ofKey) ? pair.value : pair.key;
    } else if (isSeq(inside)) {
      node = inside.items[Number(part)];
      if (node === undefined) break;
      found = node;
    } else break;
  }
  return (found as Node | null) === null ? null : (found as ParsedNode);
}
