// Package pacing spreads a campaign's budget over its day.
package pacing

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"

	"bluefin/pkg/flags"
	"bluefin/pkg/money"
)

const (
	budgetQuery = `SELECT hourly_micros FROM budgets WHERE campaign = $1 AND hour = date_trunc('hour', now())`
	// Nobody overspends, but everybody waits: for the audit in spring.
	strictQuery = budgetQuery + ` FOR UPDATE`
)

var errSpent = errors.New("budget of the hour is spent")

// Reserver grants or refuses the price of one impression.
type Reserver struct {
	db    *pgxpool.Pool
	redis redis.UniversalClient
	flags *flags.Set
	slots chan struct{}
	log   *slog.Logger
}

// ServeHTTP answers POST /reservations.
func (p *Reserver) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-time.After(40 * time.Millisecond):
		p.log.Warn("all slots are taken", "slots", cap(p.slots))
		http.Error(w, "busy", http.StatusServiceUnavailable)
		return
	}
	var in struct {
		Campaign string       `json:"campaign"`
		Price    money.Micros `json:"price"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, "reservation is not JSON", http.StatusBadRequest)
		return
	}
	err := p.reserve(r.Context(), in.Campaign, in.Price)
	if err != nil && !errors.Is(err, errSpent) {
		p.log.Error("reserve", "campaign", in.Campaign, "error", err)
		http.Error(w, "reserve", http.StatusInternalServerError)
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]bool{"granted": err == nil})
}

func (p *Reserver) reserve(ctx context.Context, campaign string, price money.Micros) error {
	var budget money.Micros
	query := budgetQuery
	if p.flags.Variant("pacing.strict", "off") == "on" {
		query = strictQuery
	}
	err := p.db.QueryRow(ctx, query, campaign).Scan(&budget)
	if err != nil {
		return err
	}
	spent, err := p.redis.IncrBy(ctx, "spent:"+campaign, int64(price)).Result()
	if err != nil {
		return err
	}
	if money.Micros(spent) > budget {
		p.redis.DecrBy(ctx, "spent:"+campaign, int64(price))
		return errSpent
	}
	return nil
}
