import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { unitFactors, unitNames } from "../unit-factors.ts";
import { wordsOf } from "../words-of.ts";
import { callsNamed } from "./calls-named.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const ROUNDING =
  /^(?:round|Round|floor|Floor|ceil|Ceil|ceiling|trunc|toFixed|Math\.\w+|setScale|quantize|Decimal|BigDecimal|parseInt|parseFloat|Number|int|float|Integer|Float|to_i|to_f|to_d|intValue|doubleValue|toInt|toLong|toDouble|int32|int64|float64|float32|uint|uint32|uint64|number_format|intval|longValue|BigInt|asIntN|cents|pence)$/;
const TIME =
  /^(?:tz|timezone|zoneinfo|zoneid|utc|utcnow|localtime|now|today|tolocalestring|todatestring|toisostring|gethours|getutchours|getdate|getutcdate|strftime|strptime|localdate\w*|zoneddatetime|offsetdatetime|datetime|tzinfo|astimezone|dst|epoch|unix|unixmilli|unixnano|gettime|instant|simpledateformat|dateformat|in_time_zone|fromtimestamp|utcfromtimestamp|parsedate|truncatedto|startofday|midnight|leap|adddate|plusyears|plusmonths|plusdays|replace_year|dayjs|moment|luxon|monotonic|nanotime|currenttimemillis)$/;

const IMPORTS = /^(?:import|use|using|from|require)$/;

/** Ways to round: https://docs.oracle.com/javase/8/docs/api/java/math/RoundingMode.html */
const MODES =
  /^(?:(?:ROUND_)?(?:HALF_(?:UP|DOWN|EVEN)|CEILING|FLOOR|DOWN|UP|UNNECESSARY)|ROUND_\w{2,20}|AwayFromZero|ToEven|ToZero|MidpointRounding|PHP_ROUND_\w{2,20}|half_(?:up|even|down)|bankers\w{0,10})$/;

/** Rounding, units and types of numbers; clocks, calendars and their zones. */
export function arithmetic(edit: Edit): ClassifiedChange[] {
  const rounding = shift(edit, roundingOf);
  const times = shift(edit, (side) => {
    const imports = new Set(
      side.tokens.filter(({ indent, text }) => indent >= 0 && IMPORTS.test(text)).map(({ line }) => line),
    );
    return side.tokens
      .filter(
        (token) =>
          token.kind === "word" &&
          !imports.has(token.line) &&
          (TIME.test(token.text.toLowerCase()) ||
            wordsOf(token.text).some((word) => /^(?:tz|timezone|utc)$/.test(word))),
      )
      .map((token) => ({ key: token.text, token }));
  });
  return [
    ...found(edit, "unit or rounding changed", [
      ...rounding.come,
      ...rounding.gone,
      ...unitFactors(edit).map(({ token }) => ({ key: "factor", token })),
      ...unitNames(edit).map((token) => ({ key: "unit", token })),
    ]),
    ...(times.gone.length + times.come.length > 0
      ? found(edit, "time or time zone changed", [...times.come, ...times.gone])
      : []),
  ];
}

function roundingOf(side: Side): Sign[] {
  const calls = callsNamed(side, ROUNDING)
    .filter(({ call }) => !/^(?:max|min|random|abs)$/i.test(call.name))
    .map((sign) => ({ ...sign, key: sign.call.name }));
  // A factor that turns one unit into another: 100, 1000, 3600, 1024 … beside × or ÷.
  const factors = side.tokens.flatMap((token, i) =>
    token.kind === "number" &&
    /^(?:10|100|1_?000|10_?000|1_?000_?000|1e[369]|60|3_?600|24|1_?024|0\.01|0\.001|100\.0|1000\.0)$/.test(
      token.text,
    ) &&
    /^[*/]$|^\/\/$/.test(side.tokens[i - 1]?.text ?? "")
      ? [{ key: `${side.tokens[i - 1]?.text}${token.text}`, token }]
      : [],
  );
  const modes = side.tokens
    .filter(({ kind, text }) => kind === "word" && MODES.test(text))
    .map((token) => ({ key: token.text, token }));
  return [...calls, ...factors, ...modes];
}
