import type { World } from "../scenario.ts";

const transfer = `package transfer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"acme.example/ledger/internal/fraud"
)

var ErrInsufficient = errors.New("insufficient funds")

type Service struct {
	db       *sql.DB
	accounts *accountsClient
	fraud    *fraud.Client
}

func (s *Service) Transfer(ctx context.Context, from, to string, cents int64) (string, error) {
	balance, err := s.accounts.Balance(ctx, from)
	if err != nil {
		return "", fmt.Errorf("balance of %s: %w", from, err)
	}
	if balance.Available < cents {
		return "", ErrInsufficient
	}
	score, err := s.fraud.Score(ctx, from, to, cents)
	if err != nil {
		return "", fmt.Errorf("fraud score: %w", err)
	}
	if score > 80 {
		return "", fmt.Errorf("transfer refused, score %d", score)
	}
	return s.book(ctx, from, to, cents)
}

func (s *Service) book(ctx context.Context, from, to string, cents int64) (string, error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return "", fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback()
	first, second := from, to
	if second < first {
		first, second = second, first
	}
	for _, id := range []string{first, second} {
		if _, err := tx.ExecContext(ctx, "SELECT id FROM accounts WHERE id = $1 FOR UPDATE", id); err != nil {
			return "", fmt.Errorf("lock %s: %w", id, err)
		}
	}
	var id string
	err = tx.QueryRowContext(ctx, "INSERT INTO bookings (debit, credit, cents) VALUES ($1, $2, $3) RETURNING id", from, to, cents).Scan(&id)
	if err != nil {
		return "", fmt.Errorf("book: %w", err)
	}
	return id, tx.Commit()
}
`;

const account = `package accounts

import (
	"encoding/json"
	"net/http"
	"sync"
)

type Balance struct {
	Account   string \`json:"account"\`
	Available int64  \`json:"available"\`
	Reserved  int64  \`json:"reserved"\`
}

type Handler struct {
	store Store
	mu    sync.RWMutex
	seen  map[string]int64
}

func (h *Handler) GetBalance(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	balance, err := h.store.Load(r.Context(), id)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	h.mu.Lock()
	h.seen[id] = balance.Available
	h.mu.Unlock()
	json.NewEncoder(w).Encode(balance)
}

func (h *Handler) Seen(id string) int64 {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.seen[id]
}
`;

const client = `package transfer

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

type balanceReply struct {
	Available int64 \`json:"available"\`
}

type accountsClient struct {
	base string
	http *http.Client
}

func newAccountsClient(base string) *accountsClient {
	return &accountsClient{base: base, http: &http.Client{Timeout: 2 * time.Second}}
}

func (c *accountsClient) Balance(ctx context.Context, id string) (balanceReply, error) {
	var balance balanceReply
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/accounts/"+id+"/balance", nil)
	if err != nil {
		return balance, err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return balance, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return balance, fmt.Errorf("accounts answered %d", response.StatusCode)
	}
	return balance, json.NewDecoder(response.Body).Decode(&balance)
}
`;

const main = `package main

import (
	"database/sql"
	"log"
	"net/http"
	"os"
	"time"
)

func main() {
	db, err := sql.Open("pgx", os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	db.SetMaxOpenConns(40)
	db.SetMaxIdleConns(20)
	db.SetConnMaxLifetime(30 * time.Minute)
	server := &http.Server{
		Addr:              ":8080",
		Handler:           routes(db),
		ReadHeaderTimeout: 5 * time.Second,
		WriteTimeout:      15 * time.Second,
	}
	log.Fatal(server.ListenAndServe())
}
`;

const limiter = `package gateway

import (
	"net/http"
	"os"

	"golang.org/x/time/rate"
)

const (
	perSecond = 200
	burst     = 400
)

var limiter = rate.NewLimiter(perSecond, burst)

func Limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !limiter.Allow() {
			http.Error(w, "too many requests", http.StatusTooManyRequests)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func upstream() string {
	if url := os.Getenv("TRANSFERS_URL"); url != "" {
		return url
	}
	return "http://transfers:8080"
}
`;

