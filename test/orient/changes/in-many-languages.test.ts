// biome-ignore-all lint/suspicious/noTemplateCurlyInString: diffs of code that fills in strings
import { expect, test } from "vitest";
import { readHunks } from "../../../src/orient/changes/changed-lines.ts";
import { fileKind } from "../../../src/orient/changes/file-kind.ts";
import { understood } from "../../../src/orient/changes/read-change.ts";
import type { ChangeClass } from "../../../src/orient/mechanisms/change-class.ts";

/** What each class looks like in languages and tools of which the examples show none. */
const TOLD: readonly (readonly [ChangeClass, string, readonly string[]])[] = [
  [
    "operation that can fail",
    "collector/src/readings.rs",
    [
      "-    frame.extend(reading.watts.to_be_bytes());",
      "+    let wh = u16::try_from(reading.watts)?;",
      "+    frame.extend(wh.to_be_bytes());",
    ],
  ],
  [
    "operation that can fail",
    "shop/pricing.rb",
    ["-    total / box.portions", "+    cooked = box.portions - box.pantry", "+    total / cooked"],
  ],
  [
    "lock added",
    "numbering/src/pool.rs",
    [
      "-        let number = self.free.lock().await.pop().ok_or(Error::Empty)?;",
      "+        let mut free = self.free.lock().await;",
      "+        let number = free.last().cloned().ok_or(Error::Empty)?;",
      "         self.db.assign(&number, plan).await?;",
    ],
  ],
  [
    "resource not released",
    "jobs/preview.go",
    [
      "-\tlayout, err := os.ReadFile(path)",
      "+\tfile, err := os.Open(path)",
      "+\tlayout, err := firstPage(file)",
    ],
  ],
  [
    "renewal or expiry changed",
    "lib/tariffs/token.ex",
    [
      "-    Tariffs.Auth.fetch()",
      "+    case :persistent_term.get(__MODULE__, nil) do",
      "+      nil -> with {:ok, token} <- Tariffs.Auth.fetch(), do: :persistent_term.put(__MODULE__, token)",
      "+      token -> {:ok, token}",
    ],
  ],
  ["limit lowered", "deploy/helm/values.yaml", ["-maxConnections: 200", "+maxConnections: 20"]],
  ["limit lowered", "nginx.conf", ["-worker_connections 4096;", "+worker_connections 256;"]],
  ["limit lowered", "infra/rds.tf", ["-  max_connections = 500", "+  max_connections = 50"]],
  ["limit lowered", "src/Db.scala", ["-  config.setMaximumPoolSize(30)", "+  config.setMaximumPoolSize(3)"]],
  ["limit lowered", "config/database.exs", ["-  pool_size: 40,", "+  pool_size: 4,"]],
  [
    "limit lowered",
    "app/main.py",
    [
      "-engine = create_engine(URL, pool_size=20, max_overflow=10)",
      "+engine = create_engine(URL, pool_size=2, max_overflow=0)",
    ],
  ],
  [
    "limit lowered",
    "server.cpp",
    ["-  static constexpr int kMaxSessions = 5000;", "+  static constexpr int kMaxSessions = 50;"],
  ],
  [
    "authentication changed",
    "packages/carrier/sign.ts",
    [
      '-  const proof = createHmac("sha256", key).update(`${date}\\n${path}\\n${body}`).digest("hex");',
      '+  const text = [date, path].join("\\n") + body;',
      '+  const proof = createHmac("sha256", key).update(text).digest("hex");',
    ],
  ],
  ["authentication changed", "deploy/.env.prod", ["-DATABASE_USER=orders_rw", "+DATABASE_USER=orders_ro"]],
  [
    "contract changed",
    "services/orders/routes/get-order.ts",
    ["-    return c.json(order);", "+    return c.json(withoutEmpty(order));"],
  ],
  [
    "resource not released",
    "store/end-earlier.ts",
    [
      "+  const client = await pool.connect();",
      '+  const { rows } = await client.query("select id from orders where buyer = $1", [buyer]);',
      "+  if (rows.length === 0) return;",
      "+  await client.query(close, [rows]);",
      "+  client.release();",
    ],
  ],
  [
    "lock removed",
    "store/next-number.ts",
    [
      "-    \"select 'A-' || nextval('numbers') as number\",",
      "+    \"select 'A-' || (max(substr(number, 3)::int) + 1) as number from orders\",",
    ],
  ],
  [
    "parallelism added",
    "recs/serve.py",
    ["-    model.compile(batch=64)", "+    loop.run_in_executor(None, model.compile, 64)"],
  ],
  ["timeout lowered", "envoy.yaml", ["-                  timeout: 15s", "+                  timeout: 0.2s"]],
  ["timeout lowered", "lib/client.ex", ["-    recv_timeout: 10_000", "+    recv_timeout: 100"]],
  [
    "timeout lowered",
    "src/client.rs",
    ["-        .timeout(Duration::from_secs(10))", "+        .timeout(Duration::from_millis(200))"],
  ],
  [
    "timeout lowered",
    "app/Http/Client.php",
    ["-        return Http::timeout(10)->get($url);", "+        return Http::timeout(1)->get($url);"],
  ],
  [
    "timeout lowered",
    "src/A.cs",
    [
      "-        client.Timeout = TimeSpan.FromSeconds(30);",
      "+        client.Timeout = TimeSpan.FromSeconds(1);",
    ],
  ],
  [
    "retry added or raised",
    "src/a.go",
    ["-\tretryablehttp.NewClient().RetryMax = 2", "+\tretryablehttp.NewClient().RetryMax = 40"],
  ],
  ["retry added or raised", "A.java", ["-  @Retryable(maxAttempts = 2)", "+  @Retryable(maxAttempts = 30)"]],
  [
    "retry added or raised",
    "lib/a.rb",
    [
      "-    faraday.request :retry, max: 2, interval: 0.5",
      "+    faraday.request :retry, max: 20, interval: 0",
    ],
  ],
  [
    "retry added or raised",
    "src/publish.rs",
    [
      "-        if let Err(e) = client.publish(x).await { error!(%e); }",
      "+        while let Err(e) = client.publish(x.clone()).await {",
      "+            sleep(Duration::from_millis(50)).await;",
      "+        }",
    ],
  ],
  [
    "lock added",
    "A.java",
    ["-  public Price of(String id) {", "+  public synchronized Price of(String id) {"],
  ],
  ["lock added", "a.py", ["-    return compute(x)", "+    with _lock:", "+        return compute(x)"]],
  [
    "lock added",
    "a.sql",
    ["-SELECT * FROM seats WHERE id = 1;", "+SELECT * FROM seats WHERE id = 1 FOR UPDATE;"],
  ],
  ["lock removed", "a.go", ["-\tm.mu.Lock()", "-\tdefer m.mu.Unlock()", " \tm.seats[id] = true"]],
  ["cache removed", "A.kt", ['-    @Cacheable("rates")', "     fun rates(): Rates = client.rates()"]],
  ["cache removed", "a.ex", ["-    Cachex.fetch(:rates, id, fn -> load(id) end)", "+    load(id)"]],
  [
    "cache lifetime shortened",
    "a.php",
    [
      "-        return Cache::remember('rates', 3600, fn () => $this->load());",
      "+        return Cache::remember('rates', 1, fn () => $this->load());",
    ],
  ],
  ["cache lifetime lengthened", "conf/cdn.tf", ["-  default_ttl = 60", "+  default_ttl = 86400"]],
  [
    "query inside a loop",
    "Service.java",
    [
      "-    List<Seat> seats = repository.findAllByIds(ids);",
      "+    for (Long id : ids) {",
      "+      seats.add(repository.findById(id).orElseThrow());",
      "+    }",
    ],
  ],
  [
    "query inside a loop",
    "a.ex",
    [
      "-    Repo.all(from s in Seat, where: s.id in ^ids)",
      "+    Enum.map(ids, fn id -> Repo.get!(Seat, id) end)",
    ],
  ],
  [
    "query inside a loop",
    "A.cs",
    [
      "-        var seats = await db.Seats.Where(s => ids.Contains(s.Id)).ToListAsync();",
      "+        foreach (var id in ids)",
      "+            seats.Add(await db.Seats.SingleAsync(s => s.Id == id));",
    ],
  ],
  [
    "query inside a loop",
    "a.php",
    ["-        $orders = Order::with('lines')->get();", "+        $orders = Order::all();"],
  ],
  [
    "query inside a loop",
    "a.rs",
    [
      '-    let seats = sqlx::query_as("SELECT * FROM seats WHERE id = ANY($1)").bind(ids).fetch_all(&pool).await?;',
      "+    for id in ids {",
      '+        seats.push(sqlx::query_as("SELECT * FROM seats WHERE id = $1").bind(id).fetch_one(&pool).await?);',
      "+    }",
    ],
  ],
  [
    "query without its index",
    "a.java",
    [
      '-  @Query("select s from Seat s where s.code = :code")',
      '+  @Query("select s from Seat s where lower(s.code) = lower(:code)")',
    ],
  ],
  [
    "query without its index",
    "src/OrderService.cs",
    [
      "-            .Where(o => o.Restaurant == name)",
      "+            .Where(o => o.Restaurant.ToUpper() == name.ToUpper())",
    ],
  ],
  [
    "query without its index",
    "src/menus.ts",
    [
      "-    await menus.findOne({ restaurant: params.restaurant });",
      "+    await menus.findOne({ restaurant: new RegExp(name, 'i') });",
    ],
  ],
  [
    "unbounded result",
    "a.go",
    [
      '-\trows, err := db.Query("SELECT id FROM t ORDER BY id LIMIT 100")',
      '+\trows, err := db.Query("SELECT id FROM t ORDER BY id")',
    ],
  ],
  ["unbounded result", "a.cs", ["-            .Take(50)", "             .ToListAsync();"]],
  ["index removed", "db/migrate/20260101_a.rb", ["+    remove_index :seats, :code"]],
  ["index removed", "mongo/indexes.js", ["-  await seats.createIndex({ code: 1 });", " export {};"]],
  [
    "column removed or renamed",
    "migrations/0005_a.py",
    ["+        migrations.RemoveField(model_name='seat', name='code'),"],
  ],
  [
    "constraint added",
    "db/changelog/004.xml",
    ['+    <addNotNullConstraint tableName="seat" columnName="code"/>'],
  ],
  ["contract changed", "proto/seat.proto", ["-  string seat_id = 1;", "+  string id = 1;"]],
  ["contract changed", "schema.graphql", ["-  price: Int!", "+  amount: Money!"]],
  ["contract changed", "openapi.yaml", ["-        seatId:", "+        id:"]],
  [
    "contract changed",
    "src/routes.rs",
    ['-        .route("/seats/:id", get(seat))', '+        .route("/v2/seats/:id", get(seat))'],
  ],
  [
    "contract changed",
    "lib/router.ex",
    ['-    get "/seats/:id", SeatController, :show', '+    get "/seat/:id", SeatController, :show'],
  ],
  [
    "contract changed",
    "Dto.kt",
    ['-    @JsonProperty("seat_id") val seatId: String,', '+    @JsonProperty("seatId") val seatId: String,'],
  ],
  [
    "address changed",
    "config/prod.exs",
    ['-  url: "http://seats.internal:8080"', '+  url: "http://seats-v2.internal:8080"'],
  ],
  [
    "address changed",
    "deploy/api.yaml",
    ["-  SEATS_URL: http://seats:8080", "+  SEATS_URL: http://seat:8080"],
  ],
  ["address changed", "a.go", ['-\tconst topic = "seats.taken"', '+\tconst topic = "seats-taken"']],
  [
    "network access changed",
    "k8s/policy.yaml",
    [
      "   ingress:",
      "-    - from: [{podSelector: {matchLabels: {app: web}}}]",
      "+    - from: [{podSelector: {matchLabels: {app: gateway}}}]",
    ],
  ],
  [
    "network access changed",
    "sg.tf",
    ['-    cidr_blocks = ["10.0.0.0/8"]', '+    cidr_blocks = ["10.1.0.0/16"]'],
  ],
  [
    "TLS changed",
    "a.py",
    [
      "-    ctx.minimum_version = ssl.TLSVersion.TLSv1_2",
      "+    ctx.minimum_version = ssl.TLSVersion.TLSv1_3",
    ],
  ],
  [
    "authentication changed",
    "iam.tf",
    ['-    actions = ["s3:GetObject", "s3:PutObject"]', '+    actions = ["s3:GetObject"]'],
  ],
  [
    "authentication changed",
    "SecurityConfig.java",
    [
      '-        .requestMatchers("/seats/**").permitAll()',
      '+        .requestMatchers("/seats/**").hasRole("AGENT")',
    ],
  ],
  ["authentication changed", "k8s/role.yaml", ["-    verbs: [get, list, watch]", "+    verbs: [get]"]],
  [
    "container resources lowered",
    "deployment.yaml",
    ["           limits:", "-            memory: 2Gi", "+            memory: 256Mi"],
  ],
  ["container resources lowered", "fly.toml", ['-  memory = "2gb"', '+  memory = "256mb"']],
  ["container resources lowered", "template.yaml", ["-      MemorySize: 3008", "+      MemorySize: 256"]],
  ["container resources lowered", "Dockerfile", ['-ENV JAVA_OPTS="-Xmx2g"', '+ENV JAVA_OPTS="-Xmx256m"']],
  [
    "health check changed",
    "deployment.yaml",
    [
      "         livenessProbe:",
      "-          httpGet: {path: /live, port: 8080}",
      "+          httpGet: {path: /ready, port: 8080}",
    ],
  ],
  ["feature flag default changed", "flags.yaml", ["-new-checkout: false", "+new-checkout: true"]],
  [
    "feature flag default changed",
    "a.rb",
    ["-  Flipper.enabled?(:x) || false", "+  Flipper.enabled?(:x) || true"],
  ],
  ["dependency major changed", "mix.exs", ['-      {:phoenix, "~> 1.7"}', '+      {:phoenix, "~> 2.0"}']],
  ["dependency major changed", "Cargo.toml", ['-tokio = "0.2"', '+tokio = "1.0"']],
  [
    "dependency major changed",
    "build.sbt",
    ['-  "org.http4s" %% "http4s-dsl" % "0.23.1"', '+  "org.http4s" %% "http4s-dsl" % "1.0.0"'],
  ],
  [
    "dependency major changed",
    "App.csproj",
    [
      '-    <PackageReference Include="MassTransit" Version="7.3.1" />',
      '+    <PackageReference Include="MassTransit" Version="8.0.0" />',
    ],
  ],
  ["platform changed", "Dockerfile", ["-FROM eclipse-temurin:17-jre", "+FROM eclipse-temurin:21-jre-alpine"]],
  ["scheduled work changed", "deploy/cron.yaml", ['-  schedule: "0 3 * * *"', '+  schedule: "*/2 * * * *"']],
  [
    "scheduled work changed",
    "lib/sched.ex",
    ['-    {"0 3 * * *", {Jobs, :rebuild, []}}', '+    {"* * * * *", {Jobs, :rebuild, []}}'],
  ],
  [
    "interval changed",
    "a.go",
    ["-\tticker := time.NewTicker(10 * time.Minute)", "+\tticker := time.NewTicker(1 * time.Second)"],
  ],
  [
    "state that outlives the request",
    "a.go",
    [
      " var mu sync.Mutex",
      "+var seen = map[string]time.Time{}",
      "+",
      "+func remember(id string) { seen[id] = time.Now() }",
    ],
  ],
  [
    "state that outlives the request",
    "A.java",
    [
      "+  private final Map<String, Seat> bySession = new HashMap<>();",
      " ",
      "   Seat take(String session) {",
      "+    bySession.put(session, seat);",
    ],
  ],
  [
    "state that outlives the request",
    "a.ex",
    ["-    {:noreply, %{state | last: event}}", "+    {:noreply, %{state | events: [event | state.events]}}"],
  ],
  [
    "state that outlives the request",
    "a.py",
    ["+_SEEN: dict[str, float] = {}", " def take(s):", "+    _SEEN[s] = time()"],
  ],
  [
    "eviction removed",
    "A.kt",
    [
      "-        .expireAfterWrite(Duration.ofMinutes(10))",
      "-        .maximumSize(10_000)",
      "         .build()",
    ],
  ],
  ["resource not released", "a.go", ["-\tdefer rows.Close()", " \tfor rows.Next() {"]],
  [
    "resource not released",
    "A.java",
    [
      "-    try (Connection c = pool.getConnection()) {",
      "-      return read(c);",
      "-    }",
      "+    Connection c = pool.getConnection();",
      "+    return read(c);",
    ],
  ],
  [
    "resource not released",
    "A.cs",
    ["-        using var c = new SqlConnection(cs);", "+        var c = new SqlConnection(cs);"],
  ],
  [
    "resource not released",
    "a.py",
    ["-    with open(path) as f:", "-        return f.read()", "+    f = open(path)", "+    return f.read()"],
  ],
  [
    "regular expression that backtracks",
    "a.php",
    [
      "-        return preg_match('/^[a-z]+@[a-z.]+$/', $m);",
      "+        return preg_match('/^([a-z]+)*@[a-z.]+$/', $m);",
    ],
  ],
  ["regular expression that backtracks", "a.rb", ["-  MAIL = /\\A[a-z]+@/", "+  MAIL = /\\A([a-z]+)*@/"]],
  [
    "regular expression that backtracks",
    "A.cs",
    ['-    [GeneratedRegex("^[a-z]+$")]', '+    [GeneratedRegex("^([a-z]+)+$")]'],
  ],
  [
    "regular expression that backtracks",
    "a.py",
    ['-MAIL = re.compile(r"^[a-z]+$")', '+MAIL = re.compile(r"^([a-z]+)+$")'],
  ],
  ["guard removed", "a.ex", ['-  def name(nil), do: ""', "   def name(user), do: user.name"]],
  ["guard removed", "a.rs", ["-    let x = map.get(&k).unwrap_or(&0);", "+    let x = map[&k];"]],
  ["guard removed", "A.kt", ['-    return user?.name ?: ""', "+    return user!!.name"]],
  [
    "operation that can fail",
    "a.rs",
    ["-    let n: u32 = s.parse().unwrap_or(0);", "+    let n: u32 = s.parse().unwrap();"],
  ],
  ["operation that can fail", "A.scala", ["-    rows.headOption.getOrElse(empty)", "+    rows.head"]],
  ["operation that can fail", "a.ex", ["-    case Integer.parse(s) do", "+    String.to_integer(s)"]],
  [
    "start-up requirement added",
    "a.ex",
    ['-  key: System.get_env("KEY", "")', '+  key: System.fetch_env!("KEY")'],
  ],
  ["start-up requirement added", "settings.py", ['+    signing_key: str = Field(..., env="SIGNING_KEY")']],
  ["start-up requirement added", "A.java", ['+  @Value("${signing.key}")', "+  private String key;"]],
  [
    "start-up requirement added",
    "src/main.rs",
    ['+    let key = env::var("SIGNING_KEY").expect("SIGNING_KEY");'],
  ],
  [
    "validation tightened",
    "schema.json",
    ['-  "additionalProperties": true,', '+  "additionalProperties": false,'],
  ],
  ["validation tightened", "A.kt", ["+    @field:Size(max = 20)", "     val name: String,"]],
  [
    "time or time zone changed",
    "A.java",
    ['-    LocalDate d = LocalDate.now(ZoneId.of("Europe/Vienna"));', "+    LocalDate d = LocalDate.now();"],
  ],
  ["unit or rounding changed", "a.go", ["-\treturn cents / 100", "+\treturn cents"]],
  [
    "parallelism added",
    "a.go",
    [
      "-\tfor _, s := range seats {",
      "-\t\tload(s)",
      "-\t}",
      "+\tfor _, s := range seats {",
      "+\t\tgo load(s)",
      "+\t}",
    ],
  ],
  ["await removed", "a.ts", ["-  await audit.write(e);", "+  audit.write(e);"]],
  ["longer transaction", "A.kt", ["-    fun settle() {", "+    @Transactional", "+    fun settle() {"]],
  [
    "renewal or expiry changed",
    "A.java",
    [
      "-    return token.expiresAt().isBefore(now.plusSeconds(60));",
      "+    return token.expiresAt().isBefore(now);",
    ],
  ],
  ["wait added", "a.rb", ["+    sleep 2", "     post(x)"]],
  [
    "more work per request",
    "a.go",
    [
      "-\thash, err := bcrypt.GenerateFromPassword(p, 10)",
      "+\thash, err := bcrypt.GenerateFromPassword(p, 16)",
    ],
  ],
];
/** What looks like a class, and is none. */
const NOT_TOLD: readonly (readonly [ChangeClass, string, readonly string[]])[] = [
  // A table of constants is filled once.
  [
    "state that outlives the request",
    "jobs/tables/currencies.go",
    ["+var Currencies = map[string]string{", '+\t"dusk": "iron",', '+\t"earl": "kelp",', "+}"],
  ],
  // Closed where it is opened.
  [
    "resource not released",
    "jobs/preview.go",
    ["-\tlayout, err := os.ReadFile(path)", "+\tfile, err := os.Open(path)", "+\tdefer file.Close()"],
  ],
  // The same number is divided by the same other.
  ["operation that can fail", "shop/pricing.rb", ["-    a = total / portions", "+    b = sum / portions"]],
  // A table's own token is no lock's.
  ["lock added", "src/pool.rs", ["-    let n = self.free.len();", "+    let count = self.free.len();"]],
  ["regular expression that backtracks", "a.go", ['+var mail = regexp.MustCompile("^([a-z]+)+$")']],
  ["regular expression that backtracks", "a.rs", ['+    let mail = Regex::new("^([a-z]+)+$").unwrap();']],
  ["start-up requirement added", "a.ts", ['+  preview: process.env.PREVIEW_HOST ?? "",']],
  ["start-up requirement added", "a.go", ['+\tname := config.Get("NAME", "none")']],
  [
    "constraint added",
    "db/migrate/20260101_a.rb",
    ["+    create_table :holidays do |t|", "+      t.date :day, null: false", "+    end"],
  ],
  ["time or time zone changed", "a.rs", ["+use std::time::Duration;", " use tokio::net;"]],
  [
    "contract changed",
    "src/settings.ts",
    ["   depth: 6,", "+  listTimeoutMs: Number(process.env.LIST ?? 0),"],
  ],
  ["validation tightened", "a.yaml", [" accepted:", "   - a", "+  - b"]],
  ["validation tightened", "a.py", ['-    ALLOWED = ["a", "b"]', '+    ALLOWED = ["a", "b", "c"]']],
  ["query changed", "a.rb", ["-    reader.loans.open", "+    reader.loans.open.order(:due_on)"]],
  ["bound removed", "a.py", ["-queue = asyncio.Queue(maxsize=500)", "+queue = asyncio.Queue(maxsize=50)"]],
  ["log level lowered", "config/log.yml", ["-log_level: debug", "+log_level: info"]],
  ["timeout raised", "A.scala", ["-  val timeout = 2.seconds", "+  val timeout = 2000.millis"]],
  ["unbounded result", "a.go", ["-\ts.pending = s.pending[:0]", "+\ts.pending = nil"]],
  [
    "index removed",
    "a.js",
    [
      "-  await seats.createIndex({ code: 1 });",
      "+  await seats.createIndex({ code: 1 }, { unique: true });",
    ],
  ],
  [
    "health check changed",
    "a.yaml",
    ["         livenessProbe:", "           httpGet: {path: /live}", "+        # a comment"],
  ],
  [
    "loop added",
    "src/bounds.rs",
    [
      " struct Corner(f64, f64);",
      "+impl std::fmt::Display for Corner {",
      "+    fn fmt(&self) -> Result { Ok(()) }",
      "+}",
    ],
  ],
  [
    "loop added",
    "app/rows.py",
    [
      "     for row in rows:",
      "+        if not row.open:",
      "+            continue",
      "         total = total + row.cents",
    ],
  ],
  [
    "order of locks changed",
    "src/Orders.java",
    ["   // takes the lock of the seat", "-    lock(order.seat());", "+    lock(seat);"],
  ],
  [
    "resource not released",
    "src/a.rs",
    [
      "     if self.complete {",
      "-        fs::remove_file(&self.path);",
      "+        fs::remove_file(self.path());",
      "     }",
    ],
  ],
  [
    "renewal or expiry changed",
    "src/token.cpp",
    [
      "-constexpr auto leeway = std::chrono::seconds(20);",
      "+constexpr auto leeway = std::chrono::seconds(30);",
    ],
  ],
  [
    "limit lowered",
    "src/main/resources/application.yml",
    ["     hikari:", "-      maximum-pool-size: 40", "+      maximum-pool-size: ${DB_POOL:40}"],
  ],
];

const classes = (path: string, lines: readonly string[]) => {
  const [before, after] = ["+", "-"].map((side) => lines.filter((line) => !line.startsWith(side)).length);
  const patch = `@@ -40,${before} +40,${after} @@\n${lines.join("\n")}`;
  return understood(path, fileKind(path), readHunks(patch), true).classes.map(({ change }) => change);
};

test.each(TOLD)("%s, %s: %j", (change, path, lines) => expect(classes(path, lines)).toContain(change));

test.each(NOT_TOLD)("no %s, %s: %j", (change, path, lines) =>
  expect(classes(path, lines)).not.toContain(change),
);
