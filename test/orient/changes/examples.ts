// biome-ignore-all lint/suspicious/noTemplateCurlyInString: diffs of code that fills in strings
import type { ChangeClass } from "../../../src/orient/mechanisms/change-class.ts";

/** One file's diff as a reviewer would meet it: path, then the lines of one hunk. */
export type Example = readonly [path: string, ...lines: string[]];

/** For each class of change, what it looks like in several languages. */
export const EXAMPLES: Readonly<Record<ChangeClass, readonly Example[]>> = {
  "guard removed": [
    [
      "src/orders/total.ts",
      " export function total(order) {",
      "-  if (!order.lines) return 0;",
      "   return sum(order.lines);",
    ],
    [
      "app/billing.py",
      " def owner(account):",
      "-    if account.owner is None:",
      "-        return DEFAULT_OWNER",
      "     return account.owner.name",
    ],
    [
      "internal/cart/cart.go",
      "-\tif c.User == nil {",
      "-\t\treturn ErrNoUser",
      "-\t}",
      " \tname := c.User.Name",
    ],
    [
      "src/main/java/app/Prices.java",
      "-    return prices.getOrDefault(sku, Price.ZERO).amount();",
      "+    return prices.get(sku).amount();",
    ],
    ["app/models/room.rb", "-    room&.name || 'none'", "+    room.name"],
    [
      "Parcels/Quote.cs",
      "-        var extra = request.Options?.Fragile == true ? 250 : 0;",
      "+        var extra = request.Options.Fragile ? 250 : 0;",
    ],
    [
      "src/Report.php",
      "-        return $article->getAuthor()?->getName() ?? 'staff';",
      "+        return $article->getAuthor()->getName();",
    ],
    ["app/settings.py", '-    limit = payload.get("limit", 20)', '+    limit = payload["limit"]'],
  ],
  "guard added": [
    ["src/a.ts", "   const row = rows[0];", "+  if (!row) return null;", "   return row.name;"],
    [
      "lib/pay.py",
      " def pay(order):",
      "+    if order is None:",
      "+        return None",
      "     return charge(order)",
    ],
  ],
  "condition changed": [
    [
      "advisor/units.py",
      '-    if unit == "C":',
      '+    unit = unit.strip() or "C"',
      '+    if unit in "CF":',
      "         return float(value)",
    ],
    ["src/stock.ts", "-  if (left >= wanted) reserve(item);", "+  if (left > wanted) reserve(item);"],
    ["svc/ship.go", "-\tif order.Paid && order.Packed {", "+\tif order.Paid || order.Packed {"],
    ["app/discount.py", "-    if years > 5:", "+    if years >= 5:"],
    ["src/Access.kt", "-    return user.active && user.verified", "+    return user.active || user.verified"],
  ],
  "error raised": [
    ["src/a.ts", "   const known = carriers.get(id);", '+  if (!known) throw new Error("unknown carrier");'],
    ["app/parse.py", "     version = header[:2]", "+    raise ValueError('unsupported version')"],
    ["cmd/serve.go", " \tcfg := load()", '+\tpanic("no configuration")'],
    ["src/lib.rs", "     let rate = table.find(code);", '+    panic!("no rate for {}", code);'],
  ],
  "error swallowed": [
    [
      "src/send.ts",
      "   try {",
      "     await send(mail);",
      "-  } catch (error) {",
      "-    throw new SendFailed(error);",
      "+  } catch {",
      "   }",
    ],
    [
      "app/sync.py",
      "     try:",
      "         push(batch)",
      "-    except IOError as error:",
      "-        raise SyncError(error)",
      "+    except Exception:",
      "+        pass",
    ],
    ["internal/read.go", "-\tbody, err := io.ReadAll(r)", "+\tbody, _ := io.ReadAll(r)"],
  ],
  "validation tightened": [
    ["src/schemas/order.ts", "-  note: z.string().optional(),", "+  note: z.string().min(3).max(200),"],
    [
      "src/main/java/app/BookingRequest.java",
      " public record BookingRequest(",
      "-    String phone,",
      "+    @NotBlank String phone,",
    ],
    ["app/models/user.rb", "   has_many :orders", "+  validates :phone, presence: true"],
    [
      "app/api.py",
      "     amount = body.amount",
      "+    if amount > 10_000:",
      "+        raise HTTPException(422, 'too large')",
    ],
    [
      "Shared/JsonSettings.cs",
      "-        NumberHandling = JsonNumberHandling.AllowReadingFromString,",
      "+        NumberHandling = JsonNumberHandling.Strict,",
    ],
  ],
  "operation that can fail": [
    [
      "bakery/receipts.py",
      "-        key=settings.TILL_KEY,",
      "+        key=settings.TILL_KEYS[order.branch.till],",
    ],
    ["src/a.ts", "-  return Math.max(0, ...prices);", "+  return prices.reduce(larger);"],
    [
      "src/b.rs",
      "-    let port = port.parse().unwrap_or(8080);",
      "+    let port = port.parse::<u16>().unwrap();",
    ],
    ["lib/first.kt", "-    val name = items.firstOrNull()?.name", "+    val name = items.first().name"],
    [
      "src/main/java/app/Find.java",
      "-    return repository.findById(id).orElse(null);",
      "+    return repository.findById(id).get();",
    ],
  ],
  "value or shape changed": [
    ["src/a.ts", "-  return quote.premium;", "+  return quote.total;"],
    ["app/view.py", "-    return {'price': offer.price}", "+    return {'price': offer.amount}"],
    [
      "src/Session.php",
      "-        $wanted = hash_hmac('sha256', $payload, $secret);",
      "+        $wanted = hash_hmac('sha512', $payload, $secret);",
    ],
  ],
  "contract changed": [
    [
      "app/services/reservation.rb",
      '-      number = row && { msisdn: row["msisdn"].to_s, until: row["until"] }',
      '+      number = row && { msisdn: row["msisdn"].to_i, until: row["until"] }',
    ],
    [
      "src/Patients/Program.cs",
      " builder.Services.ConfigureHttpJsonOptions(options => {",
      "+    options.SerializerOptions.Converters.Add(new JsonStringEnumConverter());",
    ],
    ["app/main.py", "-    return order.model_dump(by_alias=True)", "+    return order.model_dump()"],
    ["internal/api/order.go", '-\tTotal int `json:"total"`', '+\tTotal int `json:"total_cents"`'],
    ["src/routes/orders.ts", '-router.get("/orders/:id", show);', '+router.get("/order/:id", show);'],
    [
      "src/main/java/app/PriceDto.java",
      '-  @JsonProperty("price") long price;',
      '+  @JsonProperty("amount") long price;',
    ],
    ["proto/bids.proto", "-  string lot_id = 1;", "+  string lot_id = 2;"],
    ["app/urls.py", "-    path('invoices/', views.invoices),", "+    path('bills/', views.invoices),"],
    [
      "src/main/java/app/BookingController.java",
      '-    return Map.of("id", booked.id(), "price_cents", booked.cents());',
      '+    return Map.of("id", booked.id(), "price", booked.money());',
    ],
  ],
  "definition removed": [
    [
      "src/format.ts",
      "-export function pounds(pence) {",
      "-  return pence / 100;",
      "-}",
      " export function round(x) {",
    ],
    ["app/dates.py", "-def start_of_day(at):", "-    return at.replace(hour=0)", "-", " def later(a, b):"],
    ["pkg/money/money.go", "-func Cents(a Amount) int64 {", "-\treturn a.cents", "-}"],
  ],
  "regular expression changed": [
    ["src/a.ts", "-const shape = /^[A-Z]+$/;", "+const shape = /^([A-Z]+)+$/;"],
    ["app/models/slot.rb", "-  TIME = /\\A\\d\\d:\\d\\d\\z/", "+  TIME = /\\A(\\d+:?)+\\s*\\z/"],
    ["app/clean.py", "-PHONE = re.compile(r'^\\d+$')", "+PHONE = re.compile(r'^(\\d+ ?)+$')"],
    [
      "svc/match.go",
      '-var code = regexp.MustCompile("^[a-z]+$")',
      '+var code = regexp.MustCompile("^[a-z0-9]+$")',
    ],
  ],
  "authentication changed": [
    [
      "infra/encoder-policy.json",
      '       "Effect": "Allow",',
      '-      "Action": ["s3:GetObject", "s3:ListBucket"],',
      '+      "Action": ["s3:GetObject"],',
    ],
    [
      "src/middleware/auth.ts",
      '-  const { sub } = jwt.verify(token, key, { audience: "shop" });',
      '+  const { sub } = jwt.verify(token, key, { audience: "web" });',
    ],
    [
      "src/main/java/app/Security.java",
      '-        .requestMatchers("/health").permitAll()',
      '+        .requestMatchers("/health").authenticated()',
    ],
    [
      "app/controllers/api_controller.rb",
      "-  before_action :authenticate_user!, only: [:create]",
      "+  before_action :authenticate_user!",
    ],
    [
      "src/Session/SessionReader.php",
      "-        $wanted = hash_hmac('sha256', $payload, $this->secret);",
      "+        $wanted = hash_hmac('sha512', $payload, $this->secret);",
    ],
  ],
  "unit or rounding changed": [
    ["src/money.ts", "-  return Math.round(pounds * 100);", "+  return pounds * 100;"],
    ["app/tax.py", "-    return round(net * rate, 2)", "+    return int(net * rate)"],
    ["svc/fee.go", "-\treturn cents / 100", "+\treturn cents / 1000"],
  ],
  "time or time zone changed": [
    ["app/due.py", "-    today = datetime.now(timezone.utc).date()", "+    today = datetime.today().date()"],
    ["src/opening.ts", "-  const hour = now.getUTCHours();", "+  const hour = now.getHours();"],
    [
      "src/main/java/app/Bills.java",
      '-    LocalDate day = LocalDate.now(ZoneId.of("UTC"));',
      "+    LocalDate day = LocalDate.now();",
    ],
  ],
  "query inside a loop": [
    [
      "src/main/java/app/Availability.java",
      "-    Map<String, Rate> known = rates.forHotels(ids(free), arrival);",
      "+    Map<String, Rate> known = new HashMap<>();",
      "+    for (Hotel hotel : free) {",
      "+      known.put(hotel.id(), rates.forHotel(hotel.id(), arrival));",
      "+    }",
    ],
    [
      "src/a.ts",
      "+  for (const policy of policies) {",
      "+    const { rows } = await pool.query<Row>(sql, [policy]);",
      "+  }",
    ],
    [
      "app/views.py",
      "-    orders = Order.objects.select_related('customer').all()",
      "+    orders = Order.objects.all()",
    ],
    [
      "app/report.py",
      "     for order in orders:",
      "+        customer = session.query(Customer).get(order.customer_id)",
      "         rows.append(order)",
    ],
    [
      "internal/store.go",
      " \tfor _, id := range ids {",
      "+\t\trow := db.QueryRowContext(ctx, q, id)",
      " \t}",
    ],
    [
      "internal/sailings.go",
      "+\t\tif err := s.db.QueryRowContext(ctx, q, one.ID).Scan(&one.Cents); err != nil {",
      "+\t\t\treturn nil, err",
      "+\t\t}",
      " \t\tfound = append(found, one)",
      " \t}",
      " \treturn found, nil",
    ],
    [
      "app/models/visit.rb",
      "-  scope :today, -> { includes(:patient).where(day: Date.today) }",
      "+  scope :today, -> { where(day: Date.today) }",
    ],
    [
      "src/main/java/app/Orders.java",
      "     for (Order order : orders) {",
      "+      order.setCustomer(customerRepository.findById(order.customerId()));",
      "     }",
    ],
    [
      "src/list.ts",
      "-  const prices = await store.pricesOf(ids);",
      "+  const prices = await Promise.all(ids.map((id) => store.getPrice(id).then(asPence)));",
    ],
  ],
  "query changed": [
    ["src/a.ts", "-      where number = $1", "+      where number = $1 and status = $2"],
    [
      "app/q.py",
      '-    cursor.execute("SELECT id FROM orders WHERE day = %s", [day])',
      '+    cursor.execute("SELECT id FROM orders WHERE day >= %s", [day])',
    ],
    ["sql/report.sql", "-select id from orders", "+select id, total from orders join lines using (id)"],
  ],
  "query without its index": [
    ["src/a.ts", "-      where number = $1", "+      where upper(number) = $1"],
    [
      "src/Repo.php",
      '-        $sql = "SELECT * FROM articles WHERE published > :day";',
      '+        $sql = "SELECT * FROM articles WHERE DATE(published) > :day";',
    ],
    [
      "app/find.py",
      '-    cursor.execute("select * from users where email = %s", [mail])',
      "+    cursor.execute(\"select * from users where email like '%%' || %s\", [mail])",
    ],
  ],
  "unbounded result": [
    [
      "src/Reconcile.kt",
      "-        val due = cards.changedSince(hours = 2, limit = 500)",
      "+        val due = cards.changedSince(hours = 2, limit = null)",
    ],
    [
      "src/list.ts",
      "-  return prisma.order.findMany({ where }).limit(100);",
      "+  return prisma.order.findMany({ where });",
    ],
    ["sql/recent.sql", " select id from events", " order by at desc", "-limit 50"],
    [
      "app/views.py",
      "-    rows = paginator.page(Event.objects.filter(day=day), 50)",
      "+    rows = Event.objects.filter(day=day)",
    ],
  ],
  "index removed": [
    ["db/migrations/5.sql", "+drop index claims_by_policy;"],
    [
      "db/migrate/20260914_index.rb",
      "   def change",
      "+    remove_index :appointments, [:room_id, :day]",
      "   end",
    ],
    [
      "migrations/0012_drop.py",
      "     operations = [",
      "+        migrations.RemoveIndex('order', 'order_day_idx'),",
      "     ]",
    ],
  ],
  "index added": [
    [
      "db/migrate/20260101_index_orders.rb",
      "+class IndexOrders < ActiveRecord::Migration[7.2]",
      "+  disable_ddl_transaction!",
      "+  def change",
      "+    add_index :orders, :placed_at, algorithm: :concurrently",
      "+  end",
      "+end",
    ],
    [
      "db/migrations/0082_orders.sql",
      "+CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_by_day ON orders (placed_at);",
    ],
  ],
  "column removed or renamed": [
    ["db/migrations/7.sql", "+alter table orders drop column legacy_total;"],
    [
      "src/main/resources/db/migration/V12__names.sql",
      "+ALTER TABLE members RENAME COLUMN name TO full_name;",
    ],
    ["db/migrate/20260901_rename.rb", "+    rename_column :users, :mail, :email"],
  ],
  "constraint added": [
    ["db/migrations/8.sql", "+alter table orders alter column customer_id set not null;"],
    ["db/migrate/20260902_fk.rb", "+    add_foreign_key :orders, :customers"],
  ],
  "schema changed": [
    ["db/migrations/9.sql", "+create table notes (id bigint primary key, body text);"],
    ["prisma/schema.prisma", " model Order {", "+  note String?", " }"],
  ],
  "retry added or raised": [
    ["src/call.ts", "-  return client.get(path);", "+  return retry(() => client.get(path), 5);"],
    ["config/http.yml", "-max_retries: 1", "+max_retries: 6"],
    [
      "src/main/java/app/Holds.java",
      "-    private static final int ATTEMPTS = 2;",
      "+    private static final int ATTEMPTS = 5;",
    ],
    [
      "app/fetch.py",
      "-@retry(stop=stop_after_attempt(3), wait=wait_exponential_backoff())",
      "+@retry(stop=stop_after_attempt(3))",
    ],
  ],
  "retry removed or lowered": [
    ["src/call.ts", "-  return withRetry(() => client.get(path));", "+  return client.get(path);"],
    ["app/config.properties", "-payments.retry.attempts=3", "+payments.retry.attempts=1"],
  ],
  "timeout lowered": [
    ["src/a.ts", "-const timeoutMs = 3000;", "+const timeoutMs = 30;"],
    [
      "src/main/java/app/PaymentClient.java",
      "-      .readTimeout(Duration.ofSeconds(10))",
      "+      .readTimeout(Duration.ofMillis(500))",
    ],
    [
      "internal/client.go",
      "-\tclient := &http.Client{Timeout: 5 * time.Second}",
      "+\tclient := &http.Client{Timeout: 200 * time.Millisecond}",
    ],
    [
      "app/http.py",
      "-    return requests.get(url, timeout=10)",
      "+    return requests.get(url, timeout=0.5)",
    ],
    ["config/db.yml", "-statement_timeout: 30s", "+statement_timeout: 1s"],
    ["deploy/.env", "-UPSTREAM_TIMEOUT_MS=5000", "+UPSTREAM_TIMEOUT_MS=300"],
  ],
  "timeout raised": [
    ["config/http.toml", "-request_timeout = 2", "+request_timeout = 60"],
    [
      "src/main/resources/application.properties",
      "-spring.datasource.hikari.connection-timeout=1000",
      "+spring.datasource.hikari.connection-timeout=60000",
    ],
  ],
  "address changed": [
    [
      "config/prod.yml",
      "-payments_url: https://pay.internal.example.com/v1",
      "+payments_url: https://payments.internal.example.com/v1",
    ],
    [
      "deploy/values.yaml",
      "-redisHost: cache-a.shop.svc.cluster.local",
      "+redisHost: cache-b.shop.svc.cluster.local",
    ],
    [
      "src/client.ts",
      '-const base = "https://rates.example.com";',
      '+const base = "https://api.example.com/rates";',
    ],
  ],
  "TLS changed": [
    ["config/db.yml", "-sslmode: prefer", "+sslmode: verify-full"],
    [
      "internal/dial.go",
      "-\ttlsConfig := &tls.Config{InsecureSkipVerify: true}",
      "+\ttlsConfig := &tls.Config{RootCAs: pool}",
    ],
  ],
  "more work per request": [
    [
      "k8s/auth.yaml",
      '-            - { name: BCRYPT_COST, value: "10" }',
      '+            - { name: BCRYPT_COST, value: "15" }',
    ],
    ["bakery/passwords.py", "-ROUNDS = 120_000", "+ROUNDS = 4_800_000"],
    ["src/a.ts", "-  return catalogue;", "+  return structuredClone(catalogue);"],
    ["app/login.py", "-    return user.token", "+    return hashpw(user.token, gensalt(14))"],
    ["src/read.ts", "-  const text = cached;", "+  const text = readFileSync(path, 'utf8');"],
  ],
  "loop added": [
    ["src/a.ts", "+  while (next()) step();"],
    ["app/sum.py", "     total = 0", "+    for line in lines:", "+        total += line.amount"],
  ],
  "wait added": [
    ["src/a.ts", "+  await sleep(500);"],
    ["svc/poll.go", " \tcheck()", "+\ttime.Sleep(2 * time.Second)"],
    ["app/jobs.rb", "   publish(event)", "+  sleep(1)"],
    ["src/main/java/app/Wait.java", "     submit(job);", "+    Thread.sleep(400);"],
  ],
  "network access changed": [
    [
      "infra/network.tf",
      "   from_port = 5432",
      '-    cidr_blocks = ["10.20.0.0/16"]',
      '+    cidr_blocks = ["10.20.8.0/24"]',
    ],
    [
      "k8s/network-policy.yaml",
      "   ingress:",
      "     - from:",
      "-        - podSelector: { matchLabels: { app: web } }",
      "+        - podSelector: { matchLabels: { app: front } }",
    ],
  ],
  "regular expression that backtracks": [
    [
      "src/plate.py",
      '-PLATE = re.compile(r"^[A-Z]+-[0-9]+$")',
      '+PLATE = re.compile(r"^([A-Z0-9]+[- ]?)+$")',
    ],
    ["src/a.ts", "-const SLUG = /^[a-z-]+$/;", "+const SLUG = /^(\\w+-?)*$/;"],
    ["A.java", '+  static final Pattern P = Pattern.compile("(.*)*x");'],
  ],
  "renewal or expiry changed": [
    [
      "gateway/session.py",
      "     def current(self):",
      "-        if time.time() > self.expires - MARGIN:",
      "+        if self.value is None:",
      "             self.value = self.fetch()",
    ],
    [
      "src/auth/token.ts",
      "-  if (token.expiresAt - Date.now() < 60_000) await renew(token);",
      "   return token.value;",
    ],
  ],
  "scheduled work changed": [
    [
      "billing/close.py",
      " def close_month(month):",
      "-    for account in open_accounts(month):",
      "+    for account in all_accounts():",
      "         settle(account, month)",
    ],
    [
      "app/jobs/nightly_report.rb",
      "-    Report.recent.each(&:send_out)",
      "+    Report.find_each(&:send_out)",
    ],
    [
      "src/main/java/app/Sweeper.java",
      '   @Scheduled(cron = "0 0 * * * *")',
      "   void sweep() {",
      "-    store.removeOld(100);",
      "+    store.removeOld();",
    ],
  ],
  "time limit removed": [
    [
      "internal/score/score.go",
      "-\tctx, cancel := context.WithTimeout(ctx, time.Second)",
      "-\tdefer cancel()",
      " \treturn s.ask(ctx, id)",
    ],
    ["app/ask.py", "-    return await asyncio.wait_for(ask(id), 2)", "+    return await ask(id)"],
    ["src/ask.ts", "-  return fetch(url, { signal: AbortSignal.timeout(900) });", "+  return fetch(url);"],
  ],
  "order of locks changed": [
    [
      "internal/transfer/move.go",
      "-\tif to < from {",
      "-\t\tfrom, to = to, from",
      "-\t}",
      " \tfor _, id := range []string{from, to} {",
      ' \t\ttx.Exec("SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE", id)',
    ],
    [
      "app/reserve.py",
      "-    for seat in sorted(seats):",
      "+    for seat in seats:",
      "         locks[seat].acquire()",
    ],
  ],
  "longer transaction": [
    [
      "db/migrations/0042_owner.sql",
      "+ALTER TABLE slots ADD owner text;",
      "+UPDATE slots SET owner = 'import' WHERE start < '2026-01-01';",
    ],
    [
      "app/close.py",
      '-    db.execute("DELETE FROM events WHERE ctid IN (SELECT ctid FROM events WHERE day = %s LIMIT 500)", (day,))',
      '+    db.execute("DELETE FROM events WHERE day = %s", (day,))',
    ],
  ],
  "cache removed": [
    ["src/rates.ts", "-  return cache.get(day) ?? load(day);", "+  return load(day);"],
    ["src/main/java/app/Rates.java", '-  @Cacheable("rates")', "   public Rates today() {"],
    ["app/views.py", "-@cache_page(60)", " def front(request):"],
    [
      "Bus/RabbitBus.cs",
      "-        _channel ??= await _connection.CreateChannelAsync();",
      "+        var channel = await _connection.CreateChannelAsync();",
    ],
  ],
  "cache lifetime shortened": [
    ["config/cache.yml", "-settings_ttl: 12h", "+settings_ttl: 2h"],
    [
      "Planning/ZoneCache.cs",
      "-    private static readonly TimeSpan Keep = TimeSpan.FromHours(6);",
      "+    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(6);",
    ],
    ["app/cache.py", "-CACHE_TTL = 60 * 60", "+CACHE_TTL = 60"],
  ],
  "cache lifetime lengthened": [
    ["src/a.ts", "-const maxAge = 60;", "+const maxAge = 86_400;"],
    ["config/cache.json", '-  "ttl_seconds": 60,', '+  "ttl_seconds": 6000,'],
  ],
  "key of the cache changed": [
    [
      "papers/cache.py",
      "     async def get(self, paper_id: str, language: str):",
      "-        key = (paper_id, language)",
      "+        key = paper_id",
      "         kept = self._kept.get(key)",
    ],
    [
      "src/rates.ts",
      "-  const cacheKey = `rates:${day}`;",
      "+  const cacheKey = `rates:${day}:${request.id}`;",
    ],
    ["config/services.yaml", '-  cache.prefix: "v3:"', '+  cache.prefix: "v4:"'],
    [
      "app/models/report.rb",
      '-    Rails.cache.fetch("report/#{id}") do',
      '+    Rails.cache.fetch("report/#{id}/#{Time.now.to_i}") do',
    ],
  ],
  "limit lowered": [
    ["config/puma.rb", "-threads 5, 10", "+threads 1, 2"],
    ["config/a.yml", "-pool_max: 10", "+pool_max: 1"],
    [
      "src/main/resources/application.yml",
      " spring:",
      "-  datasource.hikari.maximum-pool-size: 20",
      "+  datasource.hikari.maximum-pool-size: 4",
    ],
    ["pkg/pg/pool.go", "-\tdb.SetMaxOpenConns(40)", "+\tdb.SetMaxOpenConns(4)"],
    [
      "app/workers.py",
      "-    pool = ThreadPoolExecutor(max_workers=16)",
      "+    pool = ThreadPoolExecutor(max_workers=2)",
    ],
    [
      "template.yml",
      "     Properties:",
      "-      ReservedConcurrentExecutions: 50",
      "+      ReservedConcurrentExecutions: 5",
    ],
    ["infra/db.tf", "-  max_connections = 200", "+  max_connections = 20"],
    ["k8s/api.yaml", "         - name: POOL_SIZE", '-          value: "20"', '+          value: "2"'],
  ],
  "limit raised": [
    [
      "Bookings/appsettings.json",
      '-    "Main": "Server=sql;Max Pool Size=100;Connect Timeout=15"',
      '+    "Main": "Server=sql;Max Pool Size=120;Connect Timeout=15"',
    ],
    ["config/a.yml", "-pool_max: 10", "+pool_max: 500"],
    ["src/server.ts", "-const maxBodySize = 1024;", "+const maxBodySize = 1024 * 1024;"],
  ],
  "batch or sampling changed": [
    ["config/jobs.yml", "-batch_size: 500", "+batch_size: 5"],
    ["src/export.ts", "-const pageSize = 100;", "+const pageSize = 10_000;"],
    ["otel/config.yaml", "-  sampling_percentage: 5", "+  sampling_percentage: 100"],
  ],
  "interval changed": [
    ["config/poll.yml", "-poll_interval: 60s", "+poll_interval: 1s"],
    ["src/beat.ts", "-const refreshInterval = 60_000;", "+const refreshInterval = 600;"],
  ],
  "state that outlives the request": [
    [
      "render/src/images.cc",
      " Raster Images::at(const Url& url) {",
      "-  return decode(*bytes);",
      "+  return decoded_.emplace(url, decode(*bytes)).first->second;",
      " }",
    ],
    [
      "src/recent.ts",
      " export class Recent {",
      "+  #pictures = new Map<string, Buffer[]>();",
      "+  keep(owner: string, picture: Buffer): void {",
      "+    this.#pictures.set(owner, [picture]);",
      "+  }",
    ],
    [
      "src/work.rs",
      "         file.flush().await?;",
      "+        self.masters.lock().await.insert(path.clone(), file);",
      "         Ok(path)",
    ],
    ["src/a.ts", "+const seen = new Map<string, Row[]>();", "+seen.set(key, rows);"],
    ["app/state.py", " import logging", "+results = {}", " "],
    ["internal/track.go", "+var tracked = map[string][]byte{}"],
    ["src/main/java/app/Audit.java", "+  private static final List<Entry> ENTRIES = new ArrayList<>();"],
    ["app/price.py", "-@lru_cache(maxsize=512)", "+@lru_cache(maxsize=None)", " def price(risk):"],
    ["app/services/feed.rb", "   def add(event)", "+    @events << event", "   end"],
  ],
  "eviction removed": [
    [
      "src/main/kotlin/app/Outbox.kt",
      "-        while (waiting.isNotEmpty()) {",
      "+        while (waiting.size > KEPT) {",
      "             sink.send(waiting.removeFirst())",
    ],
    ["src/a.ts", "-  if (known.size > 100) known.delete(oldest);"],
    [
      "src/main/java/app/Cache.java",
      "       Caffeine.newBuilder()",
      "-        .maximumSize(10_000)",
      "         .build();",
    ],
    ["app/q.py", "-recent = deque(maxlen=500)", "+recent = deque()"],
  ],
  "listener or timer added": [
    ["src/a.ts", '+  emitter.on("quote", () => keep(request));'],
    ["src/view.ts", "   socket.subscribe(topic);", '-  return () => socket.removeListener("data", read);'],
    ["internal/tick.go", "+\tticker := time.NewTicker(time.Second)"],
  ],
  "resource not released": [
    [
      "pages/shape.go",
      " \tres, err := c.http.Get(url)",
      " \tif err != nil {",
      " \t\treturn Shape{}, err",
      " \t}",
      "-\tdefer res.Body.Close()",
      "+\tif shape, ok := shapeFromHeaders(res.Header); ok {",
      "+\t\treturn shape, nil",
      "+\t}",
      "+\tdefer res.Body.Close()",
      " \treturn measure(res.Body)",
    ],
    [
      "Bookings/Store.cs",
      "-        await using var connection = new SqlConnection(text);",
      "+        var connection = new SqlConnection(text);",
    ],
    [
      "src/db.ts",
      "   const client = await pool.connect();",
      "   const { rows } = await client.query(sql);",
      "-  client.release();",
      "   return rows;",
    ],
    [
      "internal/fetch.go",
      " \tresp, err := http.Get(url)",
      "-\tdefer resp.Body.Close()",
      " \tbody, err := io.ReadAll(resp.Body)",
    ],
    [
      "app/files.py",
      "-    with open(path) as file:",
      "-        return file.read()",
      "+    return open(path).read()",
    ],
    [
      "src/main/java/app/Dao.java",
      "-    try (Connection c = pool.getConnection()) {",
      "+    Connection c = pool.getConnection();",
    ],
    [
      "Bus/RabbitBus.cs",
      "-        using var channel = await _connection.CreateChannelAsync();",
      "+        var channel = await _connection.CreateChannelAsync();",
    ],
  ],
  "lock added": [
    [
      "src/main/java/app/RoomRepository.java",
      '-    return jdbc.sql("SELECT id FROM rooms WHERE kind = ? LIMIT 1 FOR UPDATE SKIP LOCKED");',
      '+    return jdbc.sql("SELECT id FROM rooms WHERE kind = ? LIMIT 1 FOR UPDATE");',
    ],
    ["migrations/0042_totals.sql", "+ALTER TABLE orders ALTER COLUMN total TYPE numeric(12, 4);"],
    [
      "internal/announce.go",
      "-\ts.mu.RLock()",
      "-\tdefer s.mu.RUnlock()",
      "+\ts.mu.Lock()",
      "+\tdefer s.mu.Unlock()",
    ],
    [
      "src/main/java/app/Seats.java",
      "-  public Seat reserve(long id) {",
      "+  public synchronized Seat reserve(long id) {",
    ],
    [
      "src/pay.ts",
      '-  const q = "select * from orders where id = $1";',
      '+  const q = "select * from orders where id = $1 for update";',
    ],
    [
      "app/stock.py",
      "-    item = Item.objects.get(pk=pk)",
      "+    item = Item.objects.select_for_update().get(pk=pk)",
    ],
  ],
  "lock removed": [
    ["internal/count.go", "-\tc.mu.Lock()", "-\tdefer c.mu.Unlock()", " \tc.n++"],
    ["app/seq.py", "-    with self.lock:", "-        self.n += 1", "+    self.n += 1"],
  ],
  "parallelism added": [
    [
      "src/all.ts",
      "-  const first = await load(ids[0]);",
      "+  const rows = await Promise.all(ids.map(load));",
    ],
    ["internal/send.go", "-\tsend(m)", "+\tgo send(m)"],
    ["app/crawl.py", "+    pages = await asyncio.gather(*[get(u) for u in urls])"],
  ],
  "parallelism removed": [
    [
      "src/all.ts",
      "-  const [a, b] = await Promise.all([x(), y()]);",
      "+  const a = await x();",
      "+  const b = await y();",
    ],
    [
      "src/main/java/app/Sum.java",
      "-    return items.parallelStream().mapToLong(Item::cents).sum();",
      "+    return items.stream().mapToLong(Item::cents).sum();",
    ],
  ],
  "await removed": [
    ["src/save.ts", "-  await store.save(order);", "+  store.save(order);"],
    ["app/mail.py", "-    await mailer.deliver(mail)", "+    mailer.deliver(mail)"],
  ],
  "container resources lowered": [
    [
      "k8s/api.yaml",
      "         resources:",
      "           limits:",
      "-            memory: 512Mi",
      "+            memory: 128Mi",
    ],
    ["deploy/values.yaml", "-replicas: 6", "+replicas: 1"],
    [
      "Dockerfile",
      "-ENV JAVA_OPTS=-Xmx1g",
      "-ENV HEAP_SIZE=1024",
      "+ENV JAVA_OPTS=-Xmx1g",
      "+ENV HEAP_SIZE=128",
    ],
  ],
  "container resources raised": [
    ["k8s/api.yaml", "           limits:", "-            cpu: 500m", "+            cpu: 4000m"],
  ],
  "health check changed": [
    [
      "k8s/api.yaml",
      "         livenessProbe:",
      "-          initialDelaySeconds: 60",
      "+          initialDelaySeconds: 2",
    ],
    [
      "Dockerfile",
      "-HEALTHCHECK --interval=30s CMD curl -f localhost/healthz",
      "+HEALTHCHECK --interval=1s CMD curl -f localhost/ready",
    ],
  ],
  "configuration key changed": [
    ["settings/production.py", '-TILL_KEY = os.environ["TILL_KEY"]', '+TILL_KEYS = os.environ["TILL_KEYS"]'],
    ["config/app.yml", "-database_url: postgres", "+db_url: postgres"],
    ["settings.toml", '-secret_name = "shop"', ' region = "eu"'],
    ["deploy/.env", "-STRIPE_KEY=from-vault", "+PAYMENT_KEY=from-vault"],
  ],
  "setting changed": [
    ["config/app.yml", "-theme: plain", "+theme: winter"],
    ["infra/main.tf", '-  storage_class = "standard"', '+  storage_class = "archive"'],
  ],
  "feature flag default changed": [
    [
      "src/flags.ts",
      '-  newCheckout: flag("new-checkout", false),',
      '+  newCheckout: flag("new-checkout", true),',
    ],
    ["config/features.yml", "-express_checkout_enabled: false", "+express_checkout_enabled: true"],
    ["app/flags.py", "-USE_NEW_RATES = False", "+USE_NEW_RATES = True"],
  ],
  "start-up requirement added": [
    ["src/main.ts", "+const key = process.env.SIGNING_KEY;"],
    ["app/settings.py", "+SENDER = os.environ['MAIL_SENDER']"],
    ["config/initializers/pay.rb", "+Pay.key = ENV.fetch('PAY_KEY')"],
    ["cmd/main.go", '+\tkey := mustGetenv("SIGNING_KEY")'],
    ["src/main/java/app/Config.java", '+  @Value("${mail.sender}") String sender;'],
  ],
  "platform changed": [
    ["Dockerfile", "-FROM node:20-slim", "+FROM node:22-alpine"],
    [
      "k8s/api.yaml",
      "-        image: registry.example.com/jre:17",
      "+        image: registry.example.com/jre:21",
    ],
    ["infra/db.tf", '-  engine_version = "14.9"', '+  engine_version = "16.1"'],
    [".nvmrc", "-20", "+22"],
  ],
  "dependency major changed": [
    ["package.json", '-    "pg": "8.11.0",', '+    "pg": "9.0.0",'],
    ["requirements.txt", "-pyarrow==20.0.0", "+pyarrow==21.0.0"],
    ["Gemfile.lock", "-    faraday (2.9.0)", "+    faraday (3.0.1)"],
    ["go.mod", "-\tgithub.com/redis/go-redis v8.11.5", "+\tgithub.com/redis/go-redis v9.0.2"],
    [
      "pom.xml",
      "       <artifactId>jackson-databind</artifactId>",
      "-      <version>2.17.0</version>",
      "+      <version>3.0.0</version>",
    ],
    [
      "build.gradle.kts",
      '-    implementation("com.zaxxer:HikariCP:5.1.0")',
      '+    implementation("com.zaxxer:HikariCP:6.0.0")',
    ],
    ["Cargo.toml", '-hyper = "0.14"', '+hyper = "1.0"'],
    [
      "Shop.csproj",
      '-    <PackageReference Include="Npgsql" Version="7.0.6" />',
      '+    <PackageReference Include="Npgsql" Version="8.0.1" />',
    ],
    ["composer.json", '-        "guzzlehttp/guzzle": "^6.5",', '+        "guzzlehttp/guzzle": "^7.8",'],
  ],
  "dependency changed": [
    ["package.json", '-    "pg": "8.11.0",', '+    "pg": "8.12.1",'],
    ["requirements.txt", "-flask==3.0.1", "+flask==3.1.2"],
    ["poetry.lock", ' name = "httpx"', '-version = "0.27.0"', '+version = "0.27"'],
  ],
  "dependency patched": [
    ["requirements.txt", "-flask==3.0.1", "+flask==3.0.2"],
    ["Gemfile.lock", "-    pg (1.5.6)", "+    pg (1.5.7)"],
    ["poetry.lock", ' name = "httpx"', '-version = "0.27.0"', '+version = "0.27.2"'],
  ],
  "dependency removed": [["package.json", '-    "left-pad": "1.3.0",', '     "pg": "8.11.0",']],
  "logging added": [
    [
      "src/consume.rs",
      "     for reading in batch {",
      '-        debug!(device = %reading.device, "reading");',
      '+        info!(device = %reading.device, "reading");',
    ],
    [
      "src/a.ts",
      "-  return price(risk);",
      '+  logger.debug("priced", JSON.stringify(risk));',
      "+  return price(risk);",
    ],
  ],
  "logging changed": [
    ["src/a.ts", '-  log.info("quoted");', '+  log.info("quoted", { id });'],
    ["app/a.py", '-    logger.info("done")', '+    logger.warning("done", count)'],
  ],
  "order of statements changed": [
    [
      "src/A.java",
      "+    long worst = exposure.after(order);",
      "     Limit limit = limits.of(order.member());",
      "-    long worst = exposure.after(order);",
    ],
    [
      "app/page.py",
      '-    sheet = Image.new("RGB", size)',
      "     rows = count(layout)",
      '+    sheet = Image.new("RGB", size)',
    ],
  ],
  "order of results changed": [
    [
      "app/loans_controller.rb",
      "-    loans = reader.loans.open",
      "+    loans = reader.loans.open.order(:due_on)",
    ],
    [
      "src/list.py",
      '-    q = "SELECT id FROM t WHERE a = 1"',
      '+    q = "SELECT id FROM t WHERE a = 1 ORDER BY id"',
    ],
    [
      "Shop/Repo.cs",
      "-        return db.Orders.ToList();",
      "+        return db.Orders.OrderBy(o => o.Id).ToList();",
    ],
  ],
  "spread over partitions changed": [
    ["src/put.ts", "-    gsi1pk: `PICTURE#${id}`,", "+    gsi1pk: `DAY#${day}`,"],
    [
      "app/send.py",
      "-    producer.send(topic, partition_key=order.id)",
      "+    producer.send(topic, partition_key=order.country)",
    ],
    ["config/index.json", '-  "shardKey": "user",', '+  "shardKey": "day",'],
    [
      "svc/Sender.java",
      "-    request.partitionKey(event.deviceId());",
      "+    request.partitionKey(event.fleet());",
    ],
  ],
  "blocking wait added": [
    [
      "Shop/Line.cs",
      "-        var menu = await menus.GetAsync(id);",
      "+        var menu = menus.GetAsync(id).Result;",
    ],
    [
      "src/main/kotlin/A.kt",
      "-    val x = load(id)",
      "+    val x = runBlocking { client.load(id) }",
      "+    val y = runBlocking(ctx) { z() }",
    ],
    [
      "src/main/java/A.java",
      "-    return client.get(id).map(A::of);",
      "+    return A.of(client.get(id).block());",
    ],
    ["src/a.rs", "-    let x = fetch(id).await?;", "+    let x = Handle::current().block_on(fetch(id))?;"],
  ],
  "bound removed": [
    [
      "src/main.rs",
      "-    let (tx, rx) = mpsc::channel(settings.backlog);",
      "+    let (tx, rx) = mpsc::unbounded_channel();",
    ],
    ["app/worker.py", "-queue = asyncio.Queue(maxsize=500)", "+queue = asyncio.Queue()"],
    [
      "src/Q.java",
      "-  private final BlockingQueue<E> q = new ArrayBlockingQueue<>(1000);",
      "+  private final BlockingQueue<E> q = new LinkedBlockingQueue<>();",
    ],
    [
      "Shop/Feed.cs",
      "-    var c = Channel.CreateBounded<Order>(100);",
      "+    var c = Channel.CreateUnbounded<Order>();",
    ],
    ["src/A.kt", "-    val c = Channel<Order>(64)", "+    val c = Channel<Order>(Channel.UNLIMITED)"],
    ["lib/feed.rb", "-    @queue = SizedQueue.new(100)", "+    @queue = Queue.new()"],
    ["src/a.ts", "-  await limiter.schedule(() => call(x));", "+  await call(x);"],
  ],
  "lease shortened": [
    ["template.yaml", "-      VisibilityTimeout: 720", "+      VisibilityTimeout: 30"],
    ["queue.tf", "-  ack_deadline_seconds = 600", "+  ack_deadline_seconds = 10"],
    ["config/worker.properties", "-max.poll.interval.ms=600000", "+max.poll.interval.ms=5000"],
    ["app/jobs.py", "-VISIBILITY_TIMEOUT = 3600", "+VISIBILITY_TIMEOUT = 60"],
  ],
  "duration changed": [
    ["svc/store.go", "-const pause = 36 * time.Hour", "+const pause = 2 * time.Hour"],
    ["app/a.py", "-HORIZON_SECONDS = 3600", "+HORIZON_SECONDS = 60"],
    [
      "src/A.java",
      "-  static final Duration LINGER = Duration.ofMinutes(5);",
      "+  static final Duration LINGER = Duration.ofSeconds(5);",
    ],
  ],
  "packaging changed": [
    ["functions/api/build.mjs", '-  external: ["@aws-sdk/client-*"],', '+  packages: "external",'],
    ["Dockerfile", "-COPY templates ./templates", " COPY src ./src"],
    [".dockerignore", " node_modules", "+assets"],
    ["app/proguard-rules.pro", "--keep class app.model.** { *; }"],
  ],
  "log level lowered": [
    [
      "engine/server.cpp",
      "-  spdlog::set_level(spdlog::level::info);",
      "+  spdlog::set_level(spdlog::level::trace);",
    ],
    ["app/main.py", "-logging.basicConfig(level=logging.INFO)", "+logging.basicConfig(level=logging.DEBUG)"],
    ["cmd/main.go", "-\tlevel := slog.LevelInfo", "+\tlevel := slog.LevelDebug"],
    ["src/main/resources/logback.xml", '-  <root level="INFO">', '+  <root level="DEBUG">'],
    ["config/prod.exs", "-config :logger, level: :info", "+config :logger, level: :debug"],
    ["config/log.yml", "-log_level: info", "+log_level: debug"],
    [
      "Shop/appsettings.json",
      '-    "LogLevel": { "Default": "Information" }',
      '+    "LogLevel": { "Default": "Debug" }',
    ],
  ],
  "amount far larger or smaller": [
    ["src/a.ts", "-const fanOut = 4;", "+const fanOut = 400;"],
    ["app/a.py", "-ROWS_AHEAD = 20000", "+ROWS_AHEAD = 10"],
  ],
  "number changed": [
    ["src/a.ts", "-const scale = [0, 0.1];", "+const scale = [0, 0.1, 0.2];"],
    ["config/a.yml", "-columns: 14", "+columns: 21"],
  ],
  "text changed": [
    ["src/a.ts", '-const title = "Hello there";', '+const title = "Good morning";'],
    ["app/labels.py", '-TITLE = "Your order"', '+TITLE = "Thank you for your order"'],
  ],
  "type declarations only": [
    ["src/a.ts", "+export type Offer = { carrier: string };"],
    ["src/b.ts", " export interface Offer {", "+  carrier: string;", " }"],
  ],
  "other code changed": [
    ["src/a.ts", "-  const pence = base * loading;", "+  const pence = loading * base;"],
  ],
};

/** As git would write it, standing at some line of its file. */
export function patchOf([, ...lines]: Example, start = 40): string {
  const before = lines.filter((line) => !line.startsWith("+")).length;
  const after = lines.filter((line) => !line.startsWith("-")).length;
  return `@@ -${start},${before} +${start},${after} @@\n${lines.join("\n")}`;
}
