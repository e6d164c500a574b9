import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { wordsOf } from "../words-of.ts";
import { callsNamed } from "./calls-named.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const CALLS =
  /^(?:@(?:NotNull|NotBlank|NotEmpty|Size|Min|Max|Pattern|Email|Valid|Positive|Past|Future|Digits|IsString|IsInt|IsNotEmpty|IsEmail|Length|Matches)|required|strict|strictObject|nonempty|email|uuid|regex|refine|superRefine|validates\w*|validate\w*|field_validator|model_validator|validator|integer|positive|int|datetime|min|max|length|gt|gte|lt|lte|pattern|constr|conint|RuleFor|NotNull|NotEmpty|MaximumLength|MinimumLength|StringLength|Required|presence|isIn|oneOf|nonNull|rejectUnknown|forbidUnknownValues)$/;
const OWNERS = /(?:^|\.)(?:z|Joi|yup|schema|string\(\)|number\(\)|\(\)|v|t|Field|body|check|validator)$/i;
const WORDS =
  /^(?:additionalProperties|required|strict|whitelist|forbidNonWhitelisted|minLength|maxLength|minimum|maximum|exclusiveMinimum|min_length|max_length|ge|le|gt|lt|@NotNull|@NotBlank|@NotEmpty|@Valid|@Email|@Required|presence|binding|extra|enum)$/;

/** https://learn.microsoft.com/en-us/dotnet/api/system.componentmodel.dataannotations */
const ATTRIBUTES =
  /^(?:Required|Url|Range|StringLength|MaxLength|MinLength|RegularExpression|EmailAddress|Phone|CreditCard|AllowedValues|DeniedValues|Length)$/;

/** More is asked of what comes in than was. */
export function validation(edit: Edit): ClassifiedChange[] {
  const { gone, come } = shift(edit, rulesOf);
  return come.length > gone.length ? found(edit, "validation tightened", come) : [];
}

function rulesOf(side: Side): Sign[] {
  const calls = callsNamed(side, CALLS, "rule").filter(
    ({ call }) =>
      call.name.startsWith("@") ||
      /^(?:validates|RuleFor|field_validator|model_validator|refine|superRefine)/.test(call.name) ||
      OWNERS.test(call.on),
  );
  const words = side.tokens.flatMap((token, i) => {
    if (token.kind === "text" && token.quote === "`")
      return /\b(?:binding|validate):"/.test(token.text) ? [{ key: "rule", token }] : [];
    if (token.kind !== "word") return [];
    if (
      ATTRIBUTES.test(token.text) &&
      side.tokens[i - 1]?.text === "[" &&
      (side.tokens[i - 1]?.indent ?? -1) >= 0
    )
      return [{ key: "rule", token }];
    if (wordsOf(token.text).some((word) => /^(?:strict|strictly|disallow\w*|forbid\w*|unmapped)$/.test(word)))
      return [{ key: "rule", token }];
    if (!WORDS.test(token.text)) return [];
    const next = side.tokens[i + 1]?.text ?? "";
    return token.text.startsWith("@")
      ? next === "("
        ? []
        : [{ key: "rule", token }]
      : /^[:=]$/.test(next)
        ? [{ key: "rule", token }]
        : [];
  });
  return [...calls, ...words];
}
