import type { Edit } from "../edit.ts";
import type { ClassifiedChange } from "./found.ts";

/** Files that say what is put into the image, the bundle or the archive that runs. */
const PACKS =
  /(?:^|\/)(?:(?:webpack|rollup|vite|tsup|parcel|esbuild|rspack|rolldown|metro)(?:\.[\w-]+)?\.(?:config\.)?\w+|build\.(?:mjs|cjs|js|ts)|MANIFEST\.in|[\w-]+\.spec\.in|proguard[\w.-]*\.(?:pro|txt)|[\w-]+\.pro|assembly\.xml|[\w.-]*\.?(?:docker|gcloud|vercel|slug|cf|npm)ignore|shadow\.gradle)$/;
const DOCKERFILE = /(?:^|\/)(?:[\w.-]*\.)?(?:Dockerfile|Containerfile)[^/]*$|\.dockerfile$/i;
/** Lines of a Dockerfile that put something in, or leave it out. */
const PUTS =
  /^\s{0,8}(?:COPY|ADD)\b|--omit|--production|--only\b|--no-dev|--without|\bprune\b|\bapt-get\b|\bapk\b|\byum\b|\bdnf\b|\brm\s+-r|\bstrip\b|--no-optional|--no-install-recommends|\bjlink\b|\bmultirepo\b/;
/** Of the manifests of functions and packages: what of the folder is taken along. */
const PATTERNS =
  /^\s{0,20}-?\s{0,4}["']?!?(?:exclude|include|patterns|files|external|externals|excludeDevDependencies|noExternal|bundledDependencies)["']?\s{0,2}[:=]/;

/** What runs is put together otherwise: a file, a package or a class that was in it may be in it no more. */
export function packaging({ path, hunk, lineOf, before, after }: Edit): ClassifiedChange[] {
  const touched = [...before.tokens, ...after.tokens].some(({ line }) => hunk.lines[line]?.kind !== "same");
  if (!touched) return [];
  const changed = hunk.lines.filter(({ kind }) => kind !== "same").map(({ text }) => text.slice(0, 300));
  const packs =
    PACKS.test(path) ||
    (DOCKERFILE.test(path) && changed.some((text) => PUTS.test(text))) ||
    (/(?:^|\/)(?:serverless|sam|template)[\w.-]*\.ya?ml$|(?:^|\/)package\.json$/.test(path) &&
      changed.some((text) => PATTERNS.test(text)));
  return packs ? [{ change: "packaging changed", line: lineOf(undefined) }] : [];
}
