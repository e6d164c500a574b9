import type { Call } from "../side.ts";
import { wordsOf } from "../words-of.ts";

const VERBS = new Set(
  "query find load fetch get list select execute exec request count save insert update delete lookup read send post put call resolve scan describe search retrieve where first last exists pluck one all head patch store upsert publish invoke".split(
    " ",
  ),
);
/** Names that ask somebody else whoever they are called on. */
const ALWAYS =
  /^(?:query\w*|execute\w*|exec_driver_sql|find(?:One|Many|All|First|Unique|By\w+)\w*|find_by\w*|fetch\w*|Query\w*|Exec\w*|executeQuery|executeUpdate|getForObject|postForObject|urlopen|axios|requests|select_one|sendAndReceive|invoke_model|(?:Single|First|Last|Any|All|Count|Find|ToList|ToArray|LongCount)(?:OrDefault)?Async|SaveChanges\w*)$/;
const OWNERS =
  /(?:^|[a-z_])(?:db|database|pool|conn|connection|client|repo|repository|dao|session|cursor|tx|trx|transaction|prisma|knex|em|manager|mapper|redis|http|axios|requests|api|gateway|service|svc|store|storage|objects|collection|stub|table|queryset|orm|resttemplate|webclient|httpx|context|sql|es|elastic|s3|dynamo|dynamodb|kafka|producer|channel)$/i;
const NO_MODELS =
  /^(?:Math|Array|Object|Promise|List|Map|Set|Arrays|Collectors|Collections|String|Number|Date|JSON|Optional|Stream|Duration|Instant|Integer|Long|System|Log|Logger|Reflect|Symbol|Enum|Enumerable|Path|Paths|Files|Files|Vec|Some|Box|Assert|Objects|Option|Result|Environment|ENV|Regex|Pattern)$/;

/** Whether a call asks a database or another service, by its name and by what it is called on. */
export function isQuery(call: Call): boolean {
  const owner = call.on.split(".").at(-1) ?? "";
  if (NO_MODELS.test(owner)) return false;
  if (ALWAYS.test(call.name)) return true;
  const [verb = ""] = wordsOf(call.name);
  if (!VERBS.has(verb)) return false;
  return (
    call.awaited ||
    OWNERS.test(owner) ||
    (/^[A-Z][a-z]\w{1,60}$/.test(owner) &&
      /^(?:find|where|get|count|first|exists|all|load|create|pluck)/.test(call.name))
  );
}
