// Package reporter adds up what was won, and holds it against what bidders are invoiced.
package reporter

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5/pgxpool"

	"bluefin/pkg/money"
)

type won struct {
	Auction   string       `json:"auction"`
	Campaign  string       `json:"campaign"`
	Publisher string       `json:"publisher"`
	Price     money.Micros `json:"price"`
	Quoted    string       `json:"quoted"`
}

// Consumer of auction.won.
type Consumer struct {
	db  *pgxpool.Pool
	log *slog.Logger
}

// Handle adds one win. A price that is not the quoted one is kept apart, and is nobody's error yet.
func (c *Consumer) Handle(ctx context.Context, raw []byte) error {
	var w won
	if err := json.Unmarshal(raw, &w); err != nil {
		return fmt.Errorf("decode win: %w", err)
	}
	quoted, err := money.Parse(w.Quoted)
	if err != nil {
		return fmt.Errorf("quoted price of %s: %w", w.Auction, err)
	}
	if difference := quoted - w.Price; difference != 0 {
		c.log.Warn("price differs from quote", "auction", w.Auction, "campaign", w.Campaign, "difference", difference.String())
	}
	_, err = c.db.Exec(ctx,
		`INSERT INTO wins (auction, campaign, publisher, micros) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
		w.Auction, w.Campaign, w.Publisher, int64(w.Price))
	return err
}
