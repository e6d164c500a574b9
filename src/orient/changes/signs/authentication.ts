import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { wordsOf } from "../words-of.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const WORDS =
  /^(?:auth|authn|authz|authorize[dr]?|authorise|authenticate[dr]?|authentication|authorization|authorities|permissions?|permit|permitted|roles?|scopes?|jwt|jwks|csrf|cors|login|password|secret|signature|acl|oauth|oidc|bearer|audience|issuer|principal|credentials?|rbac|iam|claims?|preauthorize|allowlist|whitelist|denylist|origins?|apikey|tokens?|samesite|hmac|sha\d+|md5|[hre]s\d{3}|hash_hmac|login_required|security)$/;
/** Words of other trades too: alone they say nothing. */
const WEAK =
  /^(?:sha\d+|md5|claims?|tokens?|permit|origins?|signature|roles?|scopes?|secret|issuer|password)$/;

/** How policies say what is granted, to whom and on what: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
const GRANTS =
  /^(?:Action|NotAction|Resource|NotResource|Effect|Principal|Condition|actions|resources|principals|apiGroups|verbs|resourceNames|subjects|roleRef|member|members|bindings)$/;
const POLICIES = /polic(?:y|ies)|\biam\b|rbac|(?:^|[/._-])roles?(?:[/._-]|$)|permissions?/i;

/** Calls that sign, or make a digest with a key: https://datatracker.ietf.org/doc/html/rfc2104 */
const SIGNS = /^(?:createHmac|createSign|hash_hmac|HMAC\w{0,20}|Hmac\w{0,20}|hmac|newHmac\w{0,12})$/;
const WHOLE = 40;

/** Who may do what, and how they prove who they are. */
export function authentication(edit: Edit): ClassifiedChange[] {
  if (edit.kind === "config" && POLICIES.test(edit.path.slice(-200))) {
    const granted = shift(edit, (side) => {
      const keyed = new Set(
        side.tokens.filter(({ text }) => GRANTS.test(text.slice(0, 40))).map(({ line }) => line),
      );
      return side.tokens.filter(({ line }) => keyed.has(line)).map((token) => ({ key: token.text, token }));
    });
    const all = [...granted.come, ...granted.gone];
    if (all.length > 0) return found(edit, "authentication changed", all);
  }
  if (edit.kind === "config") {
    const { gone, come } = shift(edit, accountsOf);
    if (gone.length > 0 && come.length > 0) return found(edit, "authentication changed", come);
  }
  const { gone, come } = shift(edit, signsOf);
  const signs = [...come, ...gone];
  const strong = signs.some(({ key }) => !wordsOf(key).every((word) => WEAK.test(word) || !WORDS.test(word)));
  const path =
    /(?:^|[/._-])(?:auth\w*|security|permissions?|login|session|jwt|oauth|middleware|guards?|policies|acl)/i.test(
      edit.path,
    );
  return signs.length > 0 && (strong || path) ? found(edit, "authentication changed", signs) : [];
}

/** Keys of settings that say as whom a program asks: `DATABASE_USER=app_ro`, `serviceAccountName: reports`. */
const AS_WHOM = /^(?:user|username|account|serviceaccount|role|rolearn|identity)$/;

function accountsOf(side: Side): Sign[] {
  return side.tokens.flatMap((token, i) => {
    const next = side.tokens[i + 1];
    if (token.kind !== "word" || !next || !/^[:=]$/.test(next.text)) return [];
    const words = wordsOf(token.text);
    const whom = words.some((word) => AS_WHOM.test(word)) || /service_?account|role_?arn/i.test(token.text);
    const said = side.tokens.slice(i + 2, i + 12).filter(({ line }) => line === token.line);
    return whom && said.length > 0
      ? [{ key: `${token.text} ${said.map(({ text }) => text).join(" ")}`, token }]
      : [];
  });
}

function signsOf(side: Side): Sign[] {
  return side.tokens.flatMap((token, i) => {
    if (token.kind !== "word" && !(token.kind === "text" && token.text.length < 60)) return [];
    if (!wordsOf(token.text).some((word) => WORDS.test(word))) return [];
    // What it is set to, or asked with, belongs to it; all of what is signed does.
    const most = SIGNS.test(token.text) ? WHOLE : 3;
    const said = side.tokens.slice(i + 1, i + 1 + most).filter((next) => next.line === token.line);
    return [{ key: [token, ...said].map(({ text }) => text).join(" "), token }];
  });
}