const auth = `package gateway

import (
	"errors"
	"net/http"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

var audience = "ledger"

func authenticate(r *http.Request) (string, error) {
	raw := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	token, err := jwt.Parse(raw, keys, jwt.WithAudience(audience))
	if err != nil {
		return "", errors.Join(errors.New("unauthorized"), err)
	}
	return token.Claims.GetSubject()
}
`;

const score = `package fraud

import (
	"context"
	"time"
)

type Scorer struct {
	rules []Rule
	recent chan Event
}

func (s *Scorer) Score(ctx context.Context, event Event) int {
	total := 0
	for _, rule := range s.rules {
		total += rule.Points(event)
	}
	return total
}

func (s *Scorer) Watch(ctx context.Context, event Event) {
	ctx, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
	go func() {
		defer cancel()
		select {
		case s.recent <- event:
		case <-ctx.Done():
		}
	}()
}
`;

export const ledger: World = {
  id: "ledger",
  repository: "acme/ledger",
  services: [
    {
      name: "gateway",
      language: "go",
      paths: ["cmd/gateway/", "internal/gateway/"],
      replicas: 3,
      ops: [
        {
          name: "POST /v1/transfers",
          ms: 2,
          steps: [
            { do: "call", id: "identity", to: "identity", op: "POST /introspect" },
            {
              do: "call",
              id: "transfer",
              to: "transfers",
              op: "POST /transfers",
              src: { file: "internal/gateway/limit.go", text: "next.ServeHTTP", fn: "gateway.Limit" },
            },
          ],
          log: "transfer accepted from bank {bank}",
        },
        {
          name: "GET /v1/accounts/:id/balance",
          ms: 2,
          steps: [
            { do: "call", id: "identity", to: "identity", op: "POST /introspect" },
            { do: "call", id: "balance", to: "accounts", op: "GET /accounts/:id/balance" },
          ],
        },
      ],
    },
    {
      name: "identity",
      language: "java",
      paths: [],
      replicas: 2,
      ops: [{ name: "POST /introspect", ms: 4, steps: [] }],
    },
    {
      name: "transfers",
      language: "go",
      paths: ["cmd/transfers/", "internal/transfer/"],
      replicas: 2,
      ops: [
        {
          name: "POST /transfers",
          ms: 3,
          steps: [
            {
              do: "call",
              id: "balance",
              to: "accounts",
              op: "GET /accounts/:id/balance",
              timeout: 2000,
              src: {
                file: "internal/transfer/accounts_client.go",
                text: "c.http.Do(request)",
                fn: "transfer.(*accountsClient).Balance",
              },
            },
            { do: "call", id: "fraud", to: "fraud", op: "POST /score", timeout: 2000 },
            {
              do: "db",
              id: "lock",
              system: "postgresql",
              query: "SELECT id FROM accounts WHERE id = $1 FOR UPDATE",
              table: "accounts",
              ms: 1.5,
              times: 2,
              src: {
                file: "internal/transfer/transfer.go",
                text: "FOR UPDATE",
                fn: "transfer.(*Service).book",
              },
            },
            {
              do: "db",
              id: "book",
              system: "postgresql",
              query: "INSERT INTO bookings (debit, credit, cents) VALUES ($1, $2, $3) RETURNING id",
              table: "bookings",
              ms: 2,
              src: {
                file: "internal/transfer/transfer.go",
                text: "INSERT INTO bookings",
                fn: "transfer.(*Service).book",
              },
            },
          ],
          log: "booked {n} cents for bank {bank}",
        },
      ],
    },
    {
      name: "accounts",
      language: "go",
      paths: ["cmd/accounts/", "internal/accounts/"],
      replicas: 2,
      ops: [
        {
          name: "GET /accounts/:id/balance",
          ms: 1.5,
          steps: [
            {
              do: "db",
              id: "load",
              system: "postgresql",
              query: "SELECT available, reserved FROM accounts WHERE id = $1",
              table: "accounts",
              ms: 1.6,
            },
          ],
          log: "balance of account {n}",
        },
      ],
    },
    {
      name: "fraud",
      language: "go",
      paths: ["cmd/fraud/", "internal/fraud/"],
      replicas: 2,
      ops: [
        {
          name: "POST /score",
          ms: 11,
          steps: [{ do: "cache", id: "history", command: "LRANGE history:? 0 50" }],
          log: "scored {n}",
        },
      ],
    },
  ],
  files: {
    "internal/transfer/transfer.go": transfer,
    "internal/accounts/handler.go": account,
    "internal/transfer/accounts_client.go": client,
    "cmd/transfers/main.go": main,
    "cmd/accounts/main.go": main,
    "internal/gateway/limit.go": limiter,
    "internal/gateway/auth.go": auth,
    "internal/fraud/score.go": score,
    "go.mod":
      "module acme.example/ledger\n\ngo 1.25\n\nrequire (\n\tgithub.com/golang-jwt/jwt/v5 v5.3.0\n\tgithub.com/jackc/pgx/v5 v5.7.5\n\tgolang.org/x/time v0.13.0\n)\n",
    "cmd/gateway/main.go": main,
  },
  entries: { "gateway|POST /v1/transfers": 5, "gateway|GET /v1/accounts/:id/balance": 5 },
  attributes: { bank: ["aurora", "birch", "cedar", "delta"] },
  noise: [
    {
      at: "transfers|POST /transfers",
      share: 0.02,
      fail: {
        type: "*errors.errorString",
        message: "insufficient funds",
        status: 409,
        frames: [
          {
            file: "internal/transfer/transfer.go",
            text: 'return "", ErrInsufficient',
            fn: "transfer.(*Service).Transfer",
          },
        ],
      },
    },
    {
      at: "gateway|GET /v1/accounts/:id/balance",
      share: 0.003,
      fail: { type: "*errors.errorString", message: "context canceled", status: 499 },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "fraud: unify points, big rewrite of scoring",
      edits: [
        {
          file: "internal/fraud/score.go",
          from: "\ttotal := 0\n\tfor _, rule := range s.rules {\n\t\ttotal += rule.Points(event)\n\t}\n\treturn total",
          to: "\tvar total int\n\tfor i := range s.rules {\n\t\ttotal += s.rules[i].Points(event)\n\t}\n\treturn total",
        },
      ],
    },
    {
      role: "innocent",
      message: "gofmt the scorer",
      edits: [
        {
          file: "internal/fraud/score.go",
          from: "\trules []Rule\n\trecent chan Event",
          to: "\trules  []Rule\n\trecent chan Event",
        },
      ],
    },
    {
      role: "innocent",
      message: "deps: golang.org/x/time v0.14.0",
      edits: [{ file: "go.mod", from: "golang.org/x/time v0.13.0", to: "golang.org/x/time v0.14.0" }],
    },
    {
      role: "innocent",
      message: "accounts: connections live a bit longer",
      edits: [{ file: "cmd/accounts/main.go", from: "30 * time.Minute", to: "45 * time.Minute" }],
    },
    {
      role: "innocent",
      message: "gateway: explain where transfers live",
      edits: [
        {
          file: "internal/gateway/limit.go",
          from: "func upstream() string {",
          to: "// upstream is where transfers are answered; tests put their own there.\nfunc upstream() string {",
        },
      ],
    },
  ],
  rename: {
    acme: ["tidewater", "meridian"],
    fraud: ["riskcheck"],
    booking: ["posting", "journalentry"],
    gateway: ["frontier", "apigate"],
    cents: ["minor"],
  },
};
