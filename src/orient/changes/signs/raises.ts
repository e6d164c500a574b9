import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { callsNamed } from "./calls-named.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const CALLS =
  /^(?:panic|reject|abort|fail|bail|ensure|unreachable|todo|Err|Errorf|process\.exit|os\.Exit|sys\.exit|errors\.New|log\.Fatal\w*|http\.Error|halt|BadRequest|Unauthorized|Forbid|NotFound|Conflict|badRequest|HTTPException|sendError|createError|require!|raise_for_status|checkArgument|checkNotNull|requireNonNull|error!|check|requireNotNull)$/;
const STATUS_CALLS =
  /^(?:status|sendStatus|send|json|WriteHeader|StatusCode|setStatus|head|Response|JSON|AbortWithStatus\w*|error|code|abort|Problem)$/;
const STATUS_NAMES =
  /^(?:BAD_REQUEST|UNAUTHORIZED|FORBIDDEN|NOT_FOUND|CONFLICT|UNPROCESSABLE_ENTITY|TOO_MANY_REQUESTS|INTERNAL_SERVER_ERROR|SERVICE_UNAVAILABLE|Status(?:BadRequest|Unauthorized|Forbidden|NotFound|Conflict|UnprocessableEntity|TooManyRequests|InternalServerError|ServiceUnavailable))$/;

/** Errors that requests did not meet before; where a new condition leads to one, more is refused than was. */
export function raises(edit: Edit): ClassifiedChange[] {
  const { gone, come } = shift(edit, raisesOf);
  if (come.length <= gone.length) return [];
  const conditions = shift(edit, (side) =>
    side.tokens
      .filter((token) => /^(?:if|unless|elif|guard|when)$/.test(token.text))
      .map((token) => ({ key: "if", token })),
  );
  const refuses = conditions.come.length > conditions.gone.length;
  return [
    ...found(edit, "error raised", come),
    ...(refuses ? found(edit, "validation tightened", come) : []),
  ];
}

function raisesOf(side: Side): Sign[] {
  const words = side.tokens.flatMap((token, i) =>
    token.kind === "word" &&
    (/^(?:throw|raise|panic!?|bail!?)$/.test(token.text) || STATUS_NAMES.test(token.text))
      ? // A call of that name is counted once.
        side.tokens[i + 1]?.text === "(" && CALLS.test(token.text)
        ? []
        : [{ key: "raise", token }]
      : [],
  );
  const calls = callsNamed(side, CALLS, "raise");
  const statuses = callsNamed(side, STATUS_CALLS, "raise").filter(({ call }) =>
    side.tokens
      .slice(call.from, Math.min(call.to, call.from + 6))
      .some(({ text }) => /^[45]\d\d$/.test(text)),
  );
  return [...words, ...calls, ...statuses];
}
