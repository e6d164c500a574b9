import type { SymptomClass } from "./symptom-class.ts";

/**
 * What a type of exception says of how the program fails, in the names that languages, drivers and
 * frameworks give them. Only the type is read: it comes from the program, while a message may repeat what
 * a visitor typed. The first that fits decides.
 */
const RULES: readonly (readonly [RegExp, SymptomClass])[] = [
  [
    /TokenExpired|ExpiredToken|JWTExpired|JwtExpired|ExpiredSignature|ExpiredCredential|SignatureExpired|SessionExpired/i,
    "expires",
  ],
  // A pool, a queue or memory that is used up: before timeouts, whose names they share.
  [
    /ConnectionTimeoutError|PoolTimeout|PoolExhausted|QueueFull|TooMany(?:Connections|OpenFiles|Requests)|OutOfMemory|MemoryError|RejectedExecution|ResourceExhausted|BulkheadFull|EMFILE|ENOMEM|ENOSPC|SQLTransientConnection|KnexTimeout|ConnectionPool|Throttl|RateLimit|StackOverflow|RecursionError|SystemStackError|HeapOut|NoBufferSpace|LimitExceeded|CapacityExceeded/i,
    "runs out",
  ],
  [
    /Timeout|TimedOut|ETIMEDOUT|DeadlineExceeded|TaskCanceled|OperationCanceled|AbortError|Net::(?:Read|Open)Timeout|ESOCKETTIMEDOUT|LockWait|QueryCanceled/i,
    "times out",
  ],
  [
    /ECONN\w*|ENOTFOUND|EAI_AGAIN|EPIPE|EHOSTUNREACH|ENETUNREACH|Connect(?:ion)?(?:Refused|Reset|Aborted|Error|Exception|Failed)|SocketException|SocketError|UnknownHost|HostNotFound|NameResolution|gaierror|\bDNS|SSL|TLS|Certificate|X509|UNABLE_TO_VERIFY|BrokenPipe|NoRouteToHost|net\.OpError|HttpRequestException|ResourceAccessException|WebClientRequestException|ServiceUnavailable|Unavailable(?:Error|Exception)?$|OperationalError|NoBrokers|FetchError|RemoteDisconnected|TransportError/i,
    "cannot connect",
  ],
  [
    /Unauthori[sz]ed|Forbidden|PermissionDenied|AccessDenied|NotAuthori[sz]ed|AuthenticationE|AuthenticationFailed|JsonWebToken|TokenExpired|InvalidToken|InvalidSignature|Validation|Invalid(?:Argument|Input|Request|Params?|Data|Payload)|BadRequest|ZodError|UnprocessableEntity|MethodArgumentNotValid|ConstraintViolation(?!.*SQL)|ParameterMissing|HttpMessageNotReadable|NotFound(?:Error|Exception)?$|NoRouteMatch|RoutingError|SchemaError|Unserializable|DeserializationError|DecodeError|CSRF|CORS/i,
    "rejects",
  ],
  [
    /^(?:pq|pg|pgx|pgconn|psycopg\w*|mysql\w*|sqlite\w*|PG|Mysql2|ActiveRecord|sqlalchemy|org\.postgresql|com\.mysql|Npgsql|System\.Data|Microsoft\.Data|PDO|MongoDB|pymongo|redis\.exceptions\.ResponseError|SequelizeDatabase|Prisma|QueryFailed|java\.sql|org\.hibernate|org\.springframework\.(?:dao|jdbc))\b|SQLException|SQLSyntax|SqlException|DatabaseError|ProgrammingError|IntegrityError|DataError|UndefinedColumn|UndefinedTable|BadSqlGrammar|DataIntegrity|UniqueViolation|NotNullViolation|ForeignKeyViolation|StatementInvalid|RecordNotUnique|Deadlock|Query(?:Failed|Exception)|PrismaClient|PDOException|PgError|SerializationFailure|DbUpdate|CannotGetJdbc/i,
    "the database refuses",
  ],
  [
    /^(?:TypeError|ReferenceError|RangeError|SyntaxError|KeyError|AttributeError|IndexError|NameError|NoMethodError|UnboundLocalError|ZeroDivisionError|ImportError|ModuleNotFoundError|UnicodeDecodeError|ArithmeticError|StopIteration|FrozenError|ValueError|panic|runtime\.\w*[Ee]rror\w*|ErrorException|Error\\TypeError|DivisionByZeroError|FloatDomainError|LookupError|OverflowError|InvalidCastException|FormatException)$|NullPointer|NullReference|IndexOutOf|ArgumentNull|ClassCast|NoSuchElement|NoSuchMethod|NoSuchField|NumberFormat|Arithmetic|IllegalState|InvalidOperation|ConcurrentModification|InvalidCast|KeyNotFound|UninitializedProperty|DateTimeParse|JSONDecode|JsonException|json\.SyntaxError|serde_json|JsonParse|JsonMapping|UnrecognizedProperty|Unmarshal|ParseException|ClassNotFound|NoClassDef|UnsupportedOperation|NegativeArraySize|TypeAssertion|boundsError|nil pointer/i,
    "throws by mistake",
  ],
];

/** Names that languages, and clients of other services, give to anything at all. */
const ANYTHING =
  /^(?:Error|Exception|error|RuntimeError|RuntimeException|StandardError|\*?errors\.errorString|\*?fmt\.wrapErrors?|\*?errors\.joinError|java\.lang\.(?:Exception|RuntimeException|Error)|System\.Exception|UnhandledPromiseRejection|AggregateError|unknown|\*?status\.(?:Error|statusError)|(?:io\.grpc\.)?Status(?:Runtime)?Exception|(?:grpc\.)?(?:RpcError|_InactiveRpcError|aio\.AioRpcError)|RpcException|AxiosError|HTTPError|HttpError|HttpException|ServiceError|ClientError|ApiException|_OTHER|5\d\d|)$/;

/** The class that a type of exception speaks for; null where the type could be anything. */
export function classOfException(type: string): SymptomClass | null {
  const short = type.slice(-200);
  if (ANYTHING.test(short)) return null;
  // Whole, then without the package that it lies in.
  const name = short.slice(short.search(/[\w$]+$/));
  for (const [pattern, symptom] of RULES) if (pattern.test(short) || pattern.test(name)) return symptom;
  return "throws its own error";
}
