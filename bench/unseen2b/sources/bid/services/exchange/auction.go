// Package exchange holds one auction per impression, within the time that the publisher gives.
package exchange

import (
	"context"
	"errors"
	"log/slog"
	"sort"
	"sync"
	"time"

	"bluefin/pkg/flags"
	"bluefin/pkg/httpx"
	"bluefin/pkg/money"
)

// ErrNoBid is answered as 204.
var ErrNoBid = errors.New("nobody bids")

type bid struct {
	Bidder   string       `json:"bidder"`
	Campaign string       `json:"campaign"`
	Price    money.Micros `json:"price"`
}

type request struct {
	ID        string       `json:"id"`
	Publisher string       `json:"publisher"`
	Format    string       `json:"format"`
	Floor     money.Micros `json:"floor"`
}

// Auctioneer asks all bidders at once and takes the best answer that came in time.
type Auctioneer struct {
	bidders  map[string]*httpx.Client
	pacing   *httpx.Client
	flags    *flags.Set
	deadline time.Duration
	log      *slog.Logger
}

// Run gives the winner and what it pays.
func (a *Auctioneer) Run(ctx context.Context, r request) (*bid, money.Micros, error) {
	ctx, cancel := context.WithTimeout(ctx, a.deadline)
	defer cancel()

	bids := a.collect(ctx, r)
	if len(bids) == 0 {
		return nil, 0, ErrNoBid
	}
	sort.Slice(bids, func(i, j int) bool { return bids[i].Price > bids[j].Price })
	winner := bids[0]
	runnerUp := r.Floor
	if len(bids) > 1 {
		runnerUp = bids[1].Price
	}
	price := money.Second(winner.Price, runnerUp, r.Floor)
	if a.flags.Variant("auction.model", "second") == "first" {
		price = winner.Price
	}
	var reservation struct{ Granted bool }
	if err := a.pacing.Post(ctx, "/reservations", map[string]any{"campaign": winner.Campaign, "price": price}, &reservation); err != nil {
		return nil, 0, err
	}
	if !reservation.Granted {
		return nil, 0, ErrNoBid
	}
	return &winner, price, nil
}

func (a *Auctioneer) collect(ctx context.Context, r request) []bid {
	var (
		mutex sync.Mutex
		group sync.WaitGroup
		bids  []bid
	)
	for name, client := range a.bidders {
		group.Add(1)
		go func() {
			defer group.Done()
			var answer bid
			if err := client.Post(ctx, "/bid", r, &answer); err != nil {
				a.log.Warn("bidder did not answer", "bidder", name, "error", err)
				return
			}
			if answer.Price < r.Floor {
				return
			}
			mutex.Lock()
			bids = append(bids, answer)
			mutex.Unlock()
		}()
	}
	group.Wait()
	return bids
}
